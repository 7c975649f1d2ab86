import CBaton
import Coroutines
import Telemetry

/// Coroutines that wait for a moment, for a queue until a deadline, or for their children.
extension Services {
  /// The coroutine for which a ticket stands, which its handle's owner gives up with that; null where its deadline has
  /// passed.
  mutating func claim(_ ticket: Ticket) -> Frame? {
    let frame = unsafe ticket.claim()
    versions.noteEnd(ofFunction: ticket.program)
    if ticket.home == worker {
      sleepers.retire(ticket)
    } else {
      unsafe mail.ticketPorts[ticket.home].give(ticket.head)
    }
    return unsafe frame
  }

  /// A ticket for the coroutine whose frame is complete; nil where there are too many.
  mutating func issueTicket(for frame: Frame, until deadline: UInt64, now: UInt64) -> Ticket? {
    let unit = unsafe versions.unit(of: frame)
    let link = unsafe unit._withUnsafeGuaranteedRef { $0.ticketLink }
    let ticket = unsafe sleepers.issueTicket(for: frame, until: deadline, now: now, link: link)
    if let ticket { versions.noteBegin(ofFunction: ticket.program) }
    return ticket
  }

  /// A coroutine has ended: its children are nobody's, and its parent may have waited for it.
  @inline(__always)
  mutating func leaveFamily(_ frame: Frame) {
    if unsafe UInt32(truncatingIfNeeded: frame.pointee.children) != 0 { unsafe baton_disown(frame) }
    guard let parent = unsafe frame.pointee.parent else { return }
    unsafe leave(parent, UInt32(truncatingIfNeeded: frame.pointee.parent_generation))
  }

  private mutating func leave(_ parent: Frame, _ generation: UInt32) {
    guard unsafe baton_leave(parent, generation) != 0 else { return }
    unsafe sleepers.add(baton_handle_of(parent), until: 0, now: 0)
  }
}

extension UnsafeMutablePointer<baton_execution> {
  /// The coroutine that runs.
  fileprivate var coroutine: Services.Frame {
    guard let frame = unsafe pointee.current else { preconditionFailure("only coroutines wait") }
    return unsafe frame
  }

  fileprivate func note(_ kind: TraceEvent.Kind, _ frame: Services.Frame? = nil) {
    unsafe batonTrace(self, frame, u32(kind.rawValue))
  }
}

// The own parts of calls that suspend: engines call them when the caller's frame is complete. What is more than 0 says
// that the coroutine is kept, or handed to the queue program.

private let isKept: Int32 = 1
/// ENOMEM.
private let noTicket: Int32 = -12

@c @implementation
func co_await_until(
  _ queue: (@convention(c) (UnsafeMutablePointer<coroutine>?, u64) -> Int32)!, _ argument: u64,
  _ deadline: u64
) -> Int32 {
  let execution = unsafe baton_current_execution()!
  let frame = unsafe execution.coroutine
  unsafe frame.pointee.outcome = 0
  unsafe frame.pointee.due = deadline
  let ticket = unsafe Services.of(execution).pointee.issueTicket(
    for: frame, until: deadline, now: execution.pointee.now)
  guard let ticket else { return noTicket }
  unsafe execution.pointee.ticket = ticket.head
  return isKept
}

@c @implementation
func co_sleep_until(_ deadline: u64) -> Int32 {
  let execution = unsafe baton_current_execution()!
  let frame = unsafe execution.coroutine
  unsafe frame.pointee.outcome = 0
  unsafe frame.pointee.due = deadline
  unsafe execution.note(.suspend, frame)
  unsafe Services.of(execution).pointee.sleepers
    .add(baton_handle_of(frame), until: deadline, now: execution.pointee.now)
  unsafe execution.note(.stash)
  return isKept
}

@c @implementation
func co_join() -> Int32 {
  let execution = unsafe baton_current_execution()!
  let frame = unsafe execution.coroutine
  unsafe frame.pointee.outcome = 0
  // First: the last child may end meanwhile, and the coroutine go on.
  unsafe execution.note(.suspend, frame)
  let waits = unsafe baton_wait_for_children(frame) != 0
  unsafe execution.note(waits ? .stash : .refuse)
  return waits ? isKept : 0
}

// What else engines call.

/// The current coroutine is a ticket that is resumed: makes that current which it stands for, and goes on; null where
/// that does not wait any more.
@c
func batonClaim(
  _ execution: UnsafeMutablePointer<baton_execution>
) -> UnsafeMutablePointer<baton_frame>? {
  let services = unsafe Services.of(execution)
  guard let ticket = unsafe Ticket(execution.coroutine),
    let frame = unsafe services.pointee.claim(ticket)
  else { return nil }
  unsafe baton_set_current(execution, frame)
  unsafe services.pointee.waits.noteWait(of: frame, until: execution.pointee.now)
  unsafe execution.note(.resume, frame)
  unsafe baton_count_run(execution)
  return unsafe frame
}

/// The current coroutine's ticket was not kept by the queue program that got it.
@c
func batonWithdraw(_ execution: UnsafeMutablePointer<baton_execution>) {
  let frame = unsafe execution.coroutine
  guard let head = unsafe execution.pointee.ticket, let ticket = unsafe Ticket(head),
    unsafe Services.of(execution).pointee.claim(ticket) == frame
  else { preconditionFailure("nobody else has a ticket that was not kept") }
}

// Children, and what handles tell.

@c @implementation
func co_spawn(
  _ program: (@convention(c) (UnsafeMutablePointer<xdp_md>?) -> Int32)!,
  _ ctx: UnsafeMutablePointer<xdp_md>!
) -> UnsafeMutablePointer<coroutine>? {
  let execution = unsafe baton_current_execution()!
  let services = unsafe Services.of(execution)
  // Sound: what programs have as functions are addresses that the engine has made.
  let address = unsafe UInt64(UInt(bitPattern: unsafeBitCast(program, to: UnsafeRawPointer.self)))
  let parent = unsafe execution.coroutine
  let unit = unsafe services.pointee.versions.unit(of: parent)
  let path = unsafe unit._withUnsafeGuaranteedRef { $0.dataPath(at: address) }
  let child = unsafe services.pointee.makeCoroutine(
    over: packet(of: ctx), entry: path.entry, startLink: path.startLink,
    now: execution.pointee.now, parent: parent)
  guard let child = unsafe child else { return nil }
  _ = unsafe takePacket(ctx)
  return unsafe baton_handle_of(child)
}

@c @implementation
func bpf_co_expired(_ handle: UnsafeMutablePointer<coroutine>!) -> Int32 {
  unsafe Ticket(baton_frame_of(handle))?.isExpired == true ? 1 : 0
}

@c @implementation
func bpf_co_packet(_ handle: UnsafeMutablePointer<coroutine>!) -> u64 {
  unsafe u64(UInt(bitPattern: baton_frame_of(handle).pointee.packet))
}
