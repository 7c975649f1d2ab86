/// A packet of ARP about Ethernet and IPv4 addresses, 28 octets (RFC 826).
@frozen
public struct ARPPacket: Hashable, Sendable {
  public static let byteCount = 28

  @frozen
  public enum Operation: UInt16, Sendable {
    case request = 1
    case reply = 2
  }

  public var operation: Operation
  public var senderHardware: MACAddress
  public var sender: IPv4Address
  /// Means nothing in a request.
  public var targetHardware: MACAddress
  public var target: IPv4Address

  @inlinable
  public init(
    operation: Operation, senderHardware: MACAddress, sender: IPv4Address,
    targetHardware: MACAddress = .zero, target: IPv4Address
  ) {
    self.operation = operation
    self.senderHardware = senderHardware
    self.sender = sender
    self.targetHardware = targetHardware
    self.target = target
  }

  /// What follows 28 octets is padding. Throws `truncated`, `unsupportedAddresses`, and `badField` for an
  /// operation or a length of addresses that there isn't.
  @inlinable
  public init(parsing packet: Span<UInt8>) throws(WireError) {
    guard packet.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: packet.count)
    }
    let kinds = packet.uint32(at: 0)
    guard kinds == Self.kinds else {
      throw .unsupportedAddresses(
        hardware: UInt16(truncatingIfNeeded: kinds >> 16),
        protocol: UInt16(truncatingIfNeeded: kinds))
    }
    guard packet.uint16(at: 4) == Self.lengths else {
      throw .badField(value: UInt32(packet.uint16(at: 4)), offset: 4)
    }
    guard let operation = Operation(rawValue: packet.uint16(at: 6)) else {
      throw .badField(value: UInt32(packet.uint16(at: 6)), offset: 6)
    }
    self.operation = operation
    senderHardware = MACAddress(from: packet, at: 8)
    sender = IPv4Address(bits: packet.uint32(at: 14))
    targetHardware = MACAddress(from: packet, at: 18)
    target = IPv4Address(bits: packet.uint32(at: 24))
  }

  /// Writes 28 octets. Traps unless they fit.
  @inlinable
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    octets.store(Self.kinds, at: offset)
    octets.store(Self.lengths, at: offset + 4)
    octets.store(operation.rawValue, at: offset + 6)
    senderHardware.write(to: &octets, at: offset + 8)
    octets.store(sender.bits, at: offset + 14)
    targetHardware.write(to: &octets, at: offset + 18)
    octets.store(target.bits, at: offset + 24)
  }

  public func append(to octets: inout [UInt8]) {
    octets.appendHeader(Self.byteCount) { write(to: &$0, at: $1) }
  }

  /// Ethernet's addresses, and IPv4's.
  @usableFromInline static let kinds: UInt32 = 1 << 16 | UInt32(EthernetHeader.EtherType.ipv4)
  /// Six octets, and four.
  @usableFromInline static let lengths: UInt16 = 6 << 8 | 4
}
