import Runtime
import SamplePrograms
import Testing

/// Data paths that have children, and wait for them.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct FamilyTests {
  private enum Last: UInt8, CaseIterable { case sleeps, throwing, destroyed, parentGoes }

  private func frame(_ last: Last, children: UInt8, microseconds: UInt8) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [children, microseconds, last.rawValue]
      + Array(repeating: 0, count: 43)
  }

  /// Answers of children and of parents, and how many children these had.
  private struct Answers: Equatable {
    var children = 0
    var parents = 0
    var born = 0

    mutating func add(_ octets: Span<UInt8>) {
      if octets[17] == 1 { children += 1 } else { parents += 1 }
      if octets[17] == 2 { born += Int(octets[18]) }
    }
  }

  /// However the last child ends, its parent goes on once all have.
  @Test(arguments: Setting.all)
  func theParentWaitsForAll(_ one: Setting) throws {
    for last in Last.allCases {
      let instance = try one.instance(of: "family", workerCount: 3, seed: 9)
      var answers = Answers()
      let parentCount = 24
      for number in 0..<parentCount {
        #expect(
          instance.peers[number % 3].offer(
            frame(last, children: UInt8(number % 4), microseconds: UInt8(10 * (number % 7)))))
      }
      let bornCount = (0..<parentCount).reduce(0) { $0 + $1 % 4 }
      let lastCount = (0..<parentCount).count { $0 % 4 != 0 }
      let isDone = instance.advance {
        for peer in instance.peers { _ = peer.collect { answers.add($0) } }
        return instance.counters.begunCount == UInt64(parentCount + bornCount)
          && instance.counters.endedCount == instance.counters.begunCount
          && instance.counters.transmitted == UInt64(answers.children + answers.parents)
      }
      #expect(isDone, "\(last): \(answers)")
      let lost = last == .sleeps || last == .parentGoes ? 0 : lastCount
      let expected = Answers(
        children: bornCount - lost, parents: last == .parentGoes ? 0 : parentCount,
        born: last == .parentGoes ? 0 : bornCount)
      #expect(answers == expected, "\(last)")
      #expect(instance.counters.copied == UInt64(bornCount))
      instance.expectBalanceAfterShutDown()
    }
  }

  /// Whoever is there at the end, is destroyed: parents, too, that nobody has a handle of.
  @Test(arguments: Setting.all)
  func parentsAreDestroyedWithTheirChildren(_ one: Setting) throws {
    let instance = try one.instance(of: "family", workerCount: 2, seed: 10)
    for number in 0..<10 {
      #expect(instance.peers[number % 2].offer(frame(.sleeps, children: 8, microseconds: 255)))
    }
    #expect(instance.advance { instance.counters.spawned == 90 })
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed + instance.counters.finished == 90)
  }

  /// Where there are frames for some children only, the others' packets are still their parent's.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func framesAreLimited(_ language: String, _ engine: EngineKind) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/family.\(language)", engine: engine, workerCount: 1)
    let instance = try Instance(unit, in: .virtual, frameLimit: 6, seed: 11)
    #expect(instance.peers[0].offer(frame(.sleeps, children: 8, microseconds: 200)))
    var answers = Answers()
    let isDone = instance.advance {
      _ = instance.peers[0].collect { answers.add($0) }
      return answers.parents == 1
    }
    #expect(isDone)
    #expect(answers == Answers(children: 5, parents: 1, born: 5))
    instance.expectBalanceAfterShutDown()
  }

  /// Monitors find nothing wrong with any of it.
  @Test(arguments: ["c", "swift"])
  func familiesBreakNoContract(_ language: String) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Tests/Corpus/runtime/family.\(language)"), engine: .interpreter,
      workerCount: 2, seed: 1, isChecked: true)
    let instance = try Instance(unit, in: .virtual, workerCount: 2, seed: 12)
    for number in 0..<20 {
      let last = Last(rawValue: UInt8(number % 4)) ?? .sleeps
      #expect(instance.peers[number % 2].offer(frame(last, children: 3, microseconds: 20)))
    }
    #expect(instance.advance { instance.counters.endedCount == 80 })
    instance.expectBalanceAfterShutDown()
    #expect(unit.violations.isEmpty, "\(unit.violations)")
  }
}
