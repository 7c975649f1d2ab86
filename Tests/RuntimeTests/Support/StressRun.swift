import Runtime
import World

/// One run of the stress programs: packets go in until enough coroutines were suspended, then the
/// instance runs dry.
struct StressRun {
  static let workerCount = 4

  /// What the programs counted, in the order of their `struct tally`.
  struct Tally: Equatable {
    var suspended: UInt64 = 0
    var refused: UInt64 = 0
    var resumed: UInt64 = 0
    var destroyed: UInt64 = 0
    var putBack: UInt64 = 0
    var stolen: UInt64 = 0
    var thrown: UInt64 = 0
    var wrong: UInt64 = 0
  }

  /// All that a seed decides.
  struct Outcome: Equatable {
    var tally: Tally
    var counters: WorkerCounters
    var sent: UInt64
    var now: UInt64
    var stepCount: Int
    var answersHash: UInt64
  }

  let instance: Instance
  let seed: UInt64
  private var random: RandomSource
  private var next: UInt64 = 0
  private var answersHash: UInt64 = 0

  init(
    _ engine: EngineKind, in world: WorldKind, seed: UInt64, workerCount: Int = workerCount,
    isChecked: Bool = false
  ) throws {
    let unit = try LoadedUnit(
      Programs.verify("Tests/Corpus/runtime/stress.c"), engine: engine, workerCount: workerCount,
      seed: 1, isChecked: isChecked)
    instance = try Instance(
      unit, in: world, workerCount: workerCount, frameLimit: 192, seed: seed)
    self.seed = seed
    random = RandomSource(seed: seed)
  }

  /// Runs until `suspensionCount` suspensions have happened.
  mutating func run(suspensionCount: UInt64) {
    var round = 0
    while true {
      step()
      round += 1
      if round % 256 == 0, tally.suspended >= suspensionCount { return }
    }
  }

  /// Injects a few packets, takes what comes back, and lets the world go on.
  mutating func step() {
    let peer = instance.peers[Int(random.next() % UInt64(instance.workerCount))]
    for _ in 0..<random.next() % 8 where peer.offer(Self.frame(number: next, &random)) { next += 1 }
    collect()
    instance.advance(turns: 32)
  }

  /// Lets everything end that has begun; false when something never does.
  mutating func runDry() -> Bool {
    for _ in 0..<2_000_000 {
      collect()
      let counters = instance.counters
      if instance.frameCount == 0, counters.received == instance.sentCount,
        counters.endedCount == counters.received
      {
        return true
      }
      instance.advance(turns: 32)
    }
    return false
  }

  private mutating func collect() {
    var hash = answersHash
    for peer in instance.peers {
      peer.collect { octets in
        for index in octets.indices { hash = (hash ^ UInt64(octets[index])) &* 0x100_0000_01b3 }
      }
    }
    answersHash = hash
  }

  /// An Ethernet header, a number, and how many rounds the coroutine goes.
  private static func frame(number: UInt64, _ random: inout RandomSource) -> [UInt8] {
    let rounds = random.next() % 6
    return Array(repeating: 0x55, count: 14) + octets(number &* 0x9e37_79b9_7f4a_7c15)
      + octets(rounds)
  }

  private static func octets(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  var tally: Tally {
    guard let value = instance.unit.map(named: "tallies")?.value(forKey: [0, 0, 0, 0]) else {
      preconditionFailure("the program has a map of tallies")
    }
    let words = (0..<8).map { field in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(value[8 * field + $1]) << UInt64(8 * $1) }
    }
    return Tally(
      suspended: words[0], refused: words[1], resumed: words[2], destroyed: words[3],
      putBack: words[4], stolen: words[5], thrown: words[6], wrong: words[7])
  }

  var outcome: Outcome {
    Outcome(
      tally: tally, counters: instance.counters, sent: instance.sentCount,
      now: instance.virtualRuntime?.world.now ?? 0,
      stepCount: instance.virtualRuntime?.stepCount ?? 0, answersHash: answersHash)
  }
}
