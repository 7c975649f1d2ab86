/// Protocols over IP, by number: the protocol field of IPv4, the next header of IPv6
/// (IANA, "Assigned Internet Protocol Numbers").
public enum IPProtocol {
  public static let icmp: UInt8 = 1
  public static let tcp: UInt8 = 6
  public static let udp: UInt8 = 17
  public static let icmpv6: UInt8 = 58

  // Extension headers of IPv6 (RFC 8200 §4).
  public static let hopByHopOptions: UInt8 = 0
  public static let routing: UInt8 = 43
  public static let fragment: UInt8 = 44
  public static let destinationOptions: UInt8 = 60
  /// Nothing follows.
  public static let noNextHeader: UInt8 = 59
}
