import Devices
import Glibc
import Runtime
import Verifier

/// Runs one unit under some circumstances: an instance, with a peer at each worker's queue that sends the packets.
final class Stage {
  private let unit: LoadedUnit
  private let circumstances: Circumstances
  private let peers: [Peer]
  private let instance: Instance
  private let packetSeed: UInt64
  private var sentCount = 0
  private var answers: [Int: [[UInt8]]] = [:]
  private var interleaving: Interleaving

  private enum Instance {
    case virtual(VirtualRuntime)
    case real(RealRuntime)
  }

  /// For so long something happens to some coroutine, unless a handle was lost.
  private static let quietTurnCountMax = 20_000
  private static let turnCountMax = 3_000_000
  private static let turnsBetweenLooks = 8
  /// Of the surroundings' map of numbers.
  private static let numberCount = 16
  private static let turnsBetweenProgress = 1_000
  private static let secondsMax = 10.0
  private static let microsecondsBetweenLooks: UInt32 = 50
  private static let chunkCount = 4 * FuzzPacket.pendingCountMax

  /// - Parameters:
  ///   - mistake: one to make on purpose.
  ///   - packetSeed: decides what is in the packets.
  init(
    _ made: Surroundings.Made, _ circumstances: Circumstances, mistake: PlantedMistake? = nil,
    packetSeed: UInt64
  ) throws {
    self.circumstances = circumstances
    self.packetSeed = packetSeed
    FaultyExports.reset()
    let verified = mistake?.verified(made) ?? made.verified
    unit = try LoadedUnit(
      verified, engine: circumstances.engine, workerCount: circumstances.workerCount,
      seed: circumstances.seed, isChecked: circumstances.isChecked,
      substitutes: mistake?.substitutes ?? [:])
    let link = try Self.makeLink(circumstances.workerCount)
    interleaving = Interleaving(
      verified.unit, workerCount: circumstances.workerCount, seed: circumstances.seed)
    instance = try Self.makeInstance(unit, circumstances, link, mistake)
    peers = try (0..<circumstances.workerCount).map {
      Peer(DeviceQueue(try link.openQueue($0, at: .far, poolID: 100 + UInt32($0))))
    }
    setMaps(packetSeed)
  }

  private static func makeLink(_ queueCount: Int) throws -> MemoryLink {
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = queueCount
    configuration.wireCapacity = chunkCount
    configuration.shape.chunkCount = chunkCount
    return try MemoryLink(configuration)
  }

  private static func makeInstance(
    _ unit: LoadedUnit, _ circumstances: Circumstances, _ link: MemoryLink,
    _ mistake: PlantedMistake?
  ) throws -> Instance {
    let makeQueue = { (worker: Int) in
      DeviceQueue(try link.openQueue(worker, at: .near, poolID: UInt32(worker)))
    }
    guard circumstances.world != .real else {
      return .real(
        try RealRuntime(
          unit: unit, workerCount: circumstances.workerCount,
          idling: circumstances.seed % 4 == 0 ? .spin : .park, frameLimit: circumstances.frameLimit,
          chunkCount: 2 * chunkCount, makeQueue: makeQueue))
    }
    let runtime = try VirtualRuntime(
      unit: unit, workerCount: circumstances.workerCount, frameLimit: circumstances.frameLimit,
      chunkCount: 2 * chunkCount, seed: circumstances.seed, makeQueue: makeQueue)
    if let wish = circumstances.stops {
      var plan = StopPlan(wish, seed: circumstances.seed)
      plan.lostRegister = mistake?.lostRegister
      runtime.plan(plan)
    }
    return .virtual(runtime)
  }

  private func setMaps(_ seed: UInt64) {
    let wishes = circumstances.wishes.octets(workerCount: circumstances.workerCount)
    set("wished", key: 0, wishes)
    for key in 0..<Self.numberCount {
      set("numbers", key: key, (seed &* (2 &* UInt64(key) &+ 1)).octets)
    }
  }

  private func set(_ map: String, key: Int, _ value: [UInt8]) {
    let status = unit.map(named: map)?.update(key: Self.octets(ofKey: key), value: value)
    precondition(status == 0, "the surroundings have this map")
  }

  private func value(_ map: String, key: Int) -> [UInt8] {
    guard let value = unit.map(named: map)?.value(forKey: Self.octets(ofKey: key)) else {
      preconditionFailure("the surroundings have this map")
    }
    return value
  }

  private static func octets(ofKey key: Int) -> [UInt8] { Array(UInt64(key).octets.prefix(4)) }

  // MARK: Running

  /// Runs until nothing is left to do, and shuts down.
  func run() -> Observation {
    let turnCount = traced { play() }
    let hasEnded = isOver
    shutDown()
    collect()
    // What the peers gave back goes home first.
    let chunks = (0..<peers.count).map { queue in
      switch instance {
      case .virtual(let runtime): runtime.withQueue(of: queue) { Peer.clear(&$0) }
      case .real(let runtime): runtime.withQueue(of: queue) { Peer.clear(&$0) }
      }
    }
    collect()
    var observation = Observation(
      records: (0..<circumstances.packetCount).map {
        Observation.Record(octets: value("records", key: $0))
      },
      answers: answers, counters: counters,
      tally: Observation.Tally(octets: value("tallies", key: 0)),
      sentCount: sentCount, frameCount: frameCount,
      chunkCounts: chunks + peers.map(\.chunkCounts), violations: unit.violations,
      hasEnded: hasEnded)
    observation.turnCount = turnCount
    observation.windowCount = interleaving.hitCount
    if case .virtual(let runtime) = instance { observation.passCount = runtime.safePointPassCount }
    return observation
  }

  /// Does `body` while somebody records what happens, if that is wanted.
  private func traced<Result>(_ body: () -> Result) -> Result {
    let observer: InstanceObserver =
      switch instance {
      case .virtual(let runtime): runtime.observer
      case .real(let runtime): runtime.observer
      }
    let session = circumstances.isTraced ? observer.trace() : nil
    return withExtendedLifetime(session, body)
  }

  static let freeChunks = ChunkCounts(free: chunkCount, held: 0, lent: 0)

  /// How many turns it took.
  private func play() -> Int {
    switch instance {
    case .virtual(let runtime):
      return play(runtime)
    case .real(let runtime):
      runtime.start()
      let end = ContinuousClock.now + .seconds(Self.secondsMax)
      while !goOn(), ContinuousClock.now < end { usleep(Self.microsecondsBetweenLooks) }
      runtime.stop()
      return 0
    }
  }

  private func play(_ runtime: VirtualRuntime) -> Int {
    let limit = circumstances.turnLimit ?? Self.turnCountMax
    var last = (eventCount: UInt64(0), turn: 0)
    for turn in 0..<limit {
      if turn % Self.turnsBetweenLooks == 0, goOn() { return turn }
      if turn % Self.turnsBetweenProgress == 0 {
        let count = eventCount
        if count != last.eventCount { last = (count, turn) }
        if turn - last.turn >= Self.quietTurnCountMax { return turn }
      }
      if circumstances.world == .window { interleaving.turn(runtime) } else { runtime.turn() }
    }
    return limit
  }

  /// How often something has happened to a coroutine, which moving it is not.
  private var eventCount: UInt64 {
    let counters = counters
    return Observation.Tally(octets: value("tallies", key: 0)).suspended + counters.spawned
      + counters.finished + counters.destroyed + counters.thrown
  }

  /// Sends what may be under way, too; whether nothing is left to do.
  private func goOn() -> Bool {
    let counters = counters
    if sentCount < circumstances.packetCount {
      collect()
      while sentCount
        < min(
          circumstances.packetCount, Int(counters.endedCount) + FuzzPacket.pendingCountMax)
      {
        let octets = FuzzPacket.octets(number: sentCount, seed: packetSeed)
        peers[sentCount % peers.count].send(octets)
        sentCount += 1
      }
      return false
    }
    return isOver
  }

  private var isOver: Bool {
    let counters = counters
    return counters.received == circumstances.packetCount
      && counters.endedCount == counters.received && frameCount == 0
  }

  private var counters: WorkerCounters {
    switch instance {
    case .virtual(let runtime): runtime.counters
    case .real(let runtime): runtime.counters
    }
  }

  private var frameCount: Int {
    switch instance {
    case .virtual(let runtime): runtime.frameCount
    case .real(let runtime): runtime.frameCount
    }
  }

  private func shutDown() {
    switch instance {
    case .virtual(let runtime): runtime.shutDown()
    case .real(let runtime): runtime.shutDown()
    }
  }

  private func collect() {
    for peer in peers {
      peer.collect { octets in
        let number = octets.count > FuzzPacket.numberOffset ? octets[FuzzPacket.numberOffset] : 255
        answers[Int(number), default: []].append(octets)
      }
    }
  }
}
