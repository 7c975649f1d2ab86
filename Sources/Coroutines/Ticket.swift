import CBaton
import Timers

/// What a queue program gets of a coroutine that waits until a deadline, seen by whoever has it.
///
/// The coroutine is taken by one of two: by who resumes or destroys the ticket's handle, or by the timer wheel of the
/// worker that it was suspended on. Either asks the ticket first.
@safe
public struct Ticket {
  public typealias Frame = UnsafeMutablePointer<baton_frame>

  let pointer: UnsafeMutablePointer<baton_ticket>

  /// Nil for the frame of a coroutine.
  public init?(_ frame: Frame) {
    guard unsafe frame.pointee.program == BATON_TICKET else { return nil }
    unsafe self.init(headedBy: frame)
  }

  init(headedBy frame: Frame) {
    // Sound: only the head of a ticket is marked as one, and it is the ticket's first member.
    unsafe pointer = UnsafeMutableRawPointer(frame).assumingMemoryBound(to: baton_ticket.self)
  }

  init(_ sleeper: TimerWheel.Sleeper) {
    // Sound: only the sleeper of a ticket says that it is one.
    unsafe pointer = (UnsafeMutableRawPointer(sleeper) - Self.sleeperOffset)
      .assumingMemoryBound(to: baton_ticket.self)
  }

  public var head: Frame {
    unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: baton_frame.self)
  }

  var sleeper: TimerWheel.Sleeper {
    // Sound: it is a member of the ticket.
    unsafe (UnsafeMutableRawPointer(pointer) + Self.sleeperOffset)
      .assumingMemoryBound(to: baton_sleeper.self)
  }

  private static let sleeperOffset = unsafe MemoryLayout<baton_ticket>.offset(of: \.sleeper)!

  /// The worker whose ticket it is.
  public var home: Int { unsafe Int(pointer.pointee.head.home) }

  /// The number of the coroutine's program.
  public var program: Int { unsafe Int(pointer.pointee.program) }

  /// Whose it is. Others may have taken it, and run it.
  public var frame: Frame { unsafe pointer.pointee.frame }

  /// Whether nobody has taken the coroutine yet.
  var isWaiting: Bool { unsafe baton_observed_state(pointer) == UInt64(BATON_WAITS) }

  public var isExpired: Bool {
    unsafe baton_observed_state(pointer) == UInt64(BATON_EXPIRED)
  }

  /// The coroutine, for whoever has the ticket's handle; null where its deadline has passed.
  public func claim() -> Frame? {
    guard unsafe baton_take(pointer, UInt64(BATON_CLAIMED)) != 0 else { return nil }
    let frame = unsafe pointer.pointee.frame!
    // What policies keep is the coroutine's, whichever handle they kept it in.
    unsafe frame.pointee.handle.user = pointer.pointee.head.handle.user
    return unsafe frame
  }

  /// The coroutine, whose deadline has passed; null where somebody else has taken it.
  func expire() -> Frame? {
    guard unsafe baton_take(pointer, UInt64(BATON_EXPIRED)) != 0 else { return nil }
    return unsafe pointer.pointee.frame
  }
}
