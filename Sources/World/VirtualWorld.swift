/// Virtual time and the order in which virtual workers take their turns, all from one seed.
///
/// ```swift
/// var world = VirtualWorld(seed: 7, workerCount: 4)
/// while let turn = world.nextTurn() { workers[turn.worker].advance(steps: turn.steps) … }
/// ```
public struct VirtualWorld: Sendable {
  /// What a bytecode instruction costs (DESIGN section 5: virtual cost is steps × rate).
  public static let nanosecondsPerStep: UInt64 = 1

  public let seed: UInt64
  public let workerCount: Int
  public private(set) var now: UInt64 = 0
  private var random: RandomSource

  public init(seed: UInt64, workerCount: Int) {
    precondition(workerCount > 0)
    self.seed = seed
    self.workerCount = workerCount
    random = RandomSource(seed: seed)
  }

  /// One uninterrupted stretch of one worker.
  public struct Turn: Equatable, Sendable {
    public var worker: Int
    public var stepLimit: Int

    public init(worker: Int, stepLimit: Int) {
      self.worker = worker
      self.stepLimit = stepLimit
    }
  }

  /// Chooses who runs next, and for how long: mostly a few instructions, so that every window
  /// between two of them is met, at times long stretches.
  public mutating func nextTurn() -> Turn {
    let worker = Int(random.next() % UInt64(workerCount))
    let exponent = random.next() % 11
    let stepLimit = 1 + Int(random.next() & ((1 << exponent) - 1))
    return Turn(worker: worker, stepLimit: stepLimit)
  }

  /// Lets the time pass that `steps` instructions take, on all workers alike.
  public mutating func advance(steps: Int) {
    now += UInt64(steps) * Self.nanosecondsPerStep / UInt64(workerCount) + 1
  }

  /// Lets time pass until `moment`, which may be past: nobody has anything to do before.
  public mutating func advance(to moment: UInt64) { now = max(now, moment) }

  /// Decisions outside the interleaving, from the same seed.
  public mutating func random<T: FixedWidthInteger>(in range: Range<T>) -> T {
    T.random(in: range, using: &random)
  }
}
