import CLinux
import Glibc
import Synchronization

/// Where the workers of an instance sleep, or the cores that they run on, each in a place of its own.
///
/// Who sleeps announces it, has every thread of the process pass a full memory barrier, looks for work once more, and
/// then sleeps. Who has work for another publishes it, and then looks whether that sleeps. Between the two needs to be a
/// full barrier on both sides, or both could miss the other; as the sleeper makes it for all, waking somebody who is
/// awake costs the load of a cache line that seldom changes.
@safe
final class ParkingLot: @unchecked Sendable {
  private let isReliable: Bool
  private let places: UnsafeMutablePointer<ParkingPlace>
  private let count: Int

  /// - Parameter isVirtual: nobody ever sleeps there; it is only said who would.
  init(workerCount: Int, isVirtual: Bool = false) throws(ParkingError) {
    let events =
      isVirtual ? Array(repeating: -1, count: workerCount) : try Self.makeEvents(workerCount)
    count = workerCount
    isReliable = linux_barrier_register() == 0
    unsafe places = .allocate(capacity: workerCount)
    for (index, event) in events.enumerated() {
      unsafe (places + index).initialize(to: ParkingPlace(event: event))
    }
  }

  private static func makeEvents(_ count: Int) throws(ParkingError) -> [Int32] {
    var events: [Int32] = []
    for _ in 0..<count {
      let event = linux_event_create()
      guard event >= 0 else {
        for made in events { close(made) }
        throw ParkingError(errno: -event)
      }
      events.append(event)
    }
    return events
  }

  deinit {
    unsafe places.deinitialize(count: count)
    unsafe places.deallocate()
  }

  /// For the workers, which this object has to outlive.
  var parking: Parking {
    unsafe Parking(places: places, count: count, isReliable: isReliable)
  }
}

/// One worker's place, on cache lines of its own.
struct ParkingPlace: ~Copyable {
  fileprivate let isTaken = Atomic<Bool>(false)
  /// Readable when the worker is to wake; negative in a virtual world.
  fileprivate let event: Int32
  private let padding = InlineArray<15, UInt64>(repeating: 0)

  fileprivate init(event: Int32) { self.event = event }

  deinit {
    if event >= 0 { close(event) }
  }

  fileprivate func signal() {
    if event >= 0 { _ = linux_event_signal(event) }
  }

  fileprivate func clear() {
    if event >= 0 { _ = linux_event_clear(event) }
  }
}

/// What workers see of their parking lot: no object, so that nothing is retained or released.
@safe
struct Parking: @unchecked Sendable {
  fileprivate let places: UnsafeMutablePointer<ParkingPlace>
  let count: Int
  /// Nobody is missed: the system makes barriers for other threads. Without them, who sleeps may not be woken.
  let isReliable: Bool

  /// Wakes a worker for what the caller has published before. True when it slept, or was about to. Sound for a
  /// worker below `count`.
  @inline(__always)
  func wake(_ worker: Int) -> Bool {
    // The sleeper's barrier pairs with this: only the order of the instructions matters.
    linux_compiler_barrier()
    guard unsafe places[worker].isTaken.load(ordering: .relaxed) else { return false }
    return signal(worker)
  }

  /// Whoever changes the word makes the one call.
  @inline(never)
  private func signal(_ worker: Int) -> Bool {
    guard unsafe places[worker].isTaken.exchange(false, ordering: .relaxed) else { return false }
    unsafe places[worker].signal()
    return true
  }

  /// Says that the worker is about to sleep. It has to look for work after this.
  func announce(_ worker: Int) {
    take(worker)
    Self.publish()
  }

  /// The same of one of several, whose places are published together; or of one whose others all run on this thread.
  func take(_ worker: Int) {
    unsafe places[worker].isTaken.store(true, ordering: .relaxed)
  }

  /// From here on, whoever has work for those whose places are taken sees that they are.
  static func publish() { linux_barrier_everywhere() }

  /// Whether nobody has woken the worker since it announced that it is about to sleep.
  func isAnnounced(_ worker: Int) -> Bool {
    unsafe places[worker].isTaken.load(ordering: .relaxed)
  }

  /// Becomes readable when somebody wakes the worker.
  func event(of worker: Int) -> Int32 { unsafe places[worker].event }

  /// Sleeps until somebody wakes the worker, the descriptor is readable (negative: there is none), or the time has
  /// passed. At once where somebody woke it since it announced that it sleeps.
  func sleep(_ worker: Int, descriptor: Int32, nanosecondsMax: Int64) {
    unsafe linux_wait_readable(descriptor, places[worker].event, nanosecondsMax)
  }

  /// Takes the announcement back.
  func cancel(_ worker: Int) {
    let isUnseen = unsafe places[worker].isTaken.exchange(false, ordering: .relaxed)
    if !isUnseen { unsafe places[worker].clear() }
  }
}

/// The system gave no event to sleep on.
struct ParkingError: Error, Equatable, CustomStringConvertible {
  var errno: Int32
  var description: String {
    "no event for a worker to sleep on: \(unsafe String(cString: strerror(errno)))"
  }
}
