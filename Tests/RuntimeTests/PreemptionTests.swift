import Runtime
import SamplePrograms
import Testing

/// Data paths that are suspended from outside, wherever a round of a loop ends.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct PreemptionTests {
  private enum Kind: UInt8, CaseIterable {
    case leadsBack, calledBack, inDepth, guest
  }

  private func frame(_ kind: Kind, number: Int, rounds: UInt16) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [kind.rawValue, UInt8(truncatingIfNeeded: number), UInt8(rounds & 255), UInt8(rounds >> 8)]
      + Array(repeating: 0, count: 42)
  }

  /// What the programs compute.
  private func sum(_ kind: Kind, rounds: UInt16) -> UInt64 {
    let sum = (0..<UInt64(rounds)).reduce(7) { ($0 ^ $1) &* 1_099_511_628_211 &+ ($0 >> 29) }
    return kind == .inDepth ? sum + 1 : sum
  }

  /// Whoever is suspended again and again computes the same.
  @Test(arguments: Setting.all)
  func nothingIsLostWhereDataPathsAreSuspended(_ setting: Setting) throws {
    let instance = try setting.instance(of: "preempted", workerCount: 2, seed: 11)
    let kinds: [Kind] = [.leadsBack, .calledBack, .inDepth]
    var answers: [Int: UInt64] = [:]
    let collect = {
      for peer in instance.peers {
        _ = peer.collect { octets in
          answers[Int(octets[15])] = (0..<8).reduce(0) {
            $0 | UInt64(octets[24 + $1]) << UInt64(8 * $1)
          }
        }
      }
    }
    let requests = (0..<120).map { (kinds[$0 % 3], UInt16.random(in: 100..<200) * 10) }
    for (number, request) in requests.enumerated() {
      let octets = frame(request.0, number: number, rounds: request.1)
      while !instance.peers[number % 2].offer(octets) {
        instance.advance()
        collect()
      }
    }
    let isDone = instance.advance {
      collect()
      return answers.count == requests.count
    }
    #expect(isDone, "\(answers.count) answers, \(instance.counters)")
    for (number, request) in requests.enumerated() {
      #expect(answers[number] == sum(request.0, rounds: request.1), "\(number): \(request)")
    }
    // Machine code takes no virtual time; how often it is stopped in the real world is the machine's matter.
    if setting.world == .real || setting.engine == .interpreter {
      #expect(instance.counters.preempted > 10, "\(instance.counters.preempted)")
    }
    instance.expectBalanceAfterShutDown()
  }

  /// Whoever is suspended at a safe point, is destroyed there with all that it owns.
  @Test(arguments: Setting.all)
  func suspendedDataPathsAreDestroyed(_ setting: Setting) throws {
    for seed in UInt64(1)...12 {
      let instance = try setting.instance(of: "preempted", seed: seed)
      let kinds = (0..<40).map { _ in Kind.allCases.randomElement()! }
      for (number, kind) in kinds.enumerated() {
        let octets = frame(kind, number: number, rounds: 2000)
        while !instance.peers[0].offer(octets) { instance.advance() }
      }
      let wanted = UInt64.random(in: 1..<60)
      let working = UInt64(kinds.count { $0 != .guest })
      _ = instance.advance {
        instance.counters.preempted >= wanted || instance.counters.finished == working
      }
      instance.expectBalanceAfterShutDown()
    }
  }
}
