import CBaton
import Coroutines
import Telemetry

/// How long coroutines have waited in each queue of all versions, as the worker has seen on which they went on. The worker
/// is the only writer, and its engine writes most of it; anybody may read.
@safe
struct WaitStatistics: ~Copyable {
  typealias Frame = UnsafeMutablePointer<baton_frame>

  /// From 1 on by queue; the first is for coroutines that have not begun.
  let byQueue: UnsafeMutablePointer<baton_waits>
  private let queueCount: Int
  private let memory: LazyMemory

  /// Room for so many queues, of which only those take memory that are used.
  init(queueCount: Int) throws(SlabError) {
    self.queueCount = queueCount
    memory = try LazyMemory(byteCount: (queueCount + 1) * MemoryLayout<baton_waits>.stride)
    // Sound: zeroed memory is as many empty waits.
    unsafe byQueue = memory.base.bindMemory(to: baton_waits.self, capacity: queueCount + 1)
  }

  /// Forgets what lies there of a version that is gone, whose first queue has that place. Only the worker may.
  func clear(_ queues: Range<Int>) {
    for queue in queues { unsafe byQueue[checked(queue + 1)] = baton_waits() }
  }

  /// The number of the queue that a coroutine waits in, or was in last; 0 when it was in none.
  static func queue(of frame: Frame) -> Int {
    unsafe Int(frame.pointee.handle.queue) / MemoryLayout<baton_waits>.stride
  }

  /// A coroutine goes on in a turn that has begun at `now`: what engines do by themselves.
  func noteWait(of frame: Frame, until now: UInt64) {
    let time = unsafe now &- frame.pointee.handle.suspended_at
    unsafe baton_count_wait(byQueue + checked(Self.queue(of: frame)), time)
  }

  /// A suspended coroutine ends.
  func noteDestruction(of frame: Frame) {
    unsafe byQueue[checked(Self.queue(of: frame))].destroyed += 1
  }

  /// What was counted of a queue, without how long each has waited.
  func sums(ofQueue number: Int) -> (nanoseconds: UInt64, refused: UInt64, destroyed: UInt64) {
    let waits = unsafe byQueue + checked(number)
    return unsafe (waits.pointee.nanoseconds, waits.pointee.refused, waits.pointee.destroyed)
  }

  func ofQueue(_ number: Int) -> (waits: baton_waits, histogram: LogHistogram) {
    let waits = unsafe byQueue[checked(number)]
    var counts = unsafe withUnsafeBytes(of: waits.counts) {
      // Sound: a tuple of words is as many words in memory.
      unsafe Array($0.assumingMemoryBound(to: UInt64.self))
    }
    // Those that were suspended by a worker whose turn began later have waited no time.
    counts[0] += counts[LogHistogram.placeCount - 1]
    counts[LogHistogram.placeCount - 1] = 0
    return (waits, LogHistogram(counts: counts))
  }

  private func checked(_ number: Int) -> Int {
    precondition((0...queueCount).contains(number), "no queue has the number \(number)")
    return number
  }
}
