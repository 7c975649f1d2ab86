import Runtime
import SamplePrograms
import Testing

/// Handles that workers hand to each other through rings.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct HandedOverTests {
  /// What the programs call the ways that a handle goes.
  private enum Way: UInt8 { case single, many, ofAnother }

  private struct Answer: Equatable {
    var way: UInt8
    var from: UInt8
    var to: UInt8
    var number: Int
  }

  private func frame(_ way: Way, _ number: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [way.rawValue, 0xFF, 0xFF, UInt8(truncatingIfNeeded: number), UInt8(number >> 8)]
      + Array(repeating: 0, count: 41)
  }

  /// What comes back to each worker's peer, in order.
  private func collect(_ instance: Instance, into answers: inout [[Answer]]) {
    for (worker, peer) in instance.peers.enumerated() {
      peer.collect { octets in
        answers[worker].append(
          Answer(
            way: octets[14], from: octets[15], to: octets[16],
            number: Int(octets[17]) | Int(octets[18]) << 8))
      }
    }
  }

  private func send(
    _ frame: [UInt8], to worker: Int, of instance: Instance, collecting answers: inout [[Answer]]
  ) {
    while !instance.peers[worker].offer(frame) {
      instance.advance()
      collect(instance, into: &answers)
    }
  }

  /// Each data path ends on the other worker, or the one that all meet at, and those of one way in the order that they
  /// came in.
  @Test(arguments: Setting.all)
  func everyHandleGetsToTheOtherWorker(_ one: Setting) throws {
    let instance = try one.instance(of: "handed", workerCount: 2, seed: 9)
    var answers: [[Answer]] = [[], []]
    let count = isThorough ? 4_000 : 400
    for number in 0..<count {
      for worker in 0..<2 {
        send(
          frame(number % 3 == 0 ? .many : .single, number), to: worker, of: instance,
          collecting: &answers)
      }
      // No ring is ever full.
      let isKeepingUp = instance.advance {
        collect(instance, into: &answers)
        return answers.allSatisfy { number - $0.count < 100 }
      }
      try #require(isKeepingUp, "\(instance.counters)")
    }
    let isDone = instance.advance {
      collect(instance, into: &answers)
      return answers.allSatisfy { $0.count == count }
    }
    #expect(isDone, "\(answers.map(\.count)) of \(count): \(instance.counters)")
    for worker in 0..<2 {
      #expect(answers[worker].allSatisfy { $0.from == UInt8(worker) })
      for way in [Way.single, .many] {
        let ours = answers[worker].filter { $0.way == way.rawValue }
        let target = way == .many ? 0 : 1 - worker
        #expect(ours.allSatisfy { $0.to == UInt8(target) })
        let isInOrder =
          ours.map(\.number) == (0..<count).filter { ($0 % 3 == 0) == (way == .many) }
        #expect(isInOrder, "\(ours.count) through \(way)")
      }
    }
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.destroyed == 0 && instance.counters.thrown == 0)
  }

  /// Monitors find nothing wrong with that.
  @Test(arguments: ["c", "swift"], WorldKind.allCases)
  func handingOverBreaksNoContract(_ language: String, _ world: WorldKind) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Tests/Corpus/runtime/handed.\(language)"), engine: .interpreter,
      workerCount: 2, seed: 1, isChecked: true)
    let instance = try Instance(unit, in: world, workerCount: 2, seed: 9)
    var answers: [[Answer]] = [[], []]
    let ways: [Way] = [.single, .many, .ofAnother]
    for number in 0..<150 {
      for worker in 0..<2 {
        send(frame(ways[number % 3], number), to: worker, of: instance, collecting: &answers)
      }
    }
    let isDone = instance.advance {
      collect(instance, into: &answers)
      return instance.counters.endedCount == instance.sentCount
    }
    #expect(isDone, "\(instance.counters)")
    instance.expectBalanceAfterShutDown()
    #expect(unit.violations.isEmpty)
  }

  /// Who isn't a ring's producer keeps the handle, and the data path goes on at once.
  @Test(arguments: Setting.all)
  func theRingOfAnotherRefusesTheHandle(_ one: Setting) throws {
    let instance = try one.instance(of: "handed", workerCount: 2, seed: 3)
    var answers: [[Answer]] = [[], []]
    for worker in 0..<2 { send(frame(.single, 0), to: worker, of: instance, collecting: &answers) }
    let areBound = instance.advance {
      collect(instance, into: &answers)
      return answers.allSatisfy { $0.count == 1 }
    }
    #expect(areBound, "\(instance.counters)")
    for number in 1..<40 {
      let way: Way = number % 4 == 0 ? .single : .ofAnother
      for worker in 0..<2 {
        send(frame(way, number), to: worker, of: instance, collecting: &answers)
      }
    }
    let isDone = instance.advance {
      collect(instance, into: &answers)
      return answers.allSatisfy { $0.count == 10 } && instance.counters.droppedByProgram == 60
    }
    #expect(isDone, "\(answers.map(\.count)): \(instance.counters)")
    for worker in 0..<2 {
      let refused = try #require(instance.unit.map(named: "lanes"))
        .value(forKey: [UInt8(worker), 0, 0, 0])?.prefix(8)
      #expect(refused?.first == 30)
    }
    instance.expectBalanceAfterShutDown()
  }

  /// What is in a ring at the end is destroyed: no worker program takes anything out here.
  @Test(arguments: ["c", "swift"], EngineKind.allCases)
  func ringsAreEmptiedAtTheEnd(_ language: String, _ engine: EngineKind) throws {
    let one = Setting(language: language, engine: engine, world: .virtual)
    for seed in 0..<UInt64(40) {
      let instance = try one.instance(of: "handed", workerCount: 2, seed: seed)
      for number in 0..<60 {
        let way: Way = number % 2 == 0 ? .many : .single
        for worker in 0..<2 { #expect(instance.peers[worker].offer(frame(way, number))) }
      }
      instance.advance(turns: Int(seed) * 8)
      instance.expectBalanceAfterShutDown("seed \(seed)")
    }
  }
}
