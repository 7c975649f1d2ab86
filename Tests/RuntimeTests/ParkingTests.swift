import Runtime
import SamplePrograms
import Testing

/// Workers that sleep when their programs have nothing to do, and are woken by what others hand to them.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ParkingTests {
  private func frame(way: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [UInt8(way), 0xFF] + Array(repeating: 0, count: 44)
  }

  /// Both workers sleep before each hand-over: the second one is woken for the handle, and the first one for the
  /// packet that comes home.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func whoSleepsIsWoken(_ language: String, _ engine: EngineKind) throws {
    let one = Setting(language: language, engine: engine, world: .real)
    let instance = try one.instance(of: "parked", workerCount: 2, seed: 1)
    #expect(instance.advance { instance.counters.parks >= 2 })
    let count = 300
    var parkCount: UInt64 = 0
    for number in 0..<count {
      parkCount = instance.counters.parks
      #expect(instance.peers[0].offer(frame(way: number % 3)))
      var answers: [UInt8] = []
      let isAnswered = instance.advance {
        instance.peers[0].collect { answers.append($0[15]) }
        return !answers.isEmpty
      }
      #expect(isAnswered && answers == [1], "\(number): \(instance.counters)")
      #expect(instance.advance { instance.counters.parks >= parkCount + 2 })
    }
    let counters = instance.counters
    #expect(counters.wakes >= UInt64(count), "\(counters)")
    instance.expectBalanceAfterShutDown()
    #expect(counters.destroyed == 0 && counters.transmitted == UInt64(count))
  }

  /// Without pauses, workers fall asleep at any moment, and nothing stays behind.
  @Test(arguments: Setting.all)
  func nothingIsLostOnTheWay(_ one: Setting) throws {
    let instance = try one.instance(of: "parked", workerCount: 2, seed: 4)
    let count = isThorough && one.world == .real ? 20_000 : 2_000
    var answerCount = 0
    let collect = {
      _ = instance.peers[0].collect { octets in answerCount += octets[15] == 1 ? 1 : 0 }
    }
    for number in 0..<count {
      while !instance.peers[0].offer(frame(way: number % 3)) {
        instance.advance()
        collect()
      }
    }
    let isDone = instance.advance {
      collect()
      return answerCount == count
    }
    #expect(isDone, "\(answerCount) of \(count): \(instance.counters)")
    instance.expectBalanceAfterShutDown()
  }
}
