import CBaton
import Wire

/// Which connection a segment is of.
public struct SocketKey: Hashable, Sendable {
  public var local: IPAddress
  public var remote: IPAddress
  public var localPort: UInt16
  public var remotePort: UInt16

  public init(local: IPAddress, localPort: UInt16, remote: IPAddress, remotePort: UInt16) {
    self.local = local
    self.remote = remote
    self.localPort = localPort
    self.remotePort = remotePort
  }

  static let none = SocketKey(
    local: IPAddress(IPv4Address(bits: 0)), localPort: 0, remote: IPAddress(IPv4Address(bits: 0)),
    remotePort: 0)
}

/// A socket: a connection with what it has received and has to send, or a listener.
public struct Socket {
  public enum Kind: UInt8, Sendable {
    case free, listener, connection
  }

  /// Which worker has it locked, from 1; 0 where none has. Programs know it as `socket.lock`, which is why it comes first.
  public var lock: UInt64 = 0
  /// Which one it is in the stack's memory.
  public internal(set) var number = 0
  /// Whose stack it belongs to: `HostConfiguration.worker`.
  public internal(set) var worker = 0
  public internal(set) var kind = Kind.free
  public internal(set) var key = SocketKey.none
  /// Whom its packets are given to on the link; nil: there is no way.
  var hop: IPAddress?
  public internal(set) var connection: TCPConnection
  /// What can be read.
  var readable = BufferQueue()
  /// What has arrived beyond a gap.
  var early = BufferQueue()
  /// What was written and is not acknowledged.
  var unacknowledged = BufferQueue()
  /// Where in it the segment begins that was sent last.
  var sendCursor: BufferReference?
  /// Packets with octets of it that are acknowledged, and not queued yet.
  var unqueuedCount = 0
  /// Behind what has been put where it can be read; nil until something has arrived.
  var placedEnd: SequenceNumber?
  /// How many programs, and packets that are not queued yet, refer to it.
  var referenceCount = 0
  /// Something was done to it after which there may be something to send.
  var isUnsettled = false
  /// What it holds has changed since it was said how much more that may be.
  var isRoomOld = false
  /// What has happened that its user was not told of.
  public internal(set) var events: TCPEvents = []
  /// The listener that it came from.
  var listener: SocketReference?
  /// Of a listener: how many connections are not established yet, and those that are and are not accepted. Either may be
  /// `backlog` at most.
  var halfOpenCount = 0
  var acceptable = SocketRow<WaitingLinking>()
  var backlog = 0
  var waiting = SocketLink()
  /// The next one that is free.
  var next: SocketReference?
  /// In a slot of the table.
  var sibling: SocketReference?
  var unsent = SocketLink()
  var ready = SocketLink()
  /// Its user waits until it can write again: it is ready then.
  public var waitsForRoom = false
  var isHeldByUser = false
  var isInTable = false
  var sleeper = baton_sleeper()
  /// When it wakes; never: `UInt64.max`.
  var wakesAt = UInt64.max

  init() {
    connection = TCPConnection.closed
  }
}
