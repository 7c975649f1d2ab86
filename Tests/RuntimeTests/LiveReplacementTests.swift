import Runtime
import SamplePrograms
import Testing
import Verifier

/// Programs that are replaced while their data paths wait: these go on in their own code, or are destroyed.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct LiveReplacementTests {
  private static let wayCount = 7

  private func program(_ language: String, _ texts: [String: String] = [:]) throws -> VerifiedUnit {
    let path = "Tests/Corpus/runtime/versioned.\(language)"
    return texts.isEmpty
      ? try Programs.verify(path) : try Programs.verify(path, replacing: texts)
  }

  private func version(_ number: Int, _ language: String) throws -> VerifiedUnit {
    try program(language, ["VERSION = 1": "VERSION = \(number)"])
  }

  private func frame(way: Int, slot: Int) -> [UInt8] {
    Array(repeating: 0x55, count: 14)
      + [UInt8(way), UInt8(truncatingIfNeeded: slot), UInt8(truncatingIfNeeded: slot >> 8)]
      + Array(repeating: 0, count: 43)
  }

  /// Has `count` data paths wait in each way, half of them on each worker.
  private func suspend(_ count: Int, on instance: Instance) {
    let before = instance.sentCount
    for number in 0..<count * Self.wayCount {
      let octets = frame(way: number % Self.wayCount, slot: number)
      while !instance.peers[number % instance.workerCount].offer(octets) { instance.advance() }
    }
    let sent = before + UInt64(count * Self.wayCount)
    #expect(instance.advance { instance.counters.received == sent })
    #expect(instance.advance { instance.counters.spawned == sent })
  }

  private func open(_ instance: Instance) {
    let map = instance.unit.map(named: "controls")
    var value = map?.value(forKey: [0, 0, 0, 0]) ?? []
    value[0] = 1
    #expect(map?.update(key: [0, 0, 0, 0], value: value) == 0)
  }

  /// How many handles the worker programs of even and of odd versions have resumed.
  private func resumedCounts(_ instance: Instance) -> [Int] {
    let value = instance.unit.map(named: "controls")?.value(forKey: [0, 0, 0, 0]) ?? []
    return [8, 16].map { Int(value[$0]) | Int(value[$0 + 1]) << 8 }
  }

  /// Which versions answer, until `count` have; of each that all of its answer was its own.
  private func answers(_ count: Int, of instance: Instance) -> [UInt8: Int] {
    var answers: [UInt8: Int] = [:]
    let areThere = instance.advance {
      for peer in instance.peers {
        peer.collect { octets in
          answers[octets[17], default: 0] += 1
          #expect(octets[18] == octets[17] && octets[19] == octets[17], "half of each")
          #expect(octets[20] == 6 && octets[21] == 0, "what it kept is what it was")
        }
      }
      return answers.values.reduce(0, +) == count
    }
    #expect(areThere, "\(answers), \(instance.counters), \(instance.versionReport)")
    return answers
  }

  @Test(arguments: Setting.all)
  func suspendedDataPathsFinishInTheirOwnCode(_ setting: Setting) throws {
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 3)
    suspend(8, on: instance)
    let isReplaced = try instance.replace(
      with: version(2, setting.language), suspended: .finish)
    #expect(isReplaced)
    let report = instance.versionReport
    #expect(report.version == 1 && report.old.map(\.version) == [0])
    #expect(report.suspended == 8 * Self.wayCount)
    suspend(8, on: instance)
    #expect(instance.versionReport.suspended == 8 * Self.wayCount)
    open(instance)
    let each = 8 * Self.wayCount
    #expect(answers(2 * each, of: instance) == [1: each, 2: each])
    // Those of the first version were resumed by programs of the second one, whose map that is, too.
    #expect(instance.advance { instance.versionReport.old.isEmpty })
    #expect(resumedCounts(instance)[1] == 0 && resumedCounts(instance)[0] > 0)
    #expect(instance.counters.destroyed == 0)
    instance.expectBalanceAfterShutDown()
  }

  @Test(arguments: Setting.all)
  func suspendedDataPathsAreDestroyedWhereverTheyWait(_ setting: Setting) throws {
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 4)
    suspend(8, on: instance)
    let isReplaced = try instance.replace(
      with: version(2, setting.language), suspended: .destroy)
    #expect(isReplaced)
    let each = 8 * Self.wayCount
    let report = instance.versionReport
    #expect(report.destroyed == each && report.suspended == 0)
    #expect(instance.counters.destroyed == UInt64(each))
    #expect(instance.counters.droppedDestroyed == UInt64(each))
    #expect(instance.advance { instance.versionReport.old.isEmpty })
    suspend(8, on: instance)
    open(instance)
    #expect(answers(each, of: instance) == [2: each])
    instance.expectBalanceAfterShutDown()
  }

  /// Those of the version that gets packets stay, in their order.
  @Test(arguments: Setting.all)
  func onlyThoseOfEarlierVersionsAreDestroyed(_ setting: Setting) throws {
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 5)
    suspend(8, on: instance)
    #expect(try instance.replace(with: version(2, setting.language), suspended: .finish))
    suspend(8, on: instance)
    #expect(try instance.replace(with: version(3, setting.language), suspended: .finish))
    suspend(8, on: instance)
    let each = 8 * Self.wayCount
    #expect(instance.versionReport.old.map(\.suspended) == [each, each])
    #expect(try instance.destroyOld())
    #expect(instance.counters.destroyed == UInt64(2 * each))
    open(instance)
    #expect(answers(each, of: instance) == [3: each])
    #expect(instance.advance { instance.versionReport.old.isEmpty })
    instance.expectBalanceAfterShutDown()
  }

  /// Frames of the new version don't fit where those of the old one lie.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func framesMayGrow(_ engine: EngineKind, _ world: WorldKind) throws {
    let setting = Setting(language: "c", engine: engine, world: world)
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 6)
    suspend(4, on: instance)
    let larger = try program(
      "c", ["VERSION = 1": "VERSION = 2", "KEPT_COUNT = 4": "KEPT_COUNT = 40"])
    #expect(try instance.replace(with: larger, suspended: .finish))
    suspend(4, on: instance)
    open(instance)
    let each = 4 * Self.wayCount
    var sums: [UInt8: Int] = [:]
    var count = 0
    let areThere = instance.advance {
      for peer in instance.peers {
        count += peer.collect { sums[$0[17]] = Int($0[20]) | Int($0[21]) << 8 }
      }
      return count == 2 * each
    }
    #expect(areThere && sums == [1: 6, 2: 780])
    #expect(instance.advance { instance.versionReport.old.isEmpty })
    // And smaller ones again: nothing is as large as before.
    #expect(try instance.replace(with: version(3, "c"), suspended: .finish))
    suspend(4, on: instance)
    #expect(answers(each, of: instance) == [3: each])
    instance.expectBalanceAfterShutDown()
  }

  // MARK: Maps

  @Test(arguments: EngineKind.allCases)
  func mapsThatMayHoldHandlesHaveToStay(_ engine: EngineKind) throws {
    let setting = Setting(language: "c", engine: engine, world: .virtual)
    let instance = try setting.instance(of: "versioned", seed: 7)
    suspend(4, on: instance)
    let other = try program("c", ["struct shelf, 1)": "struct shelf, 2)"])
    #expect(
      throws: LoadError.map(
        name: "shelves",
        reason:
          "suspended coroutines are to finish, and may lie in the one that has number of entries 1, and not 2"
      )
    ) { try instance.beginReplacing(with: other, suspended: .finish) }
    let without = try program("c", ["slots": "cabinets"])
    #expect(
      throws: LoadError.map(
        name: "slots",
        reason:
          "suspended coroutines are to finish, and may lie in it, but the new version has no such map"
      )
    ) { try instance.beginReplacing(with: without, suspended: .finish) }
    #expect(instance.versionReport.version == 0 && !instance.versionReport.isBusy)
    // Nobody is left who would have to be found there.
    #expect(try instance.replace(with: other, suspended: .destroy))
    #expect(instance.counters.destroyed == UInt64(4 * Self.wayCount))
    suspend(4, on: instance)
    instance.expectBalanceAfterShutDown()
  }

  /// So have maps of handles, which have no fields that would say so.
  @Test(arguments: EngineKind.allCases)
  func mapsOfHandlesHaveToStay(_ engine: EngineKind) throws {
    let setting = Setting(language: "c", engine: engine, world: .virtual)
    let instance = try setting.instance(of: "queued", seed: 8)
    for _ in 0..<3 { #expect(instance.peers[0].offer(Array(repeating: 0, count: 60))) }
    #expect(instance.advance { instance.frameCount == 3 })
    let other = try Programs.verify("Tests/Corpus/runtime/due.c")
    #expect(
      throws: LoadError.map(
        name: "pending",
        reason:
          "suspended coroutines are to finish, and may lie in it, but the new version has no such map"
      )
    ) { try instance.beginReplacing(with: other, suspended: .finish) }
    #expect(try instance.replace(with: other, suspended: .destroy))
    #expect(instance.counters.destroyed == 3)
    instance.expectBalanceAfterShutDown()
  }

  @Test(arguments: EngineKind.allCases)
  func oneIsReplacedAtATime(_ engine: EngineKind) throws {
    let setting = Setting(language: "c", engine: engine, world: .virtual)
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 8)
    try instance.beginReplacing(with: version(2, "c"), suspended: .finish)
    #expect(throws: ReplacementError.busy) {
      try instance.beginReplacing(with: version(3, "c"), suspended: .finish)
    }
    #expect(instance.advance { !instance.versionReport.isBusy })
    #expect(instance.versionReport.version == 1)
    instance.expectBalanceAfterShutDown()
  }

  /// The number of versions at a time has a limit, and numbers are used again.
  @Test func versionsAreForgotten() throws {
    let setting = Setting(language: "c", engine: .jit, world: .virtual)
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 9)
    for round in 0..<200 {
      let isReplaced = try instance.replace(
        with: version(round % 3 + 1, "c"), suspended: .finish)
      #expect(isReplaced)
    }
    #expect(instance.versionReport.version == 200)
    // With nothing suspended, each is gone before the next one comes but one.
    #expect(instance.versionReport.old.count <= 1)
    var count = instance.versionReport.old.count
    #expect(throws: ReplacementError.tooManyVersions(64)) {
      while count < 100 {
        suspend(1, on: instance)
        let isReplaced = try instance.replace(
          with: version(count % 3 + 1, "c"), suspended: .finish)
        #expect(isReplaced)
        count += 1
      }
    }
    instance.expectBalanceAfterShutDown()
  }

  // MARK: Without workers that run

  @Test(arguments: EngineKind.allCases, SuspendedFate.allCases)
  func whatHasStoppedIsReplacedToo(_ engine: EngineKind, _ fate: SuspendedFate) throws {
    let setting = Setting(language: "c", engine: engine, world: .real)
    let instance = try setting.instance(of: "versioned", workerCount: 2, seed: 10)
    suspend(8, on: instance)
    let each = 8 * Self.wayCount
    instance.stop()
    #expect(try instance.replace(with: version(2, "c"), suspended: fate))
    #expect(instance.counters.destroyed == (fate == .destroy ? UInt64(each) : 0))
    instance.start()
    suspend(8, on: instance)
    open(instance)
    let count = fate == .destroy ? each : 2 * each
    #expect(answers(count, of: instance) == (fate == .destroy ? [2: each] : [1: each, 2: each]))
    instance.expectBalanceAfterShutDown()
    #expect(throws: ReplacementError.over) {
      try instance.beginReplacing(with: version(3, "c"), suspended: .finish)
    }
  }
}
