import Runtime
import World

/// Chooses under what data paths are run.
struct CircumstancesMaker {
  private var random: RandomSource
  private let isReal: Bool
  /// The only engine to run them by, if there is one.
  private let engine: EngineKind?

  init(seed: UInt64, isReal: Bool, engine: EngineKind?) {
    random = RandomSource(seed: seed)
    self.isReal = isReal
    self.engine = engine
  }

  /// The run that others are compared with: one worker, at the interpreter's leisure.
  static func reference(seed: UInt64) -> Circumstances {
    Circumstances(
      engine: .interpreter, world: .virtual, workerCount: 1, packetCount: FuzzPacket.countMax,
      seed: seed)
  }

  /// Some for one program: each of the ways to run one at least once.
  mutating func some() -> [Circumstances] {
    if isReal { return (0..<4).map { _ in real() } }
    return [
      make(.interpreter, .virtual), make(.interpreter, .window), make(.jit, .virtual),
      make(.jit, .virtual), make(.interpreter, pick([.window, .virtual]), isChecked: true),
    ].filter { engine == nil || $0.engine == engine }
  }

  private mutating func make(
    _ engine: EngineKind, _ world: Circumstances.World, isChecked: Bool = false
  ) -> Circumstances {
    let workerCount = world == .window ? 2 + below(3) : 1 + below(4)
    // Monitors take their time.
    let packetCountMax = isChecked ? 3 : chance(1, of: 4) ? FuzzPacket.countMax : 12
    var made = Circumstances(
      engine: engine, isChecked: isChecked, world: world, workerCount: workerCount,
      packetCount: 1 + below(packetCountMax), seed: random.next() >> 32)
    made.wishes = makeWishes()
    if chance(2, of: 3) {
      made.stops = .randomly(
        suspended: rate(of: 128), cancelled: chance(1, of: 3) ? rate(of: 12) : 0)
    }
    made.isTraced = chance(1, of: 6)
    if chance(1, of: 8) { made.frameLimit = 1 + below(4) }
    if chance(1, of: 5) { made.turnLimit = engine == .jit ? below(200) : below(3000) }
    return made
  }

  private mutating func real() -> Circumstances {
    var made = Circumstances(
      engine: chance(3, of: 4) ? .jit : .interpreter, world: .real, workerCount: 2 + below(3),
      packetCount: FuzzPacket.countMax, seed: random.next() >> 32)
    made.wishes = makeWishes()
    return made
  }

  private mutating func makeWishes() -> Circumstances.Wishes {
    var wishes = Circumstances.Wishes()
    if chance(1, of: 2) { wishes.refused = rate(of: 48) }
    if chance(1, of: 2) { wishes.moved = rate(of: 64) }
    if chance(1, of: 2) { wishes.preempted = rate(of: 256) }
    if chance(1, of: 2) { wishes.quantum = 1 + UInt64(below(3000)) }
    if chance(1, of: 2) { wishes.destroyed = rate(of: 32) }
    if chance(1, of: 4) { wishes.thrown = rate(of: 24) }
    if chance(1, of: 3) { wishes.destroyedByQueue = rate(of: 32) }
    return wishes
  }

  private mutating func rate(of most: Int) -> UInt64 { UInt64(1 + below(most)) }
  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
  private mutating func chance(_ share: Int, of whole: Int) -> Bool { below(whole) < share }
  private mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
