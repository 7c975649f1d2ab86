import Coroutines
import Synchronization

/// What whoever controls an instance has all workers do, each at the end of a turn of its own, one after the other.
///
/// There a worker holds no pointer into a map, runs no program, and no packet lies between the device and a coroutine. A
/// turn costs a load where there is nothing to do.
@safe
final class WorkerOrders: @unchecked Sendable {
  // Sound: the counts are atomic words which stay where they are as long as this object is.

  enum Order: Sendable {
    /// There may be coroutines of a version from here on; with room for its frames, by worker, where these are larger.
    case learn(LoadedUnit, number: Int, room: [FrameSlab.Reservation?])
    /// Packets and worker programs are a version's.
    case takeOver(number: Int)
    /// There is nothing left of some versions.
    case forget(numbers: [Int])
    /// Nothing happens until the next order.
    case halt
    case goOn
  }

  private struct State {
    /// Orders that all workers have carried out, and that are not kept.
    var goneCount = 0
    var orders: [Order] = []
  }

  private let state = Mutex(State())
  private let issued = Atomic<Int>(0)
  private let workerCount: Int
  /// How many each worker has carried out, on a cache line of its own.
  private let done: UnsafeMutablePointer<Atomic<Int>>

  private static let stride = 8

  init(workerCount: Int) {
    self.workerCount = workerCount
    unsafe done = .allocate(capacity: workerCount * Self.stride)
    for index in 0..<workerCount * Self.stride {
      unsafe (done + index).initialize(to: Atomic(0))
    }
  }

  deinit {
    unsafe done.deinitialize(count: workerCount * Self.stride)
    unsafe done.deallocate()
  }

  // MARK: The controlling side

  /// How many there are with this one, for ``isDone(_:)``.
  func issue(_ order: Order) -> Int {
    state.withLock { state in
      state.orders.append(order)
      let count = state.goneCount + state.orders.count
      // Pairs with the acquire of `issuedCount`.
      issued.store(count, ordering: .releasing)
      return count
    }
  }

  /// Whether all workers have carried out so many orders; those are kept no longer.
  func isDone(_ count: Int) -> Bool {
    guard laggard(behind: count) == nil else { return false }
    let gone = state.withLock { state -> [Order] in
      let number = count - state.goneCount
      guard number > 0 else { return [] }
      let gone = Array(state.orders.prefix(number))
      state.orders.removeFirst(number)
      state.goneCount = count
      return gone
    }
    // What only they held goes without the lock.
    return withExtendedLifetime(gone) { true }
  }

  /// A worker that has not carried out so many orders.
  func laggard(behind count: Int) -> Int? {
    // Pairs with the release of `noteDone`: what a worker did before is seen by whoever goes on then.
    (0..<workerCount).first { worker in
      unsafe done[worker * Self.stride].load(ordering: .acquiring) < count
    }
  }

  // MARK: The workers' side

  var issuedCount: Int { issued.load(ordering: .acquiring) }

  /// The order of a number, from 0 on, which the worker has not carried out.
  func order(_ number: Int) -> Order {
    state.withLock { $0.orders[number - $0.goneCount] }
  }

  func noteDone(_ count: Int, by worker: Int) {
    unsafe done[worker * Self.stride].store(count, ordering: .releasing)
  }
}
