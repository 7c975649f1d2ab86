import CBaton
import Timers

/// Those that one worker wakes: coroutines that sleep until a moment, and those that wait in a queue until a deadline.
///
/// Owned by one worker, which alone uses it; only tickets may be given back by others, through ``returnPort``.
@safe
public struct Sleepers: ~Copyable {
  public typealias Handle = UnsafeMutablePointer<coroutine>
  public typealias Frame = UnsafeMutablePointer<baton_frame>

  /// ETIMEDOUT.
  public static let timedOut: Int64 = -110

  private var wheel: TimerWheel
  private var tickets: FrameSlab

  /// `limit` is how many coroutines may wait until a deadline, and how many tickets may lie about of such that have
  /// waited.
  public init(now: UInt64, limit: Int) throws(SlabError) {
    wheel = TimerWheel(now: now)
    tickets = try FrameSlab(byteCount: unsafe MemoryLayout<baton_ticket>.size, limit: limit)
  }

  /// Those that sleep; those whose time has come are not among them any more.
  public var count: Int { wheel.count }
  /// Tickets that are somewhere.
  public var ticketCount: Int { tickets.liveCount }
  /// See ``TimerWheel/earliestWake``.
  public var earliestWake: UInt64? { wheel.earliestWake }
  /// Where other workers put tickets.
  public var returnPort: FrameSlab.ReturnPort { tickets.returnPort }

  /// Takes a handle over, to give it out again at `deadline` or behind it.
  public mutating func add(_ handle: Handle, until deadline: UInt64, now: UInt64) {
    unsafe wheel.add(Self.sleeper(of: handle), until: deadline, now: now)
  }

  /// A ticket for a coroutine whose frame is complete, which from then on is this one's and that of the ticket's handle;
  /// nil where there are too many. `link` is what its only record links to.
  public mutating func issueTicket(
    for frame: Frame, until deadline: UInt64, now: UInt64, link ticketLink: UInt64
  ) -> Ticket? {
    if tickets.isEmptyAtHome { collectReturned() }
    guard let head = unsafe tickets.allocateAtHome() else { return nil }
    let ticket = unsafe Ticket(headedBy: head)
    unsafe ticket.pointer.initialize(to: baton_ticket())
    unsafe ticket.pointer.pointee.head.handle = frame.pointee.handle
    unsafe ticket.pointer.pointee.head.handle.node = bpf_list_node()
    unsafe ticket.pointer.pointee.head.handle.order = bpf_rb_node()
    unsafe ticket.pointer.pointee.head.packet = frame.pointee.packet
    unsafe ticket.pointer.pointee.head.program = BATON_TICKET
    unsafe ticket.pointer.pointee.head.home = frame.pointee.handle.worker
    let link = unsafe MemoryLayout<baton_ticket>.offset(of: \.link)!
    unsafe ticket.pointer.pointee.head.record = UInt64(UInt(bitPattern: head) + UInt(link))
    unsafe ticket.pointer.pointee.link = ticketLink
    unsafe ticket.pointer.pointee.frame = frame
    unsafe ticket.pointer.pointee.program = UInt64(frame.pointee.program)
    unsafe ticket.pointer.pointee.sleeper.is_ticket = 1
    unsafe wheel.add(ticket.sleeper, until: deadline, now: now)
    return ticket
  }

  /// The handle of a coroutine whose time has come by `now`, the earliest one first; null when there is none.
  public mutating func next(now: UInt64) -> Handle? {
    while let sleeper = unsafe wheel.next(now: now) {
      if let handle = unsafe Self.woken(sleeper) { return unsafe handle }
    }
    return nil
  }

  /// The handle of some coroutine, whether its time has come or not; null when there is none.
  public mutating func removeAny() -> Handle? {
    while let sleeper = unsafe wheel.removeAny() {
      if let handle = unsafe Self.woken(sleeper) { return unsafe handle }
    }
    return nil
  }

  /// Takes out the coroutines that are wanted, by their handles or those of their tickets, whether their time has come or
  /// not, until `isWanted` gives nil. The others stay, in their order.
  public mutating func remove(where isWanted: (Handle) -> Bool?) -> [Handle] {
    let sleepers = unsafe wheel.remove { sleeper in
      guard unsafe sleeper.pointee.is_ticket != 0 else {
        return unsafe isWanted(Self.handle(of: sleeper))
      }
      let ticket = unsafe Ticket(sleeper)
      return ticket.isWaiting ? unsafe isWanted(baton_handle_of(ticket.head)) : false
    }
    return unsafe sleepers.compactMap { unsafe Self.woken($0) }
  }

  /// Takes a ticket of this worker back, whose coroutine was taken, when its handle goes.
  public mutating func retire(_ ticket: Ticket) {
    unsafe wheel.remove(ticket.sleeper)
    unsafe tickets.release(ticket.head)
  }

  /// The same for what other workers gave back.
  public mutating func collectReturned() {
    var next = unsafe tickets.takeReturned()
    while let head = unsafe next {
      unsafe next = head.pointee.next
      retire(unsafe Ticket(headedBy: head))
    }
  }

  // MARK: Sleepers

  /// The coroutine whose sleeper has left the wheel; null where somebody else has taken it before.
  private static func woken(_ sleeper: TimerWheel.Sleeper) -> Handle? {
    guard unsafe sleeper.pointee.is_ticket != 0 else { return unsafe handle(of: sleeper) }
    guard let frame = unsafe Ticket(sleeper).expire() else { return nil }
    unsafe frame.pointee.outcome = timedOut
    return unsafe baton_handle_of(frame)
  }

  private static let order = MemoryLayout<coroutine>.offset(of: \.order)!

  /// Sound, as the other: a sleeper lies where a tree has its node, and a handle is in one place only.
  private static func sleeper(of handle: Handle) -> TimerWheel.Sleeper {
    unsafe (UnsafeMutableRawPointer(handle) + order).assumingMemoryBound(to: baton_sleeper.self)
  }

  private static func handle(of sleeper: TimerWheel.Sleeper) -> Handle {
    unsafe (UnsafeMutableRawPointer(sleeper) - order).assumingMemoryBound(to: coroutine.self)
  }
}
