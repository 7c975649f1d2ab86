import Runtime
import SamplePrograms
import Testing

/// Throws from everywhere: whatever a program owns there goes home, and everybody else goes on.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ThrowTests {
  /// The places of `throws.h`, in its order.
  enum Place: UInt8, CaseIterable {
    case suspend, refuse, beAGuest, atOnce, afterSuspension, afterTransmit, atDepth1, atDepth1Later
    case owningAGuest, inQueueOwning, inQueueAfter, inWorker

    /// How often a coroutine that goes there makes some program throw.
    var throwCount: UInt64 {
      switch self {
      case .suspend, .refuse, .beAGuest: 0
      default: 1
      }
    }
  }

  private func frame(_ place: Place) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [place.rawValue] + Array(repeating: 0, count: 45)
  }

  private func offer(_ place: Place, to instance: Instance) {
    while !instance.peers[0].offer(frame(place)) {
      instance.advance()
      instance.peers[0].collect { _ in }
    }
  }

  /// One packet for each place, alone: what is left over can be told.
  @Test(arguments: Setting.all, Place.allCases)
  func oneThrowReleasesAll(_ one: Setting, _ place: Place) throws {
    let instance = try one.instance(of: "throws", seed: 3)
    if place == .owningAGuest {
      offer(.beAGuest, to: instance)
      #expect(instance.advance { instance.frameCount == 1 })
    }
    offer(place, to: instance)
    let sent = instance.sentCount
    let left: UInt64 = place == .beAGuest ? 1 : 0
    let isQuiet = instance.advance {
      instance.peers[0].collect { _ in }
      return instance.counters.endedCount + left == sent && instance.frameCount == left
    }
    #expect(isQuiet, "\(instance.counters), \(instance.frameCount)")
    let counters = instance.counters
    #expect(counters.thrown == place.throwCount)
    // The guest goes with its host; a handle given away before its queue threw is resumed.
    let destroyed: UInt64 =
      switch place {
      case .owningAGuest, .inQueueOwning, .inWorker: 1
      default: 0
      }
    #expect(counters.destroyed == destroyed, "\(counters)")
    instance.expectBalanceAfterShutDown()
  }

  /// All of them, mixed, many times.
  @Test(arguments: Setting.all)
  func throwsDisturbNobody(_ one: Setting) throws {
    let instance = try one.instance(of: "throws", seed: 3)
    let rounds = isThorough ? 2_000 : 50
    for round in 0..<rounds {
      for place in Place.allCases where round % 3 != 0 || place != .inWorker {
        offer(place, to: instance)
      }
      instance.advance()
      instance.peers[0].collect { _ in }
    }
    let sent = instance.sentCount
    let isDone = instance.advance {
      instance.peers[0].collect { _ in }
      return instance.counters.received == sent
    }
    #expect(isDone)
    instance.expectBalanceAfterShutDown()
    let counters = instance.counters
    #expect(counters.thrown > UInt64(rounds) * 5)
    #expect(counters.transmitted > UInt64(rounds))
  }
}
