import CBaton

/// The loan of a core to a best-effort worker, until the core's own workers want it back. It lies in memory of its own, where
/// the worker that has the core finds it at each safe point.
@safe
struct Loan: ~Copyable {
  /// The services of the core's own workers, which run on the borrower's thread.
  private let owners: UnsafeMutablePointer<UnsafeMutablePointer<Services>>
  private var ownerCount = 0
  private let capacity: Int
  /// In nanoseconds of the world's clock.
  private var end: UInt64 = 0
  private var isForced = false

  init(workerCount: Int) {
    capacity = workerCount
    unsafe owners = .allocate(capacity: workerCount)
  }

  deinit { unsafe owners.deallocate() }

  mutating func removeOwners() { ownerCount = 0 }

  mutating func add(owner: Worker) {
    precondition(ownerCount < capacity)
    unsafe (owners + ownerCount).initialize(to: owner.services)
    ownerCount += 1
  }

  /// Lends the core for that long, or until something is to be done there by the clock.
  ///
  /// - Parameter isForced: whether the core's own workers have to wait for the end.
  mutating func begin(at now: UInt64, for nanoseconds: UInt64, isForced: Bool) {
    self.isForced = isForced
    end = now &+ nanoseconds
    guard !isForced else { return }
    for number in 0..<ownerCount {
      let wake = unsafe owners[number].pointee.nextWake ?? .max
      // What is due already, nobody has taken out who was asked just now.
      if wake > now { end = min(end, wake) }
    }
  }

  func isOver(at now: UInt64) -> Bool { now >= end || (!isForced && isWanted) }

  /// Whether something has come to one of the core's own workers.
  var isWanted: Bool {
    for number in 0..<ownerCount {
      if unsafe owners[number].pointee.queue.pendingCount > 0 { return true }
    }
    return false
  }
}
