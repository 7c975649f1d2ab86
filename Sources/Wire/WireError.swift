/// Why octets are no such header. Numbers only: making one allocates nothing.
@frozen
public enum WireError: Error, Equatable, Sendable {
  /// Fewer octets than the least that there must be.
  case truncated(needed: Int, got: Int)
  /// A length field contradicts how many octets there are, or the format.
  case badLength(claimed: Int, available: Int)
  case badVersion(Int)
  /// `computed` is what the sum comes to, where it should come to 0.
  case badChecksum(found: UInt16, computed: UInt16)
  /// UDP over IPv6 without a checksum (RFC 8200 §8.1).
  case missingChecksum
  /// An option whose length is impossible for its kind, or leads beyond the list; `offset` counts from the
  /// beginning of the list.
  case badOption(kind: UInt8, length: Int, offset: Int)
  /// A VLAN tag within another.
  case nestedTag(etherType: UInt16)
  /// Addresses of other kinds than Ethernet's and IPv4's in ARP.
  case unsupportedAddresses(hardware: UInt16, protocol: UInt16)
  /// Not the type of message that was asked for.
  case badType(UInt8)
  /// A field holds what the format rules out, `offset` octets from the beginning.
  case badField(value: UInt32, offset: Int)
  /// A jumbogram (RFC 2675).
  case jumbo
  /// More extension headers than anybody needs.
  case tooManyExtensionHeaders(limit: Int)
}

extension WireError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let needed, let got): "\(needed) octets are needed, there are \(got)"
    case .badLength(let claimed, let available):
      "the header claims \(claimed) octets, there are \(available)"
    case .badVersion(let version): "version \(version) is none that is known"
    case .badChecksum(let found, let computed):
      "the checksum is \(String(found, radix: 16)), the octets add up to "
        + String(computed, radix: 16)
    case .missingChecksum: "there is no checksum, which IPv6 demands"
    case .badOption(let kind, let length, let offset):
      "option \(kind) at octet \(offset) of the list can't have the length \(length)"
    case .nestedTag(let etherType):
      "a tag within a tag, of type \(String(etherType, radix: 16))"
    case .unsupportedAddresses(let hardware, let network):
      "addresses of kind \(hardware) and \(String(network, radix: 16)) are not Ethernet's and IPv4's"
    case .badType(let type): "a message of type \(type) is another one"
    case .badField(let value, let offset): "\(value) at octet \(offset) is ruled out there"
    case .jumbo: "a jumbogram"
    case .tooManyExtensionHeaders(let limit): "there are more than \(limit) extension headers"
    }
  }
}
