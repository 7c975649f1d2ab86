/// The one clock of a world, in nanoseconds; it never goes back.
///
/// The real clock is handed in, as this room makes no system call; the virtual one is a number
/// that the virtual world moves on.
@safe
public struct WorldClock: Sendable {
  private let read: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UInt64
  private let readTicks: (@Sendable @convention(c) () -> UInt64)?
  nonisolated(unsafe) private let context: UnsafeMutableRawPointer?
  /// Whether waiting in place would stop the world, as one thread runs all of it.
  public let isVirtual: Bool

  /// A clock that `read` answers for.
  ///
  /// - Parameter readTicks: a count that runs as evenly and is cheaper to read. Without it, ticks are nanoseconds.
  public init(
    isVirtual: Bool, context: UnsafeMutableRawPointer? = nil,
    readTicks: (@Sendable @convention(c) () -> UInt64)? = nil,
    read: @escaping @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UInt64
  ) {
    self.isVirtual = isVirtual
    unsafe self.context = unsafe context
    unsafe self.read = unsafe read
    self.readTicks = readTicks
  }

  public func now() -> UInt64 { unsafe read(context) }

  /// The moment, for traces: a few nanoseconds' work. ``TickScale`` turns it into a time. Between processors it may be
  /// apart by some tens of nanoseconds.
  public func ticks() -> UInt64 { readTicks?() ?? now() }

  /// This moment by ticks and by time, with as little as possible between the two.
  public func moment() -> TickScale.Moment {
    let before = ticks()
    let time = now()
    let after = ticks()
    return TickScale.Moment(ticks: before + (after &- before) / 2, nanoseconds: time)
  }
}
