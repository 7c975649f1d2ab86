/// How far a service came in one call.
public struct ServiceStep: Equatable, Sendable {
  /// How many octets of the input are done with: the next call's input starts behind them.
  public var consumed: Int
  public var next: Next

  public enum Next: Sendable {
    /// Needs more octets than there are.
    case input
    /// Wants to be called again, also with no new input: a long request goes on, or pipelined ones wait.
    case again
    /// The reply is to be sent, and then the connection to be closed.
    case close
  }

  public init(consumed: Int, next: Next) {
    self.consumed = consumed
    self.next = next
  }
}
