extension NeighborMessage {
  /// Whether a message may be acted upon that came in a packet with `header`: what RFC 4861 §6.1.1, §6.1.2,
  /// §7.1.1, §7.1.2 and §8.1 demand beyond the format. Others are dropped silently.
  public func isValid(under header: IPv6Header) -> Bool {
    guard header.isFromLink else { return false }
    switch body {
    case .routerSolicitation:
      return !header.source.isUnspecified || options.sourceLinkAddress == nil
    case .routerAdvertisement:
      return header.source.isLinkLocal
    case .redirect(let target, let destination):
      return header.source.isLinkLocal && (target.isLinkLocal || target == destination)
    case .neighborSolicitation:
      // Who asks without an address of its own wants to know whether one is taken.
      return !header.source.isUnspecified
        || header.destination.isSolicitedNode && options.sourceLinkAddress == nil
    case .neighborAdvertisement(_, let flags):
      return !header.destination.isMulticast || !flags.contains(.solicited)
    }
  }
}
