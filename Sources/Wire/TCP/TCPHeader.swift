/// The TCP header (RFC 9293 §3.1), its options included.
@frozen
public struct TCPHeader: Equatable, Sendable {
  public static let byteCountMin = 20
  public static let byteCountMax = 60

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var sequenceNumber: UInt32
  /// Means nothing without ACK.
  public var acknowledgmentNumber: UInt32
  public var flags: TCPFlags
  /// As on the wire, not yet shifted.
  public var window: UInt16
  public var checksum: UInt16
  /// Means nothing without URG.
  public var urgentPointer: UInt16
  @inlinable
  public var options: TCPOptions {
    get { storedOptions }
    set {
      storedOptions = newValue
      storedByteCount = Self.byteCountMin + newValue.byteCount
    }
  }
  @usableFromInline var storedOptions: TCPOptions
  /// With options, in octets: of the segment that was parsed, or as it will be written. They differ when a
  /// sender lays its options out in another way, or has options that we don't know.
  @inlinable public var headerByteCount: Int { storedByteCount }
  @usableFromInline var storedByteCount: Int

  /// Without a checksum.
  @inlinable
  public init(
    sourcePort: UInt16, destinationPort: UInt16, sequenceNumber: UInt32,
    acknowledgmentNumber: UInt32 = 0, flags: TCPFlags, window: UInt16, urgentPointer: UInt16 = 0,
    options: TCPOptions = TCPOptions()
  ) {
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.sequenceNumber = sequenceNumber
    self.acknowledgmentNumber = acknowledgmentNumber
    self.flags = flags
    self.window = window
    checksum = 0
    self.urgentPointer = urgentPointer
    storedOptions = options
    storedByteCount = Self.byteCountMin + options.byteCount
  }

  /// The flags of a segment that begins at `start`, where its least header is.
  @inlinable
  @inline(__always)
  public static func flags(in octets: Span<UInt8>, at start: Int) -> TCPFlags {
    TCPFlags(rawValue: octets[start + 13])
  }

  /// Checks the data offset and the options, not the checksum: `verify` does.
  ///
  /// Throws `truncated`, `badLength` and `badOption`.
  @inlinable
  @inline(__always)
  public init(parsing segment: Span<UInt8>) throws(WireError) {
    guard segment.count >= Self.byteCountMin else {
      throw .truncated(needed: Self.byteCountMin, got: segment.count)
    }
    sourcePort = segment.uint16(at: 0)
    destinationPort = segment.uint16(at: 2)
    sequenceNumber = segment.uint32(at: 4)
    acknowledgmentNumber = segment.uint32(at: 8)
    let byteCount = Int(segment[12] >> 4) * 4
    flags = Self.flags(in: segment, at: 0)
    window = segment.uint16(at: 14)
    checksum = segment.uint16(at: 16)
    urgentPointer = segment.uint16(at: 18)
    guard (Self.byteCountMin...segment.count).contains(byteCount) else {
      throw .badLength(claimed: byteCount, available: segment.count)
    }
    storedByteCount = byteCount
    storedOptions = try TCPOptions(
      parsing: segment.extracting(Self.byteCountMin..<byteCount))
  }
}

// MARK: Checksums

extension TCPHeader {
  /// Checks the checksum of a segment, header and payload. Throws `truncated` and `badChecksum`.
  @inlinable
  @inline(__always)
  public static func verify(
    _ segment: Span<UInt8>, from source: IPAddress, to destination: IPAddress
  ) throws(WireError) {
    guard segment.count >= byteCountMin else {
      throw .truncated(needed: byteCountMin, got: segment.count)
    }
    var sum = pseudoHeader(from: source, to: destination, byteCount: segment.count)
    sum.add(segment)
    guard sum.value == 0 else {
      throw .badChecksum(found: segment.uint16(at: 16), computed: sum.value)
    }
  }

  /// What to begin a checksum with; `byteCount` counts header and payload.
  @inlinable
  @inline(__always)
  public static func pseudoHeader(
    from source: IPAddress, to destination: IPAddress, byteCount: Int
  ) -> InternetChecksum {
    InternetChecksum(
      pseudoHeaderFrom: source, to: destination, protocolNumber: IPProtocol.tcp,
      byteCount: byteCount)
  }
}

// MARK: Writing

extension TCPHeader {
  /// How many octets `write` takes: which is `headerByteCount` but for some headers that were parsed.
  @inlinable
  @inline(__always)
  public var writtenByteCount: Int { Self.byteCountMin + options.byteCount }

  /// Writes `writtenByteCount` octets, with `checksum` as it is. Traps unless they fit.
  ///
  /// Precondition: the options take at most 40 octets.
  @inlinable
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    writeOthers(to: &octets, at: offset)
    octets.store(checksum, at: offset + 16)
  }

  /// Writes `writtenByteCount` octets, with a checksum over them and what `sum` has gathered: pseudo-header and
  /// payload. Traps unless they fit.
  ///
  /// Precondition: the options take at most 40 octets.
  @inlinable
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, including sum: InternetChecksum
  ) {
    var header = self
    header.seal(into: &octets, at: offset, including: sum)
  }

  /// The same where the checksum is not known yet: it is the header's from then on.
  ///
  /// Who changes a value may have it where it lies; a look at one as large as this costs a copy of it, read back too soon after it
  /// was written.
  @inlinable
  public mutating func seal(
    into octets: inout MutableSpan<UInt8>, at offset: Int, including sum: InternetChecksum
  ) {
    var whole = InternetChecksum()
    whole.add(sumOfNumbers: writeOthers(to: &octets, at: offset))
    // Behind the header: the payload may be of odd length.
    whole.add(sum)
    checksum = whole.value
    octets.store(checksum, at: offset + 16)
  }

  /// Writes all but the checksum, and returns the sum of that as numbers, none of which is read back: it is too
  /// fresh for that to be fast.
  @inlinable
  @inline(__always)
  @discardableResult
  func writeOthers(to octets: inout MutableSpan<UInt8>, at offset: Int) -> UInt64 {
    var end = offset + Self.byteCountMin
    var sum = options.write(to: &octets, from: &end)
    let byteCount = end - offset
    precondition(byteCount <= Self.byteCountMax, "a header has no room for these options")
    let ports = UInt32(sourcePort) << 16 | UInt32(destinationPort)
    let control = UInt16(byteCount / 4) << 12 | UInt16(flags.rawValue)
    let rest = UInt32(control) << 16 | UInt32(window)
    var place = offset
    sum &+= octets.put(ports, sequenceNumber, at: &place)
    sum &+= octets.put(acknowledgmentNumber, rest, at: &place)
    octets.store(urgentPointer, at: place + 2)
    return sum &+ UInt64(urgentPointer)
  }

  /// Appends header and payload, with a checksum.
  public func append(
    to octets: inout [UInt8], payload: Span<UInt8>, from source: IPAddress,
    to destination: IPAddress
  ) {
    let byteCount = writtenByteCount + payload.count
    octets.appendHeader(byteCount) {
      var sum = Self.pseudoHeader(from: source, to: destination, byteCount: byteCount)
      sum.copy(from: payload, to: &$0, at: $1 + writtenByteCount)
      write(to: &$0, at: $1, including: sum)
    }
  }
}
