import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// Programs that stand for exported functions.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ReplacementTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var engine: EngineKind
    var world: WorldKind
    var testDescription: String { "\(engine.rawValue), \(world.rawValue)" }

    static let all = EngineKind.allCases.flatMap { engine in
      WorldKind.allCases.map { Case(engine: engine, world: $0) }
    }
  }

  private static let replaced = "Tests/Corpus/runtime/replaced.c"
  private static let replacing = "Tests/Corpus/runtime/replacing.c"

  private func linked() throws -> VerifiedUnit {
    let image = try SamplePrograms.image(of: Self.replaced)
      .linked(with: SamplePrograms.image(of: Self.replacing))
    return try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton))
  }

  private func frame(_ first: UInt8, _ second: UInt8) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [first, second] + Array(repeating: 0, count: 44)
  }

  @Test(arguments: Case.all)
  func whatStandsForAFunctionRuns(_ one: Case) throws {
    let unit = try LoadedUnit(try linked(), engine: one.engine, workerCount: 1, seed: 1)
    let instance = try Instance(unit, in: one.world, seed: 7)
    // Transmitted, dropped, thrown out, answered: whoever has the packet gives it back.
    let kinds: [(UInt8, UInt8)] = [(0, 0), (0, 1), (0, 2), (1, 0)]
    let rounds: UInt64 = 25
    for _ in 0..<rounds {
      for kind in kinds {
        while !instance.peers[0].offer(frame(kind.0, kind.1)) {
          instance.advance()
          instance.peers[0].collect { _ in }
        }
      }
    }
    let sent = instance.sentCount
    let isDone = instance.advance {
      instance.peers[0].collect { _ in }
      return instance.counters.endedCount == sent
    }
    #expect(isDone, "\(instance.counters)")
    #expect(instance.counters.thrown == rounds)
    #expect(instance.counters.transmitted == 2 * rounds)
    let counts = try #require(unit.map(named: "counts"))
    #expect(counts.value(forKey: [0, 0, 0, 0]) == octets(3 * rounds))
    #expect(counts.value(forKey: [1, 0, 0, 0]) == octets(2 * rounds))
    instance.expectBalanceAfterShutDown()
  }

  private func octets(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Without the replacement the caller calls what Baton has.
  @Test func theUnlinkedProgramCallsTheOriginal() throws {
    let alone = try Programs.verify(Self.replaced)
    #expect(alone.calledExports.count == 2)
    // Only the replacement itself calls the original by now, and a function that it needs.
    let names = try linked().calledExports.map { alone.unit.interface.functions[$0].name }
    #expect(
      Set(names) == [
        "bpf_packet_transmit", "bpf_packet_drop", "bpf_throw", "bpf_map_lookup_elem",
      ])
  }

  @Test func twoReplacementsOfOneFunctionAreRefusedWhereItIsCalled() throws {
    let replacing = try SamplePrograms.image(of: Self.replacing)
    let image = try SamplePrograms.image(of: Self.replaced).linked(with: replacing)
      .linked(with: replacing)
    #expect(
      throws: UnitError.replacedTwice(
        function: "bpf_get_prandom_u32", by: ["always_the_same", "always_the_same"])
    ) { try ProgramUnit(image: image, interface: .baton) }
  }

  @Test func whatNothingCanStandForIsSaid() throws {
    let image = try SamplePrograms.image(
      source: """
        SEC("replace/bpf_co_resume") int resume(struct coroutine *handle) { return 0; }
        SEC("replace/bpf_map_lookup_elem") void *lookup(void *map, const void *key) { return 0; }
        SEC("replace/no_such_function") int missing(void) { return 0; }
        """)
    let verdicts = Verifier(try ProgramUnit(image: image, interface: .baton)).verify()
    let reasons = verdicts.map { $0.rejection?.reason ?? "accepted" }
    #expect(
      reasons == [
        "no program can stand for bpf_co_resume: engines run it themselves",
        "no program can stand for bpf_map_lookup_elem: "
          + "what argument 1 may be is only known at a call",
        "the section “replace/no_such_function” names no exported function",
      ])
  }

  @Test func aMapOfOneNameIsOneMap() throws {
    let replacing = try SamplePrograms.image(of: Self.replacing)
    let image = try replacing.linked(with: replacing)
    #expect(image.maps.filter { $0.name == "counts" }.count == 1)
    let other = try SamplePrograms.image(
      source: """
        BATON_MAP(counts, ARRAY, u32, u32, 2);
        SEC("xdp") int other(struct xdp_md *ctx) {
          u32 key = 0;
          return bpf_map_lookup_elem(&counts, &key) ? XDP_DROP : XDP_PASS;
        }
        """)
    #expect(throws: LinkError.differentMaps(name: "counts")) { try replacing.linked(with: other) }
  }
}
