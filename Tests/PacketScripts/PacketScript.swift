/// A scenario for a host's TCP: what comes in, what its user does, and what has to go out, each with its time. The notation is
/// close to packetdrill's; `PacketScript(parsing:)` says how a line reads.
public struct PacketScript: Sendable {
  public struct Line: Sendable {
    public var number: Int
    /// Behind the line before, in nanoseconds.
    public var delay: UInt64
    public var action: Action
  }

  public enum Action: Sendable {
    /// The peer sends a segment.
    case arrives(ScriptSegment)
    /// The network tells of a segment of ours that it can't forward.
    case arrivesError(ScriptError)
    /// The host has to send a segment.
    case sends(ScriptSegment)
    /// Somebody sends a frame that is none of a segment.
    case arrivesFrame([UInt8])
    /// The host has to send a frame of which this is said.
    case sendsFrame(String)
    case user(UserCall)
  }

  public enum UserCall: Equatable, Sendable {
    case listen(backlog: Int)
    /// Nil: there must be none to accept.
    case accept(Bool)
    case connect
    /// Takes a port of UDP, and sends back what waits there.
    case bind(Int)
    case echo(Int)
    /// How many octets, and how many of them there must be room for.
    case write(Int, taken: Int)
    /// How many octets are read; they must be there.
    case read(Int)
    /// How many octets there are to be read.
    case readable(Int)
    /// Sends FIN, reads on.
    case shutdown
    /// Has done with the connection.
    case close
    case abort
    /// The connection's state, or why it ended.
    case state(String)
    case end(String)
    /// Nothing is sent until then.
    case quiet
  }

  public var name: String
  /// `option NAME VALUE` lines, in order.
  public var options: [(number: Int, name: String, value: String)] = []
  public var lines: [Line] = []
  /// Over which versions of IP it is to be run: `option family` says so, else over both.
  public var families: [ScriptFamily] = ScriptFamily.allCases
}

/// An ICMP error of the network.
public struct ScriptError: Equatable, Sendable {
  public var code: UInt8
  public var mtu: UInt16
  /// Which of our segments it tells of, counted from our SYN.
  public var sequence: Int
}

/// What is wrong with a script, or what a host did otherwise than a script says.
public struct ScriptFailure: Error, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var message: String

  public var description: String { "\(file):\(line): \(message)" }
}
