import Runtime
import SamplePrograms
import Testing

/// Handles in a tree of which the first is looked at, and taken out only when it is due.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct DueHandleTests {
  private func frame(deadline: UInt8, isDue: Bool = false) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [deadline, isDue ? 1 : 0] + Array(repeating: 0, count: 44)
  }

  @Test(arguments: Setting.all)
  func onlyWhatIsDueGoesOn(_ one: Setting) throws {
    let instance = try one.instance(of: "due", seed: 8)
    try run(instance)
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == 20)
  }

  /// Monitors find nothing wrong with looking at what lies in a tree.
  @Test(arguments: ["c", "swift"])
  func lookingBreaksNoContract(_ language: String) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Tests/Corpus/runtime/due.\(language)"), engine: .interpreter,
      workerCount: 1, seed: 1, isChecked: true)
    let instance = try Instance(unit, in: .virtual, seed: 8)
    try run(instance)
    instance.expectBalanceAfterShutDown()
    #expect(unit.violations.isEmpty)
  }

  /// Of 100 that wait, 80 go on in two steps.
  private func run(_ instance: Instance) throws {
    var answers: [UInt8] = []
    let collect = { _ = instance.peers[0].collect { answers.append($0[14]) } }
    let send = { (frame: [UInt8]) in
      while !instance.peers[0].offer(frame) {
        instance.advance()
        collect()
      }
    }
    for deadline in (UInt8(0)..<100).shuffled() { send(frame(deadline: deadline)) }
    #expect(instance.advance { instance.frameCount == 100 })
    instance.advance(turns: 64)
    #expect(answers == [])
    for last in [UInt8(29), 79] {
      send(frame(deadline: last, isDue: true))
      let isDone = instance.advance {
        collect()
        return answers.count >= Int(last) + 1
      }
      instance.advance(turns: 64)
      collect()
      #expect(isDone && answers == Array(0...last), "\(answers)")
    }
    #expect(instance.advance { instance.frameCount == 20 })
  }
}
