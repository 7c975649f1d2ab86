import Wire

/// What a host is by IPv6, beside the address for its link, which it makes of its hardware address (RFC 2464 §5).
public struct IPv6Configuration: Sendable, BitwiseCopyable {
  /// Nil: it has only the one for its link.
  public var address: IPv6Address?
  public var prefixLength: Int
  /// Where to send what is not on the link; nil: nowhere. What routers advertise is not asked for, and not believed.
  public var gateway: IPv6Address?
  /// Whether routers and switches are told which groups the host is in (RFC 3810), so that they let those through.
  public var reportsGroups: Bool

  public init(
    address: IPv6Address?, prefixLength: Int = 64, gateway: IPv6Address? = nil,
    reportsGroups: Bool = true
  ) {
    precondition((0...128).contains(prefixLength), "an address has 128 bits")
    self.address = address
    self.prefixLength = prefixLength
    self.gateway = gateway
    self.reportsGroups = reportsGroups
  }
}
