import Bytecode
import ObjectFile
import Testing

/// One program out of an object, with what it needs.
@Suite(.enabled(if: Clang.path != nil, "clang is not on PATH"))
struct ProgramPartTests {
  private static let source = """
    struct { __uint(type, 2); __type(key, u32); __type(value, u64); __uint(max_entries, 1); }
      unused SEC(".maps"), used SEC(".maps");
    SEC("xdp") int last(void *ctx);
    SEC("xdp") int other(void *ctx);
    struct {
      __uint(type, 3); __uint(max_entries, 2); __type(key, u32);
      int (*values[])(void *);
    } programs SEC(".maps") = { .values = { [1] = last } };
    static void *(*lookup)(void *, const void *) = (void *)1;
    static void (*go)(void *, void *, u32) = (void *)12;
    u64 seen, counted = 7;
    noinline u64 *entry(u32 key) { return lookup(&used, &key); }
    noinline u64 both(u32 key) { counted++; u64 *value = entry(key); return value ? *value : 0; }
    SEC("tc") int unneeded(void *ctx) { u32 key = 0; return !lookup(&unused, &key) + both(1); }
    SEC("xdp") int last(void *ctx) { return both(3); }
    SEC("xdp") int first(void *ctx) { go(ctx, &programs, 1); return 1; }
    SEC("xdp") int other(void *ctx) { seen = 1; return 2; }

    """

  private func names(_ image: ProgramImage) -> (functions: [String], maps: [String]) {
    (image.functions.map(\.name).sorted(), image.maps.map(\.name).sorted())
  }

  private func part(_ name: String, of image: ProgramImage) throws -> ProgramImage {
    let index = try #require(image.functions.firstIndex { $0.name == name })
    let part = image.part(of: index)
    #expect(part.image.functions[part.entry].name == name)
    return part.image
  }

  @Test func aPartHasWhatItsProgramNeeds() throws {
    let whole = try Clang.image(source: Self.source)
    var found = names(try part("other", of: whole))
    #expect(found.functions == ["other"] && found.maps == [".bss"])
    found = names(try part("unneeded", of: whole))
    #expect(found.functions == ["both", "entry", "unneeded"])
    #expect(found.maps == [".data", "unused", "used"])
    // Through the program array, and the program that it begins with.
    found = names(try part("first", of: whole))
    #expect(found.functions == ["both", "entry", "first", "last"])
    #expect(found.maps == [".data", "programs", "used"])
  }

  /// Each call leads to the function of the same name, each reference to the map of the same name.
  @Test func whatIsNamedStaysTheSame() throws {
    let whole = try Clang.image(source: Self.source)
    let wanted = meanings(of: whole)
    for name in ["first", "last", "unneeded", "other"] {
      let part = try part(name, of: whole)
      for (function, meanings) in meanings(of: part) {
        #expect(meanings == wanted[function], "\(function) in the part of \(name)")
      }
    }
    let first = try part("first", of: whole)
    let array = try #require(first.maps.first { $0.name == "programs" })
    let last = try #require(first.functions.firstIndex { $0.name == "last" })
    #expect(array.initialEntries == [.init(index: 1, target: .program(last))])
  }

  /// Of each function its instructions, without what only places decide, and what they name.
  private func meanings(of image: ProgramImage) -> [String: [String]] {
    var all: [String: [String]] = [:]
    for function in image.functions {
      all[function.name] = function.range.map { slot in
        let instruction = image.instructions[slot]
        let line = image.line(at: slot).map { "\($0.line)" } ?? ""
        if let callee = image.functionCalled(at: slot) {
          return "\(line) \(instruction.opcode) \(image.functions[callee].name)"
        }
        switch image.reference(at: slot) {
        case .map(let map)?, .mapValue(let map, _)?: return "\(line) \(image.maps[map].name)"
        default: return "\(line) \(instruction)"
        }
      }
    }
    return all
  }
}
