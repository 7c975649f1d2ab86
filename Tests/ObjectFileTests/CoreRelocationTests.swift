import Bytecode
import ObjectFile
import Testing

/// "Compile once, run everywhere": a program that was compiled against one layout and relocated
/// against another is the program that the compiler makes for the other.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct CoreRelocationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var ours: String
    var theirs: String
    /// The body of a program with a parameter `struct s *s`.
    var body: String

    init(_ what: String, _ ours: String, _ theirs: String, _ body: String) {
      testDescription = what
      self.ours = ours
      self.theirs = theirs
      self.body = body
    }

    func image(_ layout: String, _ options: [String] = Clang.options) throws -> ProgramImage {
      try Clang.image(
        source: CoreRelocationTests.builtins + layout
          + "\nSEC(\"xdp\") u64 f(struct s *s) {\n" + body + "\n}\n", options)
    }
  }

  static let builtins = """
    #define put(x) (*(volatile u64 *)0 = (x))
    #define info(field, kind) __builtin_preserve_field_info(field, kind)
    #define type(T, kind) __builtin_preserve_type_info(*(T *)0, kind)
    #define item(E, name, kind) __builtin_preserve_enum_value(*(enum E *)name, kind)

    """

  static let cases: [Case] = [
    Case(
      "a field that moved", "struct s { u32 a; u32 b; } __core;",
      "struct s { u64 z[3]; u32 b; u32 a; } __core;", "return s->a + 2 * s->b;"),
    Case(
      "stores", "struct s { u32 a; u32 b; u16 c; } __core;",
      "struct s { u64 z[3]; u32 b; u16 c; u32 a; } __core;", "s->a = 5; s->c = 7; return s->b;"),
    Case(
      "unsigned integers of other sizes", "struct s { u32 a; u64 b; u16 c; } __core;",
      "struct s { u16 c; u64 a; u8 b; } __core;",
      "put(s->a); put(s->b); put(s->c); return 0;"),
    Case(
      "into a nested structure",
      "struct t { u32 x, y; } __core; struct s { u32 a; struct t t; } __core;",
      "struct t { u64 n; u32 y, x; } __core; struct s { u64 z; struct t t; u32 a; } __core;",
      "put(s->t.x); return s->t.y;"),
    Case(
      "into an anonymous union", "struct s { u32 a; u32 b; } __core;",
      "struct s { u64 z; union { struct { u32 q; union { u32 a; u8 r[8]; }; }; u64 b2; };"
        + "u32 b; } __core;",
      "return s->a - s->b;"),
    Case(
      "out of an anonymous structure", "struct s { struct { u32 n; u32 a; }; u32 b; } __core;",
      "struct s { u32 b; u32 a; } __core;", "return s->a - s->b;"),
    Case(
      "elements",
      "struct t { u32 x; u32 y; } __core; struct s { u32 n; struct t t[4]; u32 a[8]; } __core;",
      "struct t { u64 w; u32 y; u32 x; } __core; struct s { u32 a[9]; struct t t[6]; } __core;",
      "put(s->t[3].y); return s->a[7];"),
    Case(
      "elements at the end", "struct s { u32 n; u32 a[]; } __core;",
      "struct s { u64 m; u32 n; u32 a[0]; } __core;", "return s->a[5] + s->n;"),
    Case(
      "pointers", "struct t; struct s { u64 n; struct t *p; } __core;",
      "struct t; struct s { struct t *p; u64 n; } __core;", "return (u64)s->p;"),
    Case(
      "bit-fields", "struct s { u32 a : 3; u32 b : 7; u32 c : 20; } __core;",
      "struct s { u32 z; u32 c : 9; u32 a : 11; u32 q; u32 d : 9; u32 b : 5; } __core;",
      """
      return info(s->b, 0) + 100 * info(s->b, 1) + 10000 * (info(s->b, 4) + 100 * info(s->b, 5))
        + info(s->c, 4) + info(s->a, 5);
      """),
    Case(
      "what is known of fields", "struct s { u32 a; u64 b; s64 c; u8 d[4]; } __core;",
      "struct s { u8 d[5]; short a; char b; u32 c; } __core;",
      """
      return info(s->a, 0) | info(s->a, 1) << 8 | info(s->a, 2) << 16 | info(s->a, 3) << 17
        | info(s->c, 3) << 18 | (u64)info(s->a, 4) << 24 | (u64)info(s->b, 5) << 32
        | (u64)info(s->d, 1) << 40;
      """),
    Case(
      "types", "struct s { u32 a; } __core; struct t { u64 b; }; union v { u8 c; };",
      "struct s { u64 a; } __core; struct t { u64 b[9]; }; union v { u64 c; };",
      """
      return type(struct s, 0) + 3 * type(struct s, 1) + 1000 * type(struct t, 1)
        + 100000 * type(union v, 1) + type(struct t, 0);
      """),
    Case(
      "enumerations", "struct s; enum e { ONE = 1, TWO = 2 }; enum g { BIG = 1ull << 40 };",
      "struct s; enum e { ONE = 77, ZERO = 0, TWO = 99 }; enum g { BIG = 3ull << 44, OFF = 5 };",
      """
      return item(e, ONE, 1) + item(e, TWO, 1) + item(g, BIG, 1) + item(e, ONE, 0);
      """),
    Case(
      "enumerations as fields",
      "enum e { A = 1 }; struct s { u32 n; enum e e; } __core;",
      "enum e { A = 2, B = 4 }; struct s { enum e e; u64 n; } __core;", "return s->e;"),
    Case(
      "behind typedefs and qualifiers",
      "typedef u32 number; struct s { const volatile number a; number b; } __core;",
      "typedef u32 word; struct s { word b; u64 n; word a; } __core;", "return s->a + s->b;"),
  ]

  @Test(arguments: cases, ["bpfel", "bpfeb"])
  func isTheProgramOfTheOtherLayout(_ sample: Case, _ target: String) throws {
    let options = ["-target", target, "-mcpu=v3", "-g", "-O2"]
    let ours = try sample.image(sample.ours, options)
    let theirs = try sample.image(sample.theirs, options)
    #expect(!ours.coreRelocations.isEmpty)
    let relocated = try ours.relocated(against: theirs.types)
    #expect(relocated.instructions == theirs.instructions)
    #expect(relocated.unresolvedRelocations == [])
    #expect(relocated.coreRelocations == [])
    #expect(ours.instructions != theirs.instructions)
  }

  /// The types that it was compiled with change nothing.
  @Test(arguments: cases)
  func itsOwnTypesChangeNothing(_ sample: Case) throws {
    let image = try sample.image(sample.ours)
    let relocated = try image.relocated(against: image.types)
    #expect(relocated.instructions == image.instructions)
    #expect(relocated.unresolvedRelocations == [])
  }

  // MARK: What isn't there

  private func relocated(
    _ ours: String, _ theirs: String, _ body: String
  ) throws -> ProgramImage {
    let sample = Case("", ours, theirs, body)
    let target = theirs + "\nstruct s *s; SEC(\"xdp\") int f(void *c) { return s != 0; }"
    return try sample.image(ours).relocated(against: Clang.image(source: target).types)
  }

  private func results(_ image: ProgramImage) -> [Int32] {
    image.instructions.filter { $0.opcode == 0xb7 }.map(\.immediate)
  }

  @Test func whatIsMissingDoesNotExist() throws {
    let image = try relocated(
      "struct s { u32 a; u32 gone; } __core; struct t { u32 x; }; enum e { HERE = 9, GONE = 8 };",
      "struct s { u32 a; }; enum e { HERE = 3 } e;",
      """
      *(volatile u64 *)0 = info(s->gone, 2); *(volatile u64 *)0 = info(s->a, 2);
      *(volatile u64 *)0 = type(struct t, 0); *(volatile u64 *)0 = type(struct t, 1);
      *(volatile u64 *)0 = item(e, GONE, 0); *(volatile u64 *)0 = item(e, HERE, 0);
      return 0;
      """)
    #expect(image.unresolvedRelocations == [])
    var numbers: [Int32] = []
    for (slot, instruction) in image.instructions.enumerated() {
      // Numbers are stored by a register, of which each has its own value.
      guard instruction.opcode == 0xb7 || instruction.opcode == 0x18 else { continue }
      numbers.append(image.instructions[slot].immediate)
    }
    #expect(numbers.filter { $0 == 1 }.count == 2)
    #expect(numbers.allSatisfy { [0, 1].contains($0) })
  }

  @Test func usesOfWhatIsMissingBecomeInvalidCalls() throws {
    let image = try relocated(
      "struct s { u32 a; u32 gone; } __core; enum e { GONE = 8 };", "struct s { u32 a; };",
      "if (info(s->gone, 2)) return s->gone + item(e, GONE, 1); return s->a;")
    #expect(
      image.unresolvedRelocations.map(image.describe) == [
        "'struct s' of this system has no field like 'gone'",
        "'enum e' of this system has no case 'GONE'",
      ])
    for unresolved in image.unresolvedRelocations {
      let instruction = image.instructions[unresolved.slot]
      #expect(instruction == Instruction(opcode: 0x85, immediate: CoreRelocation.invalidHelper))
    }
    // Also in the place of a wide load, of which no half may stay.
    #expect(throws: Never.self) { try DecodedProgram(image.instructions) }
  }

  static let unsafeSizes: [(String, String)] = [
    ("int a;", "s64 a;"), ("u32 a;", "s64 a;"), ("s64 a;", "u32 a;"), ("u64 a;", "u32 *a;"),
    ("enum { X } a;", "enum { Y = 1ull << 40 } a;"),
  ]

  /// Another size would need another extension.
  @Test(arguments: unsafeSizes)
  func unsafeSizesAreUnresolved(_ ours: String, _ theirs: String) throws {
    let image = try relocated(
      "struct s { \(ours) } __core;", "struct s { \(theirs) };", "return s->a;")
    #expect(image.unresolvedRelocations.count == 1)
  }

  @Test func kindsThatDoNotFitAreUnresolved() throws {
    for (ours, theirs) in [
      ("u32 a;", "struct { u32 x; } a;"), ("u32 a;", "u32 *a;"), ("u32 a;", "float a;"),
      ("enum p { X } a;", "enum q { Y } a;"), ("u32 a;", "u32 a[1];"),
    ] {
      let image = try relocated(
        "struct s { \(ours) } __core;", "struct s { \(theirs) };", "return s->a;")
      #expect(image.unresolvedRelocations.count == 1, "\(ours) \(theirs)")
    }
  }

  // MARK: Flavors

  /// Two layouts of one structure in one program: the one that is there is used.
  @Test func flavorsStandForOneType() throws {
    let body = """
      struct s___old *old = (void *)s;
      if (info(s->fresh, 2)) return s->fresh;
      if (info(old->stale, 2)) return old->stale;
      return 0;
      """
    let ours = "struct s { u64 n; u32 fresh; } __core; struct s___old { u32 stale; } __core;"
    let new = try relocated(ours, "struct s { u32 z[6]; u32 fresh; };", body)
    let old = try relocated(ours, "struct s { u32 z[7]; u32 stale; };", body)
    #expect(new.instructions.contains { $0.opcode == 0x61 && $0.offset == 24 })
    #expect(old.instructions.contains { $0.opcode == 0x61 && $0.offset == 28 })
    #expect(new.unresolvedRelocations.map(new.describe).allSatisfy { $0.contains("'stale'") })
    #expect(old.unresolvedRelocations.map(old.describe).allSatisfy { $0.contains("'fresh'") })
  }

  @Test func targetsThatContradictThemselvesAreNamed() throws {
    let error = try #require(throws: ObjectFileError.self) {
      try relocated(
        "struct s { u32 a; } __core;",
        "struct s { u64 z; u32 a; }; struct s___b { u32 a; }; struct s___b *b;", "return s->a;")
    }
    #expect(error.section == "xdp")
    #expect(
      error.description.contains("'struct s' (0:0): the target has several types of this name"))
  }

  @Test func everyKindIsMet() throws {
    var kinds: Set<UInt32> = []
    for sample in Self.cases {
      for relocation in try sample.image(sample.ours).coreRelocations {
        kinds.insert(relocation.kind.rawValue)
      }
    }
    // Identities and matches are in tests of their own.
    #expect(kinds == [0, 1, 2, 3, 4, 5, 8, 9, 10, 11])
  }
}
