/// The one clock of a world, in nanoseconds; it never goes back.
///
/// The real clock is handed in, as this room makes no system call; the virtual one is a number
/// that the virtual world moves on.
@safe
public struct WorldClock: Sendable {
  private let read: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UInt64
  nonisolated(unsafe) private let context: UnsafeMutableRawPointer?
  /// Whether waiting in place would stop the world, as one thread runs all of it.
  public let isVirtual: Bool

  /// A clock that `read` answers for.
  public init(
    isVirtual: Bool, context: UnsafeMutableRawPointer? = nil,
    read: @escaping @Sendable @convention(c) (UnsafeMutableRawPointer?) -> UInt64
  ) {
    self.isVirtual = isVirtual
    unsafe self.context = unsafe context
    unsafe self.read = unsafe read
  }

  public func now() -> UInt64 { unsafe read(context) }
}
