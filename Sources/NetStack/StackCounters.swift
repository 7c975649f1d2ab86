/// What has happened, one field a reason.
public struct StackCounters: Equatable, Codable, Sendable {
  public var received: UInt64 = 0
  public var sent: UInt64 = 0
  /// What was taken, and is done with.
  public var consumed: UInt64 = 0
  /// Neither our address nor one of all.
  public var notForUs: UInt64 = 0
  public var malformed: UInt64 = 0
  public var badChecksum: UInt64 = 0
  public var unknownProtocol: UInt64 = 0
  /// IPv6 packets whose headers ask for what we don't do.
  public var extensionsRefused: UInt64 = 0
  /// Others that say they have one of our addresses.
  public var addressConflicts: UInt64 = 0
  /// Fragments, how many datagrams were made of them, and how many were sent in such.
  public var fragments: UInt64 = 0
  public var reassembled: UInt64 = 0
  public var fragmented: UInt64 = 0
  public var noSocket: UInt64 = 0
  /// Packets that another stack of the host may have a connection for.
  public var strays: UInt64 = 0
  /// SYNs that no backlog had room for.
  public var backlogFull: UInt64 = 0
  public var socketsExhausted: UInt64 = 0
  /// SYNs that were answered and not remembered, and how many of these have come to be connections.
  public var cookiesSent: UInt64 = 0
  public var cookiesProven: UInt64 = 0
  /// Datagrams for a port at which too many wait.
  public var datagramsLost: UInt64 = 0
  /// Answers to datagrams that are longer than a chunk has room for.
  public var datagramsTooLong: UInt64 = 0
  /// Payload that was there before, or beyond the window, or that there was no memory for.
  public var notKept: UInt64 = 0
  /// How often all that a socket held beyond gaps was dropped for want of memory.
  public var pruned: UInt64 = 0
  /// Answers that there was no empty packet for.
  public var noPacket: UInt64 = 0
  public var unresolved: UInt64 = 0
  public var retransmitted: UInt64 = 0
  public var opened: UInt64 = 0
  public var resetsSent: UInt64 = 0
  public var errorsSent: UInt64 = 0

  public init() {}

  /// Those of several stacks together.
  public static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.received += b.received
    sum.sent += b.sent
    sum.consumed += b.consumed
    sum.notForUs += b.notForUs
    sum.malformed += b.malformed
    sum.badChecksum += b.badChecksum
    sum.unknownProtocol += b.unknownProtocol
    sum.extensionsRefused += b.extensionsRefused
    sum.addressConflicts += b.addressConflicts
    sum.fragments += b.fragments
    sum.reassembled += b.reassembled
    sum.fragmented += b.fragmented
    sum.noSocket += b.noSocket
    sum.strays += b.strays
    sum.backlogFull += b.backlogFull
    sum.socketsExhausted += b.socketsExhausted
    sum.cookiesSent += b.cookiesSent
    sum.cookiesProven += b.cookiesProven
    sum.datagramsLost += b.datagramsLost
    sum.datagramsTooLong += b.datagramsTooLong
    sum.notKept += b.notKept
    sum.pruned += b.pruned
    sum.noPacket += b.noPacket
    sum.unresolved += b.unresolved
    sum.retransmitted += b.retransmitted
    sum.opened += b.opened
    sum.resetsSent += b.resetsSent
    sum.errorsSent += b.errorsSent
    return sum
  }
}
