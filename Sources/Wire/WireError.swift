/// Why octets are no such header.
public enum WireError: Error, Equatable, CustomStringConvertible {
  case truncated(needed: Int, got: Int)
  case badLength(claimed: Int, available: Int)
  case badVersion(Int)
  case badChecksum(found: UInt16, computed: UInt16)

  public var description: String {
    switch self {
    case .truncated(let needed, let got): "\(needed) octets are needed, there are \(got)"
    case .badLength(let claimed, let available):
      "the header claims \(claimed) octets, there are \(available)"
    case .badVersion(let version): "version \(version) is none that is known"
    case .badChecksum(let found, let computed):
      "the checksum is \(String(found, radix: 16)), the octets add up to "
        + String(computed, radix: 16)
    }
  }
}

extension Span<UInt8> {
  /// A 16-bit number in network byte order.
  func uint16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  /// A 32-bit number in network byte order.
  func uint32(at offset: Int) -> UInt32 {
    UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
  }
}

extension [UInt8] {
  mutating func append(networkOrder value: UInt16) {
    append(UInt8(truncatingIfNeeded: value >> 8))
    append(UInt8(truncatingIfNeeded: value))
  }

  mutating func append(networkOrder value: UInt32) {
    append(networkOrder: UInt16(truncatingIfNeeded: value >> 16))
    append(networkOrder: UInt16(truncatingIfNeeded: value))
  }
}
