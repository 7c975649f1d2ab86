import Runtime
import SamplePrograms
import Testing

/// What policies are told of queues, and when they are run that wait for somebody to wake.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct PolicyQueueTests {
  private struct Report {
    var words: [UInt64]
    var runs: UInt64 { words[0] }
    var status: Int64 { Int64(bitPattern: words[1]) }
    var arrived: UInt64 { words[2] }
    var refused: UInt64 { words[3] }
    var destroyed: UInt64 { words[4] }
    var waited: UInt64 { words[5] }
    var oldest: UInt64 { words[6] }
    var depth: UInt64 { words[7] & 0xffff_ffff }
  }

  private func report(_ instance: Instance) -> Report {
    let octets = instance.map("reports").value(forKey: littleEndian(UInt32(0))) ?? []
    return Report(
      words: (0..<octets.count / 8).map { word in
        (0..<8).reduce(0) { $0 | UInt64(octets[8 * word + $1]) << UInt64(8 * $1) }
      })
  }

  private static let settings = Setting.all.filter { $0.language == "c" }
  private static let frame = [UInt8](repeating: 9, count: 60)

  private func instance(_ one: Setting) throws -> Instance {
    try one.instance(of: "queue_policy", workerCount: 2, seed: 3)
  }

  /// Whether the policy's next run is told what `isRight` wants.
  private func becomes(_ instance: Instance, _ isRight: (Report) -> Bool) -> Bool {
    instance.advance { isRight(report(instance)) }
  }

  @Test(arguments: settings)
  func theyAreToldWhatWaitsAndForHowLong(_ one: Setting) throws {
    let instance = try instance(one)
    for worker in 0..<2 {
      for _ in 0..<5 { #expect(instance.peers[worker].offer(Self.frame)) }
    }
    #expect(becomes(instance) { $0.depth == 10 && $0.oldest > 0 }, "\(report(instance))")
    let before = report(instance)
    #expect(before.status == 0 && before.arrived == 10 && before.refused == 0, "\(before)")
    #expect(
      instance.map("gates").update(key: littleEndian(UInt32(0)), value: littleEndian(UInt32(1)))
        == 0)
    #expect(becomes(instance) { $0.depth == 0 && $0.oldest == 0 }, "\(report(instance))")
    let after = report(instance)
    #expect(after.arrived == 10 && after.destroyed == 0 && after.waited > 0, "\(after)")
    instance.expectBalanceAfterShutDown()
  }

  /// Threads sleep in the real world only.
  @Test(arguments: settings.filter { $0.world == .real })
  func theyAreRunWhenSomebodyWakes(_ one: Setting) throws {
    let instance = try instance(one)
    let beginning = ContinuousClock.now
    for round in 1...20 {
      let before = report(instance).runs
      #expect(instance.peers[round % 2].offer(Self.frame))
      #expect(becomes(instance) { $0.runs > before && $0.arrived == UInt64(round) })
    }
    // Nobody else has it run for a second each time.
    #expect(ContinuousClock.now - beginning < .seconds(10))
    instance.expectBalanceAfterShutDown()
  }
}
