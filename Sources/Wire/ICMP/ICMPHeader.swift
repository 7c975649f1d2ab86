/// What messages of ICMP (RFC 792) and ICMPv6 (RFC 4443) begin with, eight octets: type, code, checksum, and
/// four octets whose meaning depends on the type: `ICMPMessage` and `ICMPv6Message` tell it.
@frozen
public struct ICMPHeader: Hashable, Sendable {
  public static let byteCount = 8

  public var type: UInt8
  public var code: UInt8
  /// The four octets behind the checksum, as one number.
  public var word: UInt32

  @inlinable
  public init(type: UInt8, code: UInt8 = 0, word: UInt32 = 0) {
    self.type = type
    self.code = code
    self.word = word
  }

  /// Reads the header of an ICMP message, and checks the checksum over the whole of it.
  ///
  /// Throws `truncated` and `badChecksum`.
  @inlinable
  public init(parsing message: Span<UInt8>) throws(WireError) {
    try self.init(parsing: message, pseudoHeader: InternetChecksum())
  }

  /// Reads the header of an ICMPv6 message, and checks the checksum over it and its pseudo-header.
  ///
  /// Throws `truncated` and `badChecksum`.
  @inlinable
  public init(
    parsing message: Span<UInt8>, from source: IPv6Address, to destination: IPv6Address
  ) throws(WireError) {
    let sum = Self.pseudoHeader(from: source, to: destination, byteCount: message.count)
    try self.init(parsing: message, pseudoHeader: sum)
  }

  @inlinable
  init(parsing message: Span<UInt8>, pseudoHeader: InternetChecksum) throws(WireError) {
    try self.init(parsingQuoted: message)
    var sum = pseudoHeader
    sum.add(message)
    guard sum.value == 0 else {
      throw .badChecksum(found: message.uint16(at: 2), computed: sum.value)
    }
  }

  /// Reads a header of a message that may be cut off. Throws `truncated`.
  @inlinable
  public init(parsingQuoted message: Span<UInt8>) throws(WireError) {
    guard message.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: message.count)
    }
    type = message[0]
    code = message[1]
    word = message.uint32(at: 4)
  }

  /// What to begin the checksum of an ICMPv6 message with; `byteCount` counts all of it.
  @inlinable
  public static func pseudoHeader(
    from source: IPv6Address, to destination: IPv6Address, byteCount: Int
  ) -> InternetChecksum {
    InternetChecksum(
      pseudoHeaderFrom: source, to: destination, protocolNumber: IPProtocol.icmpv6,
      byteCount: byteCount)
  }

  /// Writes eight octets, with a checksum over them and what `sum` has gathered: what follows, and the
  /// pseudo-header for ICMPv6. Traps unless they fit.
  @inlinable
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, including sum: InternetChecksum
  ) {
    let kind = UInt16(type) << 8 | UInt16(code)
    var whole = InternetChecksum()
    whole.add(kind)
    whole.add(word)
    // Behind the header: what follows may be of odd length.
    whole.add(sum)
    octets.store(kind, at: offset)
    octets.store(whole.value, at: offset + 2)
    octets.store(word, at: offset + 4)
  }

  /// Appends an ICMP message.
  public func append(to octets: inout [UInt8], body: Span<UInt8>) {
    append(to: &octets, body: body, pseudoHeader: InternetChecksum())
  }

  /// Appends an ICMPv6 message.
  public func append(
    to octets: inout [UInt8], body: Span<UInt8>, from source: IPv6Address,
    to destination: IPv6Address
  ) {
    let sum = Self.pseudoHeader(
      from: source, to: destination, byteCount: Self.byteCount + body.count)
    append(to: &octets, body: body, pseudoHeader: sum)
  }

  private func append(
    to octets: inout [UInt8], body: Span<UInt8>, pseudoHeader: InternetChecksum
  ) {
    octets.appendHeader(Self.byteCount + body.count) {
      var sum = pseudoHeader
      sum.copy(from: body, to: &$0, at: $1 + Self.byteCount)
      write(to: &$0, at: $1, including: sum)
    }
  }
}

/// What belongs to an echo request and its reply.
@frozen
public struct ICMPEcho: Hashable, Sendable {
  public var identifier: UInt16
  public var sequenceNumber: UInt16

  @inlinable
  public init(identifier: UInt16, sequenceNumber: UInt16) {
    self.identifier = identifier
    self.sequenceNumber = sequenceNumber
  }

  @inlinable
  init(word: UInt32) {
    self.init(
      identifier: UInt16(truncatingIfNeeded: word >> 16),
      sequenceNumber: UInt16(truncatingIfNeeded: word))
  }

  @inlinable var word: UInt32 { UInt32(identifier) << 16 | UInt32(sequenceNumber) }
}
