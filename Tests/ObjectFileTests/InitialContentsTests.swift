import ObjectFile
import Testing

/// Addresses in initialised data, and what else of the sections isn't code.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct InitialContentsTests {
  static let maps = """
    SEC("xdp") int first(void *ctx) { return 1; }
    SEC("xdp") int second(void *ctx) { return 2; }
    struct inner { __uint(type, 1); __type(key, u32); __type(value, u64); __uint(max_entries, 4); };
    struct inner one SEC(".maps"), two SEC(".maps");
    struct {
      __uint(type, 3); __uint(max_entries, 8); __type(key, u32);
      int (*values[])(void *);
    } programs SEC(".maps") = { .values = { [1] = first, [5] = second } };
    struct {
      __uint(type, 12); __uint(max_entries, 4); __type(key, u32);
      struct inner *values[];
    } array SEC(".maps") = { .values = { [0] = &two, [3] = &one } };
    struct {
      __uint(type, 13); __uint(max_entries, 4); __type(key, u32);
      struct inner *values[];
    } hash SEC(".maps") = { .values = { [2] = &one } };

    """

  private func entries(_ image: ProgramImage) -> [String: [String]] {
    var all: [String: [String]] = [:]
    for map in image.maps where !map.initialEntries.isEmpty {
      all[map.name] = map.initialEntries.map { entry in
        switch entry.target {
        case .map(let index): "\(entry.index) \(image.maps[index].name)"
        case .program(let index): "\(entry.index) \(image.functions[index].name)()"
        }
      }
    }
    return all
  }

  @Test(arguments: ["bpfel", "bpfeb"])
  func mapsHoldWhatTheSourceSays(_ target: String) throws {
    let image = try Clang.image(source: Self.maps, ["-target", target, "-g", "-O2"])
    #expect(
      entries(image) == [
        "programs": ["1 first()", "5 second()"], "array": ["0 two", "3 one"], "hash": ["2 one"],
      ])
  }

  /// A change of the source, and what is then said about `.maps`.
  static let damages: [(String, String, String)] = [
    ("[5] = second", "[8] = second", "entry 8 of a map of 8"),
    ("[0] = &two", "[0] = (void *)first", "no other map"),
    ("[1] = first", "[1] = (void *)&one", "no program"),
    ("[0] = &two", "[0] = (void *)&array", "no other map"),
    ("[0] = &two", "[0] = (void *)&nowhere", "no other map"),
  ]

  @Test(arguments: damages)
  func badEntriesAreNamed(_ old: String, _ new: String, _ text: String) throws {
    let source = "extern int nowhere;\n" + Self.maps.replacing(old, with: new)
    let error = try #require(throws: ObjectFileError.self) { try Clang.image(source: source) }
    #expect(error.section == ".maps")
    #expect(error.description.contains(text))
  }

  static let data = """
    struct { __uint(type, 2); __type(key, u32); __type(value, u64); __uint(max_entries, 4); }
      table SEC(".maps");
    u32 numbers[4] = {1, 2, 3, 4};
    static noinline int help(u64 x) { return x + 1; }
    SEC("xdp") int main_program(void *ctx) { return help(numbers[1]); }
    int (*volatile functions[2])(u64) = {0, help};
    u32 *volatile place = &numbers[2];
    const void *const volatile constant = &table;
    """

  @Test(arguments: ["bpfel", "bpfeb"])
  func pointersInDataAreListed(_ target: String) throws {
    let image = try Clang.image(source: Self.data, ["-target", target, "-g", "-O2"])
    var found: [String] = []
    for map in image.maps {
      for address in map.initialAddresses {
        let octets = try #require(map.initialValue)[Int(address.offset)...].prefix(8)
        #expect(octets.allSatisfy { $0 == 0 })
        switch address.target {
        case .map(let index): found.append("\(map.name): map \(image.maps[index].name)")
        case .mapValue(let index, let offset):
          found.append("\(map.name): \(image.maps[index].name)+\(offset)")
        case .function(let index): found.append("\(map.name): \(image.functions[index].name)()")
        default: Issue.record("\(address)")
        }
      }
    }
    #expect(found == [".data: help()", ".data: .data+8", ".rodata: map table"])
  }

  @Test func addressesOfOutsidersAreRefused() throws {
    let error = try #require(throws: ObjectFileError.self) {
      try Clang.image(
        source: "extern int away; int *volatile far = &away;"
          + "SEC(\"xdp\") int f(void *ctx) { return far != 0; }")
    }
    #expect(error.section == ".data" && error.description.contains("something outside"))
  }

  /// Two static variables of one name in two functions: each reference finds its own.
  @Test func staticVariablesOfOneName() throws {
    let image = try Clang.image(
      source: """
        SEC("xdp") int f(void *ctx) { static volatile u32 count = 5; return count++; }
        SEC("xdp") int g(void *ctx) { static volatile u32 count = 7; return count++; }
        """)
    let type = try #require(image.maps[0].valueTypeID)
    guard case .dataSection(_, let variables) = image.types.kind(of: type) else { return }
    #expect(variables.map(\.offset) == [0, 4])
    #expect(image.maps[0].initialValue == [5, 0, 0, 0, 7, 0, 0, 0])
  }

  @Test func externsSayWhereTheyComeFrom() throws {
    let image = try Clang.image(
      source: """
        extern int push(u64 x) __attribute__((section(".ksyms")));
        extern void note(void) __attribute__((section(".ksyms"), weak));
        extern const volatile u64 jiffies __attribute__((section(".ksyms")));
        extern const int version __attribute__((section(".kconfig")));
        extern u8 option __attribute__((section(".kconfig"), weak));
        extern int other(void);
        SEC("xdp") int f(void *ctx) {
          if (note) note();
          return push(jiffies) + version + option + other();
        }
        """)
    #expect(
      image.externs.map {
        "\($0.name) \($0.origin)\($0.isWeak ? " weak" : "") "
          + ($0.typeID.map(image.types.describe) ?? "-")
      }.sorted() == [
        "jiffies kernelSymbol const volatile u64 jiffies",
        "note kernelSymbol weak void note(void)",
        "option kernelConfiguration weak u8 option",
        "other unspecified int other(void)",
        "push kernelSymbol int push(u64)",
        "version kernelConfiguration const int version",
      ])
  }

  @Test func sectionsThatMeanNothingAreLeftOut() throws {
    let image = try Clang.image(
      source: """
        u32 number SEC("version") = 0x061200;
        SEC("?xdp") int off(void *ctx) { return 1; }
        SEC("xdp/one") int f(void *ctx) { return 2; }
        SEC("xdp/one") int g(void *ctx) { return 3; }
        char text[] SEC("license") = "MIT";
        """)
    #expect(image.maps.isEmpty)
    #expect(image.license == "MIT")
    #expect(
      image.functions.map { "\($0.section):\($0.name)" } == ["?xdp:off", "xdp/one:f", "xdp/one:g"])
  }
}
