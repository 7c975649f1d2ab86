import Maps
import Runtime
import SamplePrograms
import Testing

/// Programs of several workers on the same maps: nothing is lost, nothing is torn.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct MapStressTests {
  private func word(_ map: Map, _ key: UInt32) -> UInt64 {
    let octets = (0..<4).map { UInt8(truncatingIfNeeded: key >> (8 * $0)) }
    return (map.value(forKey: octets) ?? []).enumerated().prefix(8).reduce(0) {
      $0 | UInt64($1.element) << UInt64(8 * $1.offset)
    }
  }

  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func nothingIsLost(_ engine: EngineKind, _ world: WorldKind) throws {
    let workerCount = 4
    let unit = try Programs.load(
      "Tests/Corpus/runtime/maps.c", engine: engine, workerCount: workerCount)
    #expect(unit.engineKind == engine)
    let map = { (name: String) in try #require(unit.map(named: name)) }
    let (shared, own, faults) = (try map("shared"), try map("own"), try map("faults"))
    let rounds = try map("rounds")
    let goal: UInt64 = (isThorough ? 40 : 1) * (world == .virtual ? 1_000 : 25_000)
    let instance = try Instance(unit, in: world, workerCount: workerCount, seed: 9)
    #expect(instance.advance { word(rounds, 0) >= goal })
    instance.shutDown()
    for line in 0..<UInt32(256) where word(faults, line) > 0 {
      Issue.record("maps.c:\(line): \(word(faults, line)) times")
    }
    var sum: UInt64 = 0
    shared.forEach { _, value in
      sum += value.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
    }
    #expect(sum == word(rounds, 0))
    #expect(own.count == 0)
  }
}
