import ObjectFile
import Testing

/// Relocations about whole types: identities, and whether one matches another.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct CoreTypeTests {
  /// What `__builtin_preserve_type_info` with this kind is for `T`, between two layouts.
  private func number(_ kind: Int, _ ours: String, _ theirs: String) throws -> Int32 {
    let image = try Clang.image(
      source: ours + "\nSEC(\"xdp\") u64 f(void *c) {"
        + "return __builtin_preserve_type_info(*(T *)0, \(kind)); }")
    let target = try Clang.image(
      source: theirs + "\nSEC(\"xdp\") u64 f(void *c) {"
        + "return __builtin_preserve_type_info(*(T *)0, 1); }")
    let relocated = try image.relocated(against: target.types)
    return relocated.instructions[relocated.coreRelocations.first?.slot ?? 0].immediate
  }

  static let s = "#define T struct s\n"

  /// Ours, theirs, compatible, matching.
  static let pairs: [(String, String, Bool, Bool)] = [
    ("struct s { u32 a; };", "struct s { u32 a; };", true, true),
    ("struct s { u32 a; };", "struct s { u64 z; u32 a; };", true, true),
    ("struct s { u32 a; };", "struct s { u64 a; };", true, false),
    ("struct s { u32 a; };", "struct s { int a; };", true, false),
    ("struct s { u32 a; u32 b; };", "struct s { u32 a; };", true, false),
    ("struct s { struct t *a; };", "struct t { u32 x; }; struct s { struct t *a; };", true, true),
    ("struct s { struct t *a; };", "union t { u32 x; }; struct s { union t *a; };", true, false),
    (
      "struct s { struct s *a; int (*f)(u64); };", "struct s { int (*f)(u64); struct s *a; };",
      true,
      true
    ),
    ("struct s { int (*f)(u32); };", "struct s { int (*f)(u64); };", true, false),
    ("struct s { int (*f)(void); };", "struct s { int (*f)(u64); };", true, false),
    ("struct s { u32 a[4]; };", "struct s { u32 a[4]; };", true, true),
    ("struct s { u32 a[4]; };", "struct s { u32 a[5]; };", true, false),
    ("struct s { enum e { A } e; };", "struct s { enum e { B, A } e; };", true, true),
    ("struct s { enum e { A } e; };", "struct s { enum e { B, C } e; };", true, false),
    (
      "struct t { u32 x; }; struct s { struct t t; };",
      "struct t { u64 y; u32 x; }; struct s { struct t t; };", true, true
    ),
    (
      "struct t { u32 x; }; struct s { struct t t; };",
      "struct t { u64 y; }; struct s { struct t t; };", true, false
    ),
    ("struct s___mine { u32 a; };\n#define s s___mine", "struct s { u32 a; };", true, true),
  ]

  @Test(arguments: pairs)
  func structures(_ ours: String, _ theirs: String, _ isThere: Bool, _ matches: Bool) throws {
    #expect(try number(0, Self.s + ours, Self.s + theirs) == (isThere ? 1 : 0))
    #expect(try number(2, Self.s + ours, Self.s + theirs) == (matches ? 1 : 0))
  }

  static let typedefs: [(String, String, Bool, Bool)] = [
    ("typedef int (*T)(u64);", "typedef int (*T)(u64);", true, true),
    ("typedef int (*T)(u64);", "typedef int (*T)(u32);", true, false),
    ("typedef int (*T)(u64);", "typedef int (*T)(u64, u64);", false, false),
    ("typedef int (*T)(u64);", "typedef int (*T)(void *);", false, false),
    ("typedef u32 T;", "typedef u64 T;", true, false),
    ("typedef u32 T;", "typedef void *T;", false, false),
    ("typedef struct { u32 a; } T;", "typedef struct { u32 b, a; } T;", true, true),
    ("typedef union { u32 a; } T;", "typedef struct { u32 a; } T;", false, false),
    ("typedef u32 T[3];", "typedef u64 T[3];", true, false),
  ]

  @Test(arguments: typedefs)
  func names(_ ours: String, _ theirs: String, _ isThere: Bool, _ matches: Bool) throws {
    #expect(try number(0, ours, theirs) == (isThere ? 1 : 0))
    #expect(try number(2, ours, theirs) == (matches ? 1 : 0))
  }

  @Test func identities() throws {
    let source = """
      struct other { u64 n; } other;
      struct s { u32 a; u32 b; };
      SEC("xdp") u64 f(void *c) {
        return __builtin_btf_type_id(*(struct s *)0, 0) * 1000
          + __builtin_btf_type_id(*(struct s *)0, 1)
          + __builtin_btf_type_id(*(struct other *)0, 1);
      }
      """
    let image = try Clang.image(source: source)
    let target = try Clang.image(
      source: "struct s { u32 a; } s; u64 n; SEC(\"xdp\") int f(void *c) { return s.a + n; }")
    let relocated = try image.relocated(against: target.types)
    let ours = try #require(BTFIndex(image.types).structure(named: "s"))
    let theirs = try #require(BTFIndex(target.types).structure(named: "s"))
    #expect(ours != theirs)
    for relocation in image.coreRelocations {
      let number = relocated.instructions[relocation.slot].immediate
      switch (relocation.kind, image.types.name(of: relocation.typeID)) {
      case (.typeIDLocal, "s"): #expect(number == Int32(ours))
      case (.typeIDTarget, "s"): #expect(number == Int32(theirs))
      default: #expect(number == 0)
      }
    }
    #expect(image.coreRelocations.count == 3)
  }
}
