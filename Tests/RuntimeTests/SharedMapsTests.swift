import Contracts
import Maps
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// Maps that several objects use by name, and global variables that are set before an object is loaded.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SharedMapsTests {
  private static let packet = [UInt8](repeating: 0, count: 64)

  private func unit(_ source: String) throws -> VerifiedUnit {
    try VerifiedUnit.verifying(
      ProgramUnit(image: try SamplePrograms.image(source: source), interface: .baton))
  }

  /// A program that adds `step` to the only value of a map, which it declares as pinned.
  private func adder(
    step: Int, type: String = "HASH", key: String = "u32", value: String = "struct sum",
    members: String = "u64 total;", entries: Int = 4
  ) -> String {
    """
    struct sum { \(members) };
    struct {
      int(*type)[BPF_MAP_TYPE_\(type)];
      int(*max_entries)[\(entries)];
      \(key) *key;
      \(value) *value;
      int(*pinning)[1];
    } sums SEC(".maps");
    SEC("xdp") int add(struct xdp_md *ctx) {
      \(key) key = 0;
      \(value) zero = {};
      bpf_map_update_elem(&sums, &key, &zero, BPF_NOEXIST);
      u64 *sum = bpf_map_lookup_elem(&sums, &key);
      if (sum) *sum += \(step);
      return XDP_PASS;
    }
    """
  }

  private func load(
    _ source: String, _ shared: SharedMaps?, engine: EngineKind = .jit, workerCount: Int = 1
  ) throws -> LoadedUnit {
    try LoadedUnit(
      try unit(source), engine: engine, workerCount: workerCount, seed: 1, shared: shared)
  }

  @Test func objectsShareWhatTheyBothDeclare() throws {
    let shared = try SharedMaps(workerCount: 2)
    #expect(shared.map(named: "sums") == nil)
    let first = try load(adder(step: 1), shared)
    let second = try load(adder(step: 100), shared, engine: .interpreter)
    #expect(first.map(named: "sums") === second.map(named: "sums"))
    #expect(shared.map(named: "sums") === first.map(named: "sums"))
    for (unit, count) in [(first, 3), (second, 2)] {
      _ = try TestRun(unit).call(0, onPacket: Self.packet, count: count)
    }
    let total = shared.map(named: "sums")?.value(forKey: [0, 0, 0, 0])
    #expect(total == [203, 0, 0, 0, 0, 0, 0, 0])
    // Without a common place, each has its own.
    let alone = try load(adder(step: 1), nil)
    #expect(alone.map(named: "sums") !== first.map(named: "sums"))
  }

  /// The ends of a ring belong to workers of one instance, whose numbers another instance has, too.
  @Test(arguments: ["bpf_spsc_ring", "bpf_mpsc_ring"])
  func ringsAreNotShared(_ type: String) throws {
    let source = """
      struct lane { struct \(type) ring; };
      struct {
        int(*type)[BPF_MAP_TYPE_ARRAY];
        int(*max_entries)[1];
        u32 *key;
        struct lane *value;
        int(*pinning)[1];
      } lanes SEC(".maps");
      SEC("xdp") int look(struct xdp_md *ctx) {
        u32 key = 0;
        return bpf_map_lookup_elem(&lanes, &key) ? XDP_PASS : XDP_DROP;
      }
      """
    #expect(try load(source, nil).maps.count == 1)
    let shared = try SharedMaps(workerCount: 1)
    let error = #expect(throws: LoadError.self) { _ = try load(source, shared) }
    #expect(error?.description.contains("can't be shared") == true)
  }

  @Test func otherTypesAreRefused() throws {
    let shared = try SharedMaps(workerCount: 16)
    let first = try load(adder(step: 1), shared)
    #expect(first.maps.count >= 1)
    for (source, words) in [
      (adder(step: 1, type: "LRU_HASH"), "has type 1, and not 9"),
      (adder(step: 1, key: "u64"), "has key size 4, and not 8"),
      (adder(step: 1, members: "u64 total, more;"), "has value size 8, and not 16"),
      (adder(step: 1, entries: 5), "has number of entries 4, and not 5"),
      (adder(step: 1, members: "u32 total, more;"), "has the value type"),
      (adder(step: 1, members: "u64 other;"), "has the value type"),
      (adder(step: 1, key: "s32"), "has the key type"),
    ] {
      do {
        _ = try load(source, shared)
        Issue.record("accepted: \(words)")
      } catch {
        #expect("\(error)".hasPrefix("map “sums”: "), "\(error)")
        #expect("\(error)".contains(words), "\(error)")
      }
    }
    #expect(throws: LoadError.self) {
      try load(adder(step: 1, type: "PERCPU_HASH").replacing("sums", with: "each"), shared)
    }
  }

  /// Workers' places are limited, and come back when a unit goes.
  @Test func placesComeBack() throws {
    let shared = try SharedMaps(workerCount: 2)
    for _ in 0..<3 {
      let first = try load(adder(step: 1), shared)
      #expect(throws: LoadError.tooManyWorkers(2)) {
        try load(adder(step: 1), shared, workerCount: 2)
      }
      _ = try TestRun(first).call(0, onPacket: Self.packet)
    }
    #expect(shared.map(named: "sums")?.value(forKey: [0, 0, 0, 0])?[0] == 3)
  }

  @Test func variablesBeginAsTheUserSays() throws {
    let source = """
      volatile const u32 action = 1;
      volatile const s8 small = -3;
      u64 table[2] = {1, 2};
      SEC("xdp") int act(struct xdp_md *ctx) {
        return small == -3 ? action : small == 7 && table[1] == 0x0807060504030201 ? 4 : 0;
      }
      """
    let image = try SamplePrograms.image(source: source)
    func run(_ image: ProgramImage) throws -> UInt32 {
      let verified = try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton))
      let unit = try LoadedUnit(verified, engine: .jit, workerCount: 1, seed: 1)
      return try TestRun(unit).call(0, onPacket: Self.packet).action
    }
    #expect(try run(image) == 1)
    var changed = image
    try changed.set("action", to: 3)
    #expect(try run(changed) == 3)
    try changed.set("small", to: 7)
    #expect(try run(changed) == 0)
    try changed.set("table", to: Array(repeating: 9, count: 8) + Array(1...8))
    #expect(try run(changed) == 4)
    for number: Int64 in [-129, 256, .max] {
      #expect(throws: VariableError.number(name: "small", number, byteCount: 1)) {
        try changed.set("small", to: number)
      }
    }
    #expect(throws: VariableError.size(name: "table", byteCount: 16, given: 8)) {
      try changed.set("table", to: 1)
    }
    #expect(throws: VariableError.missing(name: "none", known: image.variables.map(\.name))) {
      try changed.set("none", to: 1)
    }
  }

  /// A structure that the program shares with the run time has to be the run time's.
  @Test(arguments: [
    (
      "struct worker_ctx { u32 worker_count; u32 worker; u64 pending; };",
      "worker_ctx has 4 octets of “worker_count” at 0, and here 4 at 4"
    ),
    (
      "struct worker_ctx { u32 worker; u32 worker_count; u64 pending; u64 more; };",
      "worker_ctx has a member “more”, which is unknown here"
    ),
    ("struct bpf_spin_lock { u64 opaque; };", "bpf_spin_lock has 8 octets, and here 4"),
  ])
  func otherInterfacesAreRefused(_ declaration: String, _ words: String) throws {
    let name = try #require(declaration.split(separator: " ").dropFirst().first)
    let source = """
      #define \(name) other_\(name)
      #include "baton.h"
      #undef \(name)
      \(declaration)
      struct \(name) instance;
      SEC("xdp") int program(struct xdp_md *ctx) { return *(volatile char *)&instance; }
      """
    let image = try SamplePrograms.image(source: source)
    do {
      _ = try ProgramUnit(image: image, interface: .baton)
      Issue.record("accepted")
    } catch {
      #expect("\(error)" == "built against another interface: struct \(words)")
    }
  }

  /// An object says which version of the interface it was built against.
  @Test func anotherVersionIsRefused() throws {
    let source = """
      #define BATON_INTERFACE_VERSION 7
      #include "baton.h"
      SEC("xdp") int program(struct xdp_md *ctx) { return ctx->rx_queue_index ? XDP_DROP : XDP_PASS; }
      """
    let image = try SamplePrograms.image(source: source)
    let version = try #require(Interface.baton.version)
    #expect(
      throws: UnitError.otherInterface(
        type: "xdp_md", difference: "is of version 7 of the interface, and here of \(version)")
    ) { try ProgramUnit(image: image, interface: .baton) }
  }
}
