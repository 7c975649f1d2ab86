/// A capture file in the classic format of libpcap (draft-ietf-opsawg-pcap): a header of 24 octets, then
/// for each packet a header of 16 octets and what was captured of it.
public struct PcapFile: Equatable, Sendable {
  public static let headerByteCount = 24
  public static let recordHeaderByteCount = 16
  /// `LINKTYPE_ETHERNET`.
  public static let ethernetLinkType: UInt32 = 1

  private static let microsecondMagic: UInt32 = 0xa1b2_c3d4
  private static let nanosecondMagic: UInt32 = 0xa1b2_3c4d
  private static let pcapngMagic: UInt32 = 0x0a0d_0d0a

  public var linkType: UInt32
  /// Whether the fraction of a time counts nanoseconds, and not microseconds.
  public var isNanoseconds: Bool
  public let isBigEndian: Bool

  /// Of a file that we write: Ethernet, nanoseconds, in the order of this machine's kind.
  public static let ethernet = PcapFile(
    linkType: ethernetLinkType, isNanoseconds: true, isBigEndian: false)

  private init(linkType: UInt32, isNanoseconds: Bool, isBigEndian: Bool) {
    self.linkType = linkType
    self.isNanoseconds = isNanoseconds
    self.isBigEndian = isBigEndian
  }

  /// Reads the header of a file.
  public init(parsing file: Span<UInt8>) throws(PcapError) {
    guard file.count >= Self.headerByteCount else {
      throw .truncated(offset: 0, needed: Self.headerByteCount, got: file.count)
    }
    let magic = file.uint32(at: 0).littleEndianValue
    switch magic {
    case Self.microsecondMagic, Self.nanosecondMagic: isBigEndian = false
    case Self.microsecondMagic.byteSwapped, Self.nanosecondMagic.byteSwapped: isBigEndian = true
    case Self.pcapngMagic: throw .pcapng
    default: throw .badMagic(magic)
    }
    isNanoseconds =
      (isBigEndian ? magic.byteSwapped : magic) == Self.nanosecondMagic
    linkType = 0
    linkType = word(file, at: 20) & 0xffff
  }

  /// One packet of a file.
  public struct Record: Equatable, Sendable {
    /// Since the Unix epoch.
    public var nanoseconds: UInt64
    /// Where its octets lie in the file.
    public var octets: Range<Int>
    /// How long the packet was, of which less may have been captured.
    public var originalByteCount: Int
  }

  /// The record at `offset`; nil at the end of the file.
  public func record(
    in file: Span<UInt8>, at offset: Int
  ) throws(PcapError) -> Record? {
    if offset == file.count { return nil }
    guard file.count - offset >= Self.recordHeaderByteCount else {
      throw .truncated(
        offset: offset, needed: Self.recordHeaderByteCount, got: file.count - offset)
    }
    let fraction = UInt64(word(file, at: offset + 4))
    let captured = Int(word(file, at: offset + 8))
    let start = offset + Self.recordHeaderByteCount
    guard captured <= file.count - start else {
      throw .truncated(offset: start, needed: captured, got: file.count - start)
    }
    return Record(
      nanoseconds: UInt64(word(file, at: offset)) * 1_000_000_000
        + fraction * (isNanoseconds ? 1 : 1000),
      octets: start..<start + captured, originalByteCount: Int(word(file, at: offset + 12)))
  }

  private func word(_ file: Span<UInt8>, at offset: Int) -> UInt32 {
    isBigEndian ? file.uint32(at: offset) : file.uint32(at: offset).littleEndianValue
  }

  // MARK: Writing

  /// The header, as the first octets of a file.
  public var header: [UInt8] {
    precondition(!isBigEndian, "files are written in little-endian order")
    var octets: [UInt8] = []
    octets.append(word: isNanoseconds ? Self.nanosecondMagic : Self.microsecondMagic)
    // Version 2.4.
    octets.append(word: 4 << 16 | 2)
    octets.append(word: 0)
    octets.append(word: 0)
    octets.append(word: 262_144)
    octets.append(word: linkType)
    return octets
  }

  /// The header of a record of a whole packet.
  public func recordHeader(nanoseconds: UInt64, byteCount: Int) -> [UInt8] {
    var octets: [UInt8] = []
    octets.append(word: UInt32(truncatingIfNeeded: nanoseconds / 1_000_000_000))
    let fraction = nanoseconds % 1_000_000_000
    octets.append(word: UInt32(isNanoseconds ? fraction : fraction / 1000))
    octets.append(word: UInt32(byteCount))
    octets.append(word: UInt32(byteCount))
    return octets
  }
}

/// What is wrong with a capture file.
public enum PcapError: Error, Equatable, Sendable, CustomStringConvertible {
  case badMagic(UInt32)
  case pcapng
  case truncated(offset: Int, needed: Int, got: Int)

  public var description: String {
    switch self {
    case .badMagic(let magic): "not a capture file: it begins with 0x\(String(magic, radix: 16))"
    case .pcapng: "a pcapng file; convert it with: editcap -F pcap IN OUT"
    case .truncated(let offset, let needed, let got):
      "cut off at octet \(offset): \(needed) are needed there, \(got) are left"
    }
  }
}

extension UInt32 {
  /// A word read in network order, as if it had been read in little-endian order.
  fileprivate var littleEndianValue: UInt32 { byteSwapped }
}

extension [UInt8] {
  /// Appends a word in little-endian order.
  fileprivate mutating func append(word: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}
