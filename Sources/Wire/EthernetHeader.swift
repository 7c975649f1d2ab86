/// An IEEE 802 address of six octets, in the low 48 bits.
public struct MACAddress: Hashable, Sendable, CustomStringConvertible {
  public var bits: UInt64

  public init(bits: UInt64) {
    precondition(bits < 1 << 48, "an address has 48 bits")
    self.bits = bits
  }

  public init(octets: [UInt8]) {
    precondition(octets.count == 6, "an address has six octets")
    bits = octets.reduce(0) { $0 << 8 | UInt64($1) }
  }

  public var octets: [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * $0)) }
  }

  public var description: String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}

/// The Ethernet II header, fourteen octets (IEEE 802.3).
public struct EthernetHeader: Equatable, Sendable {
  public static let byteCount = 14

  public enum EtherType {
    public static let ipv4: UInt16 = 0x0800
    public static let arp: UInt16 = 0x0806
    public static let ipv6: UInt16 = 0x86dd
  }

  public var destination: MACAddress
  public var source: MACAddress
  public var etherType: UInt16

  public init(destination: MACAddress, source: MACAddress, etherType: UInt16) {
    self.destination = destination
    self.source = source
    self.etherType = etherType
  }

  public init(parsing frame: Span<UInt8>) throws(WireError) {
    guard frame.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: frame.count)
    }
    destination = Self.address(frame, at: 0)
    source = Self.address(frame, at: 6)
    etherType = frame.uint16(at: 12)
  }

  private static func address(_ frame: Span<UInt8>, at offset: Int) -> MACAddress {
    MACAddress(
      bits: UInt64(frame.uint16(at: offset)) << 32 | UInt64(frame.uint32(at: offset + 2)))
  }

  public func append(to octets: inout [UInt8]) {
    octets += destination.octets
    octets += source.octets
    octets.append(networkOrder: etherType)
  }
}
