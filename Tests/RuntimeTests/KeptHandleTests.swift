import Runtime
import SamplePrograms
import Testing

/// Handles that wait in the values of a map: they are displaced, taken out, and go with the entries.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct KeptHandleTests {
  private func frame(key: UInt8, deletes: Bool) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [key, deletes ? 1 : 0] + Array(repeating: 0, count: 44)
  }

  private func offer(_ frame: [UInt8], to instance: Instance, worker: Int) {
    while !instance.peers[worker].offer(frame) {
      instance.advance()
      instance.peers[worker].collect { _ in }
    }
  }

  /// On several workers, keys are contended for; who is displaced, or deleted, is destroyed, and nobody is lost.
  @Test(arguments: Setting.all)
  func everyHandleIsResumedOrDestroyedOnce(_ one: Setting) throws {
    let instance = try one.instance(of: "kept", workerCount: 2, seed: 5)
    var random = SystemRandomNumberGenerator()
    let rounds = isThorough ? 4_000 : 200
    for round in 0..<rounds {
      let key = UInt8.random(in: 0..<8, using: &random)
      offer(frame(key: key, deletes: round % 7 == 0), to: instance, worker: round % 2)
      if round % 16 == 0 { for peer in instance.peers { peer.collect { _ in } } }
    }
    let sent = instance.sentCount
    let areReceived = instance.advance {
      for peer in instance.peers { peer.collect { _ in } }
      return instance.counters.received == sent
    }
    #expect(areReceived, "\(instance.counters)")
    instance.expectBalanceAfterShutDown()
    let counters = instance.counters
    #expect(counters.transmitted > 0 && counters.transmitted + counters.destroyed <= sent)
    #expect(counters.thrown == 0)
  }

  /// A deleted entry takes the handle in it along.
  @Test(arguments: EngineKind.allCases)
  func anEntryThatIsDeletedTakesItsHandleAlong(_ engine: EngineKind) throws {
    let one = Setting(language: "c", engine: engine, world: .virtual)
    let instance = try one.instance(of: "kept", seed: 5)
    offer(frame(key: 3, deletes: true), to: instance, worker: 0)
    #expect(instance.advance { instance.counters.received == 1 })
    instance.advance(turns: 64)
    instance.shutDown()
    #expect(instance.counters.destroyed == 1 && instance.counters.transmitted == 0)
    instance.expectBalanceAfterShutDown()
  }
}
