/// Virtual time and the order in which virtual workers take their turns, all from one seed.
///
/// ```swift
/// var world = VirtualWorld(seed: 7, workerCount: 4)
/// while let turn = world.nextTurn() { workers[turn.worker].advance(steps: turn.steps) … }
/// ```
public struct VirtualWorld: Sendable {
  public let seed: UInt64
  public let workerCount: Int
  public let order: TurnOrder
  /// How far all workers have come, in nanoseconds.
  public private(set) var now: UInt64 = 0
  private var random: RandomSource
  /// Nil where one time passes for all.
  private var cores: TimedCores?

  public init(seed: UInt64, workerCount: Int, order: TurnOrder = .interleaved) {
    precondition(workerCount > 0)
    self.seed = seed
    self.workerCount = workerCount
    self.order = order
    random = RandomSource(seed: seed)
    if case .timed(let timing) = order { cores = TimedCores(count: workerCount, timing: timing) }
  }

  /// What a bytecode instruction costs.
  public var picosecondsPerStep: UInt64 { cores?.timing.picosecondsPerStep ?? 1_000 }

  /// One uninterrupted stretch of one worker.
  public struct Turn: Equatable, Sendable {
    public var worker: Int
    public var stepLimit: Int

    public init(worker: Int, stepLimit: Int) {
      self.worker = worker
      self.stepLimit = stepLimit
    }
  }

  /// Chooses who runs next, and for how long; nil where nobody does before `end`, which is the time then.
  ///
  /// Interleaved, it is mostly for a few instructions, so that every window between two of them is met, at times for
  /// long stretches.
  public mutating func nextTurn(before end: UInt64 = .max) -> Turn? {
    guard cores != nil else { return now < end ? nextInterleavedTurn() : nil }
    let limit = Self.picoseconds(end)
    guard let turn = cores?.nextTurn(before: limit, &random) else {
      if limit < TimedCores.never { now = max(now, end) }
      return nil
    }
    return Turn(worker: turn.core, stepLimit: turn.stepLimit)
  }

  private mutating func nextInterleavedTurn() -> Turn {
    let worker = Int(random.next() % UInt64(workerCount))
    let exponent = random.next() % 11
    let stepLimit = 1 + Int(random.next() & ((1 << exponent) - 1))
    return Turn(worker: worker, stepLimit: stepLimit)
  }

  // MARK: Interleaved

  /// Lets the time pass that `steps` instructions take, on all workers alike.
  public mutating func advance(steps: Int) {
    now += UInt64(steps) * picosecondsPerStep / 1_000 / UInt64(workerCount) + 1
  }

  /// Lets time pass until `moment`, which may be past: nobody has anything to do before.
  public mutating func advance(to moment: UInt64) { now = max(now, moment) }

  // MARK: Timed

  /// How far the worker has come, in picoseconds; where one time passes for all, that.
  public func picoseconds(of worker: Int) -> UInt64 {
    cores?.time(of: worker) ?? Self.picoseconds(now)
  }

  /// The worker has come as far as that, in picoseconds, and goes on.
  public mutating func advance(_ worker: Int, toPicoseconds time: UInt64) {
    cores?.advance(worker, to: time)
    lookAtTime()
  }

  /// Has the worker be on a core, of which there are as many as workers, from its next turn on. As a guest it waits there
  /// while those whose core it is have something to do, for as many nanoseconds at most.
  public mutating func put(_ worker: Int, on core: Int, patience: UInt64? = nil) {
    cores?.put(
      worker, on: core, at: Self.picoseconds(now), patience: patience.map(Self.picoseconds))
  }

  /// The core that a worker is on: where one time passes for all, each has its own.
  public func core(of worker: Int) -> Int { cores?.place(of: worker) ?? worker }

  /// The worker is in the middle of a turn, so that no other one of its core runs, or at the end of one.
  public mutating func occupy(_ worker: Int, isInTurn: Bool) {
    cores?.occupy(worker, isInTurn: isInTurn)
  }

  /// The worker does nothing until its event, in nanoseconds, or until somebody wakes it.
  public mutating func wait(_ worker: Int, until event: UInt64?) {
    cores?.wait(worker, until: Self.picoseconds(event ?? .max))
    lookAtTime()
  }

  /// The worker has found nothing to do, and looks again whenever that may have changed.
  public mutating func poll(_ worker: Int, until event: UInt64?) {
    cores?.poll(worker, until: Self.picoseconds(event ?? .max))
    lookAtTime()
  }

  /// Something happens at `moment`, in nanoseconds, that concerns the worker.
  public mutating func wake(_ worker: Int, at moment: UInt64) {
    cores?.wake(worker, at: Self.picoseconds(moment))
  }

  /// All that comes before what is done next has been done. Where that is still far off, somebody outside may yet bring
  /// something before: it is no later than the worker that has come furthest.
  private mutating func lookAtTime() {
    guard let cores else { return }
    now = max(now, min(cores.earliest, cores.latest) / 1_000)
  }

  /// More nanoseconds than there are picoseconds are never.
  private static func picoseconds(_ nanoseconds: UInt64) -> UInt64 {
    let (product, overflows) = nanoseconds.multipliedReportingOverflow(by: 1_000)
    return overflows ? TimedCores.never : product
  }

  /// Decisions outside the interleaving, from the same seed.
  public mutating func random<T: FixedWidthInteger>(in range: Range<T>) -> T {
    T.random(in: range, using: &random)
  }
}
