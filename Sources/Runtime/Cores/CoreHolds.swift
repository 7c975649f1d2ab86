import CLinux
import Synchronization

/// Which of its workers the thread of each core is at: that one, and no other, is its own alone at this moment. Whoever finds
/// that a thread stands still may take the others away.
///
/// The thread says whom it goes to, and then looks whether anybody takes its workers away; who takes them says so first, and
/// then looks whom the thread is at. Between the two needs to be a full barrier on both sides, or each could miss the other; as
/// who takes makes it for both, which is seldom, a turn costs a store and a load of lines that are the thread's own.
@safe
final class CoreHolds: @unchecked Sendable {
  // Sound: all that is shared is atomic.

  private let records: UnsafeMutablePointer<HoldRecord>
  private let count: Int
  private let isReliable: Bool

  /// - Parameter isReliable: whether the system makes barriers for other threads.
  init(coreCount: Int, isReliable: Bool) {
    count = coreCount
    self.isReliable = isReliable
    unsafe records = .allocate(capacity: coreCount)
    for core in 0..<coreCount { unsafe (records + core).initialize(to: HoldRecord()) }
  }

  deinit {
    unsafe records.deinitialize(count: count)
    unsafe records.deallocate()
  }

  /// What the core's thread has of it; not of use longer than this object.
  func hold(of core: Int) -> CoreHold {
    precondition((0..<count).contains(core))
    return unsafe CoreHold(record: records + core, isReliable: isReliable)
  }

  // MARK: Whoever watches

  /// Changes as the core's thread goes on.
  func progress(of core: Int) -> UInt64 {
    unsafe records[core].word.load(ordering: .relaxed)
  }

  /// Whether the thread does nothing at `now`, in nanoseconds, because it means to.
  ///
  /// - Parameter isWanted: whether there is something that a thread that sleeps would be woken by.
  func rests(_ core: Int, at now: UInt64, isWanted: () -> Bool) -> Bool {
    let who = unsafe records[core].word.load(ordering: .acquiring) & HoldRecord.whoMask
    guard who == HoldRecord.pauses || who == HoldRecord.sleeps else { return false }
    guard unsafe now <= records[core].restEnd.load(ordering: .relaxed) else { return false }
    return who == HoldRecord.pauses || !isWanted()
  }

  enum Holder: Equatable {
    case nobody
    case worker(Int)
    /// All of the core's, for a moment.
    case all
  }

  func holder(of core: Int) -> Holder {
    // Pairs with the thread's store: what it did with others before is seen by whoever takes them.
    let word = unsafe records[core].word.load(ordering: .acquiring)
    switch word & HoldRecord.whoMask {
    case HoldRecord.pauses, HoldRecord.sleeps: return .nobody
    case HoldRecord.all: return .all
    case let number: return .worker(Int(number - HoldRecord.firstWorker))
    }
  }

  /// From here on, until ``CoreHold/endRecall()``, the core's thread goes to no other worker than the one that is returned.
  func recall(_ core: Int) -> Holder {
    unsafe records[core].isRecalled.store(true, ordering: .relaxed)
    if isReliable {
      linux_barrier_everywhere()
    } else {
      atomicMemoryFence(ordering: .sequentiallyConsistent)
    }
    return holder(of: core)
  }
}

/// One core's, on cache lines of its own.
struct HoldRecord: ~Copyable {
  /// How often it was written, and behind that at whom the thread is.
  fileprivate let word = Atomic<UInt64>(HoldRecord.pauses)
  fileprivate let restEnd = Atomic<UInt64>(.max)
  fileprivate let isRecalled = Atomic<Bool>(false)
  private let padding = InlineArray<13, UInt64>(repeating: 0)

  fileprivate static let pauses: UInt64 = 0
  fileprivate static let sleeps: UInt64 = 1
  fileprivate static let all: UInt64 = 2
  fileprivate static let firstWorker: UInt64 = 3
  fileprivate static let whoBits: UInt64 = 16
  fileprivate static let whoMask: UInt64 = 1 << whoBits - 1
}

/// By what a core's thread says at whom it is: no object, so that nothing is retained or released.
@safe
struct CoreHold {
  fileprivate let record: UnsafeMutablePointer<HoldRecord>
  fileprivate let isReliable: Bool

  /// The thread goes to one of its workers. False where it may not touch any, as some are taken away.
  @inline(__always)
  func take(_ worker: Int) -> Bool { take(HoldRecord.firstWorker + UInt64(worker)) }

  /// The same for all that it has, for a moment.
  @inline(__always)
  func takeAll() -> Bool { take(HoldRecord.all) }

  @inline(__always)
  private func take(_ who: UInt64) -> Bool {
    publish(who)
    return !isRecalled
  }

  /// The thread touches none of its workers until it takes some again, which it means to do by that time, in nanoseconds,
  /// or when it is woken.
  func sleep(until end: UInt64) { rest(HoldRecord.sleeps, until: end) }

  /// The same, whatever there is to do meanwhile.
  func pause(until end: UInt64) { rest(HoldRecord.pauses, until: end) }

  private func rest(_ how: UInt64, until end: UInt64) {
    unsafe record.pointee.restEnd.store(end, ordering: .relaxed)
    publish(how)
  }

  /// Somebody takes workers away, or has: whom, is to be asked.
  @inline(__always)
  var isRecalled: Bool { unsafe record.pointee.isRecalled.load(ordering: .relaxed) }

  /// All that was taken away is known to the thread, or nothing was. Under the lock that those who recall hold, too.
  func endRecall() { unsafe record.pointee.isRecalled.store(false, ordering: .relaxed) }

  @inline(__always)
  private func publish(_ who: UInt64) {
    let before = unsafe record.pointee.word.load(ordering: .relaxed)
    let next = (before & ~HoldRecord.whoMask) &+ (1 << HoldRecord.whoBits) | who
    // Releasing, as somebody else may go on with the one before.
    unsafe record.pointee.word.store(next, ordering: .releasing)
    if isReliable {
      // The barrier of who recalls pairs with this.
      linux_compiler_barrier()
    } else {
      atomicMemoryFence(ordering: .sequentiallyConsistent)
    }
  }
}
