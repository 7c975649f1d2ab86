import Wire

/// A segment that has arrived, but for its payload's octets.
public struct TCPSegment: Sendable {
  public var sequence: SequenceNumber
  public var acknowledgment: SequenceNumber
  public var flags: TCPFlags
  /// As on the wire, not yet shifted.
  public var window: UInt16
  public var options: TCPOptions
  public var payloadByteCount: Int

  public init(
    sequence: SequenceNumber, acknowledgment: SequenceNumber = SequenceNumber(0), flags: TCPFlags,
    window: UInt16, options: TCPOptions = TCPOptions(), payloadByteCount: Int = 0
  ) {
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.window = window
    self.options = options
    self.payloadByteCount = payloadByteCount
  }

  public init(_ header: TCPHeader, payloadByteCount: Int) {
    self.init(
      sequence: SequenceNumber(header.sequenceNumber),
      acknowledgment: SequenceNumber(header.acknowledgmentNumber), flags: header.flags,
      window: header.window, options: header.options, payloadByteCount: payloadByteCount)
  }

  /// SEG.LEN: how much of the sequence space it takes.
  public var length: Int {
    payloadByteCount + (flags.contains(.synchronize) ? 1 : 0) + (flags.contains(.finish) ? 1 : 0)
  }

  /// What it gets from where there is no connection; nil for a reset (RFC 9293 §3.10.7.1).
  public var refusal: TCPTransmission? {
    guard !flags.contains(.reset) else { return nil }
    if flags.contains(.acknowledgment) {
      return TCPTransmission(sequence: acknowledgment, flags: .reset)
    }
    return TCPTransmission(
      sequence: SequenceNumber(0), acknowledgment: sequence + length,
      flags: [.reset, .acknowledgment])
  }
}

/// A segment to send: what its header says, and which octets of the stream it carries.
public struct TCPTransmission: Equatable, Sendable {
  /// All of it but for the ports, which whoever sends it knows, and the checksum.
  public var header: TCPHeader
  public var payloadByteCount: Int
  /// Whether some of the payload was sent before.
  public var isRepeated: Bool

  public init(
    sequence: SequenceNumber, acknowledgment: SequenceNumber = SequenceNumber(0), flags: TCPFlags,
    window: UInt16 = 0, options: TCPOptions = TCPOptions(), payloadByteCount: Int = 0,
    isRepeated: Bool = false
  ) {
    header = TCPHeader(
      sourcePort: 0, destinationPort: 0, sequenceNumber: sequence.value,
      acknowledgmentNumber: acknowledgment.value, flags: flags, window: window, options: options)
    self.payloadByteCount = payloadByteCount
    self.isRepeated = isRepeated
  }

  /// One that says nothing yet.
  @inline(__always)
  static var none: TCPTransmission { TCPTransmission(sequence: SequenceNumber(0), flags: []) }

  /// Also where its payload begins.
  @inline(__always)
  public var sequence: SequenceNumber { SequenceNumber(header.sequenceNumber) }
  public var acknowledgment: SequenceNumber { SequenceNumber(header.acknowledgmentNumber) }
  public var flags: TCPFlags { header.flags }
  /// As on the wire.
  public var window: UInt16 { header.window }
  public var options: TCPOptions { header.options }
}

/// What became of a segment.
public struct TCPArrival: Sendable {
  /// Which octets of its payload are to be kept; empty for none. Others were there before, or are beyond the window.
  public var kept: Range<Int> = 0..<0
  /// Where in the stream the kept octets begin.
  public var place = SequenceNumber(0)
  /// How many octets can be read more than before.
  public var readable = 0
  /// How many octets of ours need not be kept any longer.
  public var acknowledged = 0
  /// What has happened to the connection.
  public var events: TCPEvents = []
}

public struct TCPEvents: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It is established.
  public static let opened = Self(rawValue: 1)
  /// The peer sends nothing more: behind what can be read the stream ends.
  public static let ended = Self(rawValue: 2)
  /// It is over: `end` says why.
  public static let closed = Self(rawValue: 4)
}
