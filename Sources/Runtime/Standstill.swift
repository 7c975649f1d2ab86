import Synchronization

/// Has the workers of an instance stand still, each between two of its turns, so that one of them may change what is
/// everybody's: meanwhile no program runs, and every handle lies where a program has put it.
///
/// Who comes last does the work. Those that wait for one that does not come lose their time; so whoever asks withdraws
/// soon, and asks again later.
@safe
final class Standstill: @unchecked Sendable {
  typealias Work = (Worker) -> Void

  private let workerCount: UInt32
  /// The round in the upper half; in the lower one 0 while nobody asks, else one more than the workers that have come.
  private let state: UnsafeMutablePointer<Atomic<UInt32>>
  /// Set before any worker runs.
  private var job: Work?

  private static let roundBits: UInt32 = 16
  private static let countMask: UInt32 = 1 << roundBits - 1
  private static let lineByteCount = 64

  init(workerCount: Int) {
    precondition(workerCount < Self.countMask, "no machine has as many cores")
    self.workerCount = UInt32(workerCount)
    // On a line of its own: all workers look at it, and it seldom changes.
    let line = UnsafeMutableRawPointer.allocate(
      byteCount: Self.lineByteCount, alignment: Self.lineByteCount)
    unsafe state = line.bindMemory(to: Atomic<UInt32>.self, capacity: 1)
    unsafe state.initialize(to: Atomic(0))
  }

  deinit { unsafe state.deallocate() }

  /// What is to be done while all stand, by the worker that it is given.
  func setWork(_ work: @escaping Work) { job = work }

  // MARK: Who asks, which is one thread

  func ask() { unsafe _ = state.pointee.add(1, ordering: .relaxed) }

  /// Lets the workers go on; false when all have come, or nobody is asked to.
  func withdraw() -> Bool {
    var word = unsafe state.pointee.load(ordering: .relaxed)
    while (1...workerCount).contains(word & Self.countMask) {
      let (isDone, original) = unsafe state.pointee.weakCompareExchange(
        expected: word, desired: Self.next(word), ordering: .relaxed)
      if isDone { return true }
      word = original
    }
    return false
  }

  var isAsked: Bool { gate.isClosed }

  // MARK: Workers

  /// What a worker looks at after each turn: no object, so that nothing is retained or released. Not of use longer than
  /// the standstill.
  @safe
  struct Gate {
    fileprivate let state: UnsafeMutablePointer<Atomic<UInt32>>

    @inline(__always)
    var isClosed: Bool {
      unsafe state.pointee.load(ordering: .relaxed) & Standstill.countMask != 0
    }
  }

  var gate: Gate { unsafe Gate(state: state) }

  /// One time of standing still.
  struct Round: Equatable {
    fileprivate var number: UInt32
  }

  enum Arrival: Equatable {
    /// All have come: the caller has to do the work.
    case isLast
    case waits(Round)
    /// Nobody asks any more.
    case isOver
  }

  func arrive() -> Arrival {
    var word = unsafe state.pointee.load(ordering: .relaxed)
    while word & Self.countMask != 0 {
      // Pairs with the others' arrivals: the last one sees all that they have written.
      let (isDone, original) = unsafe state.pointee.weakCompareExchange(
        expected: word, desired: word + 1, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
      if isDone {
        return word & Self.countMask == workerCount ? .isLast : .waits(Self.round(word))
      }
      word = original
    }
    return .isOver
  }

  /// Does the work, and lets the others go on.
  func work(by worker: Worker) {
    job?(worker)
    finish()
  }

  /// The work is done: the others may go on.
  func finish() {
    let word = unsafe state.pointee.load(ordering: .relaxed)
    // Pairs with the looks of those that wait: they see all that was changed.
    unsafe state.pointee.store(Self.next(word), ordering: .releasing)
  }

  func isOver(_ round: Round) -> Bool {
    unsafe Self.round(state.pointee.load(ordering: .acquiring)) != round
  }

  private static func round(_ word: UInt32) -> Round { Round(number: word >> roundBits) }

  /// The next round, for which nobody asks yet.
  private static func next(_ word: UInt32) -> UInt32 {
    (word >> roundBits &+ 1) << roundBits
  }
}
