import Runtime
import SamplePrograms
import Testing

/// Handles that wait in a tree, in the order that a function of the program decides.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct OrderedHandleTests {
  private func frame(deadline: UInt8, number: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [deadline, 0, 0, UInt8(truncatingIfNeeded: number)] + Array(repeating: 0, count: 42)
  }

  /// All wait until the last one has come: then the earliest deadline is answered first, and of two that are the
  /// same, the one that came first.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func theEarliestDeadlineComesFirst(_ language: String, _ engine: EngineKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/ordered.\(language)", engine: engine, workerCount: 1)
    let instance = try Instance(unit, in: .virtual, seed: 2)
    let deadlines = (0..<150).map { _ in UInt8.random(in: 0..<40) } + [255]
    var answers: [(place: Int, deadline: UInt8, number: Int)] = []
    let collect = {
      _ = instance.peers[0].collect { octets in
        answers.append((Int(octets[15]) | Int(octets[16]) << 8, octets[14], Int(octets[17])))
      }
    }
    for (number, deadline) in deadlines.enumerated() {
      while !instance.peers[0].offer(frame(deadline: deadline, number: number)) {
        instance.advance()
        collect()
      }
      if number == 100 {
        #expect(instance.advance { instance.frameCount == 101 })
        #expect(answers.isEmpty)
      }
    }
    let isDone = instance.advance {
      collect()
      return answers.count == deadlines.count
    }
    #expect(isDone, "\(answers.count) answers")
    let expected = deadlines.indices.sorted { (deadlines[$0], $0) < (deadlines[$1], $1) }
    #expect(
      answers.sorted { $0.place < $1.place }.map(\.number) == expected, "\(deadlines)")
    instance.expectBalanceAfterShutDown()
  }

  /// What lies in the tree at the end is destroyed.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func theTreeIsEmptiedAtTheEnd(_ engine: EngineKind, _ world: WorldKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/ordered.c", engine: engine, workerCount: 2)
    let instance = try Instance(unit, in: world, workerCount: 2, seed: 4)
    for number in 0..<100 {
      while !instance.peers[number % 2].offer(frame(deadline: UInt8(number), number: number)) {
        instance.advance()
      }
    }
    #expect(instance.advance { instance.frameCount == 100 })
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == 100)
  }
}
