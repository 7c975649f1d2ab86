import CBaton
import CLinux
import Synchronization
import Telemetry
import World

/// Where one worker notes what happens to coroutines on it; one other thread takes it out. Neither waits for the other:
/// what finds no room is lost, and counted.
///
/// It lies in memory of its own from when the worker is traced first until the worker goes, so that the worker may use
/// it, and others may take out what is left, without asking whether it still is there.
@safe
struct TraceRing: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<TraceRing>
  typealias Frame = UnsafeMutablePointer<baton_frame>

  /// In events: 4 MiB for each worker.
  static let capacity: UInt64 = 1 << 17
  private static let mask = capacity - 1
  /// Words from one count to the next, so that each has a cache line for itself.
  private static let stride = 8

  private let events: UnsafeMutablePointer<TraceEvent>
  /// How many events were noted, taken out and lost. The second is written by whoever takes out, the others by the
  /// worker.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let clock: WorldClock
  private let worker: UInt16

  // Only the worker uses what follows.
  private var noted: UInt64 = 0
  /// ``taken``, when the worker looked last.
  private var knownTaken: UInt64 = 0
  /// The number of the last suspension here.
  private var suspension: UInt32 = 0
  /// The processor that the worker was on when its turn began; all ones where that isn't known.
  private var core: UInt16 = .max
  /// What the queue program has that runs, or ran last: its frame may be another worker's by now.
  private var handedOver: TraceEvent?

  init(worker: Int, clock: WorldClock) {
    precondition(MemoryLayout<TraceEvent>.size == TraceEvent.byteCount, "events go out as they are")
    self.worker = UInt16(worker)
    self.clock = clock
    unsafe events = .allocate(capacity: Int(Self.capacity))
    unsafe counts = .allocate(capacity: 3 * Self.stride)
    for index in 0..<3 * Self.stride { unsafe (counts + index).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe counts.deinitialize(count: 3 * Self.stride)
    unsafe counts.deallocate()
    unsafe events.deallocate()
  }

  private var published: UnsafeMutablePointer<Atomic<UInt64>> { unsafe counts }
  private var taken: UnsafeMutablePointer<Atomic<UInt64>> { unsafe counts + Self.stride }
  private var lost: UnsafeMutablePointer<Atomic<UInt64>> { unsafe counts + 2 * Self.stride }

  // MARK: The worker's side

  /// A turn begins: the worker may have been moved to another processor.
  mutating func noteTurn() {
    core = clock.isVirtual ? .max : UInt16(truncatingIfNeeded: linux_thread_cpu())
  }

  /// Notes what happens to a coroutine, whose frame is this worker's for the moment.
  mutating func note(_ kind: TraceEvent.Kind, _ frame: Frame) {
    switch kind {
    case .suspend, .preempt:
      suspension &+= 1
      unsafe frame.pointee.handle.suspension = suspension
      let queue = unsafe UInt16(truncatingIfNeeded: WaitStatistics.queue(of: frame))
      let program = unsafe UInt16(truncatingIfNeeded: frame.pointee.program)
      let event = unsafe event(
        kind, frame, origin: worker, number: kind == .suspend ? queue : program)
      handedOver = event
      append(event)
    case .resume:
      let origin = unsafe UInt16(truncatingIfNeeded: frame.pointee.handle.worker)
      if origin != worker { unsafe append(programEvent(.migrate, frame, origin: origin)) }
      unsafe append(programEvent(.resume, frame, origin: origin))
      // Where its next suspension is not noted, it has none.
      unsafe frame.pointee.handle.suspension = 0
    case .spawn, .migrate, .destroy, .finish:
      unsafe append(programEvent(kind, frame, origin: worker))
    case .stash, .refuse: noteOutcome(kind)
    }
  }

  /// Notes what the queue program did with what it was given last, which is perhaps somebody else's by now.
  mutating func noteOutcome(_ kind: TraceEvent.Kind) {
    guard let before = handedOver else { return }
    append(
      TraceEvent(
        kind, ticks: clock.ticks(), core: core, frame: before.frame,
        generation: before.generation, suspension: before.suspension, origin: before.origin,
        number: before.number))
  }

  private func programEvent(
    _ kind: TraceEvent.Kind, _ frame: Frame, origin: UInt16
  ) -> TraceEvent {
    unsafe event(
      kind, frame, origin: origin, number: UInt16(truncatingIfNeeded: frame.pointee.program))
  }

  private func event(
    _ kind: TraceEvent.Kind, _ frame: Frame, origin: UInt16, number: UInt16
  ) -> TraceEvent {
    unsafe TraceEvent(
      kind, ticks: clock.ticks(), core: core, frame: UInt64(UInt(bitPattern: frame)),
      generation: frame.pointee.handle.generation, suspension: frame.pointee.handle.suspension,
      origin: origin, number: number)
  }

  private mutating func append(_ event: TraceEvent) {
    if noted &- knownTaken >= Self.capacity {
      // Pairs with the release of `take`: what lay there was copied.
      knownTaken = unsafe taken.pointee.load(ordering: .acquiring)
      guard noted &- knownTaken < Self.capacity else {
        unsafe lost.pointee.store(lost.pointee.load(ordering: .relaxed) + 1, ordering: .relaxed)
        return
      }
    }
    unsafe events[Int(noted & Self.mask)] = event
    noted &+= 1
    // Pairs with the acquire of `take`: the event is written before it can be seen.
    unsafe published.pointee.store(noted, ordering: .releasing)
  }

  // MARK: The side of whoever watches

  /// Events that found no room so far.
  var lostCount: UInt64 { unsafe lost.pointee.load(ordering: .relaxed) }

  /// Takes out up to `limit` events, oldest first: `body` gets their octets, in one piece or two.
  func take(limit: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    // Pairs with the release of `append`.
    let end = unsafe published.pointee.load(ordering: .acquiring)
    let begin = unsafe taken.pointee.load(ordering: .relaxed)
    var place = begin
    let last = begin + min(end - begin, UInt64(limit))
    while place < last {
      let index = place & Self.mask
      let count = min(last - place, Self.capacity - index)
      // Sound: these events are written, and are not written over before `taken` says that they may be.
      unsafe body(
        UnsafeRawBufferPointer(
          start: events + Int(index), count: Int(count) * TraceEvent.byteCount))
      place += count
    }
    // Pairs with the acquire of `append`.
    unsafe taken.pointee.store(last, ordering: .releasing)
  }

  /// Forgets what is there.
  func clear() {
    unsafe taken.pointee.store(
      published.pointee.load(ordering: .acquiring), ordering: .releasing)
  }
}
