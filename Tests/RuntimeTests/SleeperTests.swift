import Runtime
import SamplePrograms
import Testing

/// Data paths that sleep on a worker's timer wheel.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SleeperTests {
  private func frame(microseconds: UInt16) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [UInt8(truncatingIfNeeded: microseconds), UInt8(microseconds >> 8)]
      + Array(repeating: 0, count: 44)
  }

  /// Each wakes once, and not before its time; in the virtual world, time is what its clock says.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func sleepersWakeOnceTheirTimeHasCome(_ language: String, _ engine: EngineKind) throws {
    for world in WorldKind.allCases {
      let unit = try Programs.load(
        "Tests/Corpus/runtime/sleepers.\(language)", engine: engine, workerCount: 2)
      let instance = try Instance(unit, in: world, workerCount: 2, seed: 6)
      var answers: [(asked: Int, slept: Int)] = []
      let collect = {
        for peer in instance.peers {
          _ = peer.collect { octets in
            let slept = (0..<4).reduce(0) { $0 | Int(octets[16 + $1]) << (8 * $1) }
            answers.append((Int(octets[14]) | Int(octets[15]) << 8, slept))
          }
        }
      }
      let count = 120
      for number in 0..<count {
        let microseconds = UInt16.random(in: 0..<(number % 3 == 0 ? 2_000 : 300))
        while !instance.peers[number % 2].offer(frame(microseconds: microseconds)) {
          instance.advance()
          collect()
        }
      }
      let isDone = instance.advance {
        collect()
        return answers.count == count
      }
      #expect(isDone, "\(answers.count) answers of \(count)")
      #expect(answers.allSatisfy { $0.slept >= $0.asked }, "\(answers)")
      instance.expectBalanceAfterShutDown()
    }
  }

  /// In the virtual world, time in which nobody has anything to do passes at once.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func idleTimeIsSkipped(_ language: String, _ engine: EngineKind) throws {
    let one = Setting(language: language, engine: engine, world: .virtual)
    let instance = try one.instance(of: "sleepers", workerCount: 2, seed: 6)
    let asked = 60_000
    for number in 0..<20 {
      #expect(instance.peers[number % 2].offer(frame(microseconds: UInt16(asked))))
    }
    var slept: [Int] = []
    for _ in 0..<5_000 where slept.count < 20 {
      instance.advance(turns: 1)
      for peer in instance.peers {
        peer.collect { octets in
          slept.append((0..<4).reduce(0) { $0 | Int(octets[16 + $1]) << (8 * $1) })
        }
      }
    }
    #expect(slept.count == 20)
    #expect(slept.allSatisfy { asked..<asked + 1_000 ~= $0 }, "\(slept)")
    instance.expectBalanceAfterShutDown()
  }

  /// Who sleeps at the end is destroyed.
  @Test(arguments: EngineKind.allCases)
  func sleepersAreDestroyedAtTheEnd(_ engine: EngineKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/sleepers.c", engine: engine, workerCount: 1)
    let instance = try Instance(unit, in: .virtual, seed: 6)
    for _ in 0..<50 { #expect(instance.peers[0].offer(frame(microseconds: .max))) }
    #expect(instance.advance { instance.frameCount == 50 })
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == 50)
  }
}
