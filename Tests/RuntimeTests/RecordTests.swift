import Maps
import Runtime
import SamplePrograms
import Testing

/// Records of ring buffers that programs own, by pointer or by dynptr, where they are unwound.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct RecordTests {
  /// The places of `records.c`, in its order.
  private enum Place: UInt8, CaseIterable { case submit, `throw`, stay }

  private func frame(_ place: Place) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [place.rawValue] + Array(repeating: 0, count: 45)
  }

  /// Each record is submitted or discarded, and none stays busy: the consumer comes to the end.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func unwindingDiscardsRecords(_ engine: EngineKind, _ world: WorldKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/records.c", engine: engine, workerCount: 1)
    #expect(unit.engineKind == engine)
    let ring = try #require(unit.map(named: "ring"))
    let instance = try Instance(unit, in: world, seed: 5)
    let rounds = 40
    for _ in 0..<rounds {
      for place in Place.allCases {
        while !instance.peers[0].offer(frame(place)) {
          instance.advance()
          instance.peers[0].collect { _ in }
        }
      }
    }
    let sent = instance.sentCount
    let isQuiet = instance.advance {
      instance.peers[0].collect { _ in }
      return instance.counters.endedCount == sent
    }
    #expect(isQuiet, "\(instance.counters)")
    #expect(instance.counters.thrown == UInt64(rounds))
    #expect(instance.counters.destroyed == UInt64(rounds))
    let runs = instance.statistics.map { ($0.name, $0.runCount) }
    #expect(runs.first { $0.0 == "data_path" }?.1 == UInt64(3 * rounds), "\(runs)")
    #expect(runs.first { $0.0 == "keep" }?.1 == UInt64(3 * rounds), "\(runs)")
    #expect(runs.first { $0.0 == "resume_one" }.map { $0.1 >= UInt64(2 * rounds) } == true)
    #expect(instance.statistics.allSatisfy { $0.nanoseconds == 0 })
    instance.expectBalanceAfterShutDown()
    var lengths: [Int: Int] = [:]
    ring.consumeRecords { lengths[$0.count, default: 0] += 1 }
    #expect(lengths == [8: rounds, 16: rounds])
    unsafe #expect(MapOperations.query(ring.address, 0) == 0)
  }

  /// What a program writes for people to read.
  @Test(arguments: EngineKind.allCases)
  func linesComeInOrder(_ engine: EngineKind) throws {
    let unit = try Programs.load("Tests/Corpus/xdp/text.c", engine: engine, workerCount: 1)
    let run = try TestRun(unit)
    let entry = try #require(unit.entries(ofRole: "xdp").first)
    _ = run.call(entry, onPacket: Array(repeating: 0, count: 64), count: 2)
    var lines: [TraceLine] = []
    unit.takeTrace { lines.append($0) }
    #expect(lines.map(\.text) == ["baton", "1 and baton", "baton", "1 and baton"])
    #expect(lines.allSatisfy { $0.worker == 0 })
    #expect(lines.map(\.nanoseconds) == lines.map(\.nanoseconds).sorted())
    #expect(unit.lostTraceLineCount == 0)
    _ = run.call(entry, onPacket: Array(repeating: 0, count: 64), count: 10_000)
    lines = []
    unit.takeTrace { lines.append($0) }
    #expect(UInt64(lines.count) + unit.lostTraceLineCount == 20_000)
    #expect(unit.lostTraceLineCount > 0)
  }
}
