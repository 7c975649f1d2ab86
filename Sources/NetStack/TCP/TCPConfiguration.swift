import Wire

/// What a connection can be told to do otherwise. Times in nanoseconds.
public struct TCPConfiguration: Sendable, BitwiseCopyable {
  public enum CongestionAlgorithm: String, Sendable, BitwiseCopyable, CaseIterable {
    /// RFC 5681, RFC 6582.
    case newReno
    /// RFC 9438.
    case cubic
  }

  public var congestion: CongestionAlgorithm = .cubic
  /// How many octets of payload we take in a segment: the MTU without 40 (IPv4) or 60 (IPv6) octets.
  public var maximumSegmentSize: UInt16 = 1460
  /// What a peer takes that does not say.
  var assumedSegmentSize: UInt16 = 536
  /// How many octets may wait to be read. Whole chunks are charged.
  public var receiveBufferByteCount = 256 * 1024
  /// How many octets may wait to be sent or acknowledged.
  public var sendBufferByteCount = 256 * 1024
  /// RFC 6928.
  public var initialWindowSegments = 10

  public var usesWindowScaling = true
  public var usesTimestamps = true
  public var usesSACK = true
  /// Small segments wait for acknowledgements (RFC 9293 §3.7.4), unless a connection is told otherwise.
  public var usesNagle = true

  /// RFC 6298 has the timeout begin with a second, and go no lower; hosts on fast networks go down to 200 ms.
  public var initialTimeout: UInt64 = 1_000_000_000
  public var minimumTimeout: UInt64 = 200_000_000
  public var maximumTimeout: UInt64 = 120_000_000_000
  /// How long an acknowledgement may wait for data to go with: less than half a second (RFC 9293 §3.8.6.3).
  public var delayedAcknowledgment: UInt64 = 40_000_000
  /// After as many timeouts in a row the connection is given up (R2 of RFC 9293 §3.8.3: 100 s and more), and for SYNs.
  public var retransmissionCountMax: UInt32 = 15
  public var synRetransmissionCountMax: UInt32 = 7
  /// How long we wait in TIME-WAIT: twice the maximum segment lifetime.
  public var timeWait: UInt64 = 60_000_000_000
  /// How long we wait in FIN-WAIT-2 once nobody reads any more.
  public var finWait2: UInt64 = 60_000_000_000
  /// When an idle connection is probed, how often then, and how many probes may stay unanswered; nil: never.
  public var keepAlive: KeepAlive?

  public struct KeepAlive: Sendable, BitwiseCopyable {
    /// RFC 9293 §3.8.4 has two hours at least as the default.
    public var idle: UInt64 = 7_200_000_000_000
    public var interval: UInt64 = 75_000_000_000
    public var countMax: UInt32 = 9

    public init() {}
  }

  public init() {}

  /// RFC 9293 §3.7.1: what the least packets that all links carry have room for.
  static func assumedSegmentSize(to remote: IPAddress) -> UInt16 { remote.isV4 ? 536 : 1220 }
}
