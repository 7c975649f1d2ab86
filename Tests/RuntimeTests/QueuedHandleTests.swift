import Runtime
import SamplePrograms
import Testing

/// Handles in a map of their own kind.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct QueuedHandleTests {
  private func frame(_ command: UInt8, _ number: UInt8 = 0) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [command, 0, number] + Array(repeating: 0, count: 43)
  }

  /// The map has eight places: who comes first goes first, and who finds none goes on at once.
  @Test(arguments: Setting.all)
  func theFirstOneInIsTheFirstOneOut(_ one: Setting) throws {
    let instance = try one.instance(of: "queued", seed: 13)
    var answers: [(number: UInt8, refusal: UInt8)] = []
    let collect = { _ = instance.peers[0].collect { answers.append(($0[16], $0[15])) } }
    for number in UInt8(0)..<10 { #expect(instance.peers[0].offer(frame(0, number))) }
    let areRefused = instance.advance {
      collect()
      return answers.count == 2
    }
    #expect(areRefused && answers.map(\.number) == [8, 9])
    #expect(answers.allSatisfy { $0.refusal == 7 })
    #expect(instance.unit.map(named: "pending")?.count == 8)
    #expect(instance.peers[0].offer(frame(1)))
    let haveGone = instance.advance {
      collect()
      return answers.count == 10
    }
    #expect(haveGone && answers.dropFirst(2).map(\.number) == Array(0..<8))
    #expect(answers.dropFirst(2).allSatisfy { $0.refusal == 0 })
    instance.expectBalanceAfterShutDown()
  }

  /// Who waits there at the end is destroyed, and nobody but programs puts anything there.
  @Test(arguments: Setting.all)
  func theMapBelongsToPrograms(_ one: Setting) throws {
    let instance = try one.instance(of: "queued", seed: 14)
    for number in UInt8(0)..<5 { #expect(instance.peers[0].offer(frame(0, number))) }
    let map = try #require(instance.unit.map(named: "pending"))
    #expect(instance.advance { map.count == 5 })
    #expect(map.push(Array(repeating: 1, count: 8)) == -1)
    #expect(map.pop() == nil && map.peek() == nil)
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == 5 && map.count == 0)
  }
}
