import Hashing
import Wire

/// Tells routers, and the switches that listen to them, which groups the host is in (RFC 3810): those in which its addresses are
/// asked for. Where switches know that, packets of others' groups stay away, and without it ours would (RFC 4861 §7.2.1).
extension NetworkStack {
  /// How often the host says so by itself, and how long it waits between (RFC 3810 §9.1, §9.11).
  static let groupReportCount = 2
  private static let groupReportInterval: UInt64 = 1_000_000_000
  private static let packetInterval: UInt64 = 10_000_000

  /// Which there are (RFC 3810 §6: all nodes are in `ff02::1` without a word).
  private var groups: [IPv6Address] {
    let own = [configuration.linkLocal.solicitedNode, configuration.v6?.address?.solicitedNode]
    return own.compactMap { $0 }.reduce(into: []) { list, group in
      if !list.contains(group) { list.append(group) }
    }
  }

  /// Sends a report that is due.
  mutating func reportGroups(at now: UInt64) {
    guard supply.count > 0 else {
      // At the start there may be no packets yet.
      return groupReportAt = now + Self.packetInterval
    }
    let report = MulticastListenerReport(groups: groups, isNews: newsLeft > 0)
    newsLeft = max(newsLeft - 1, 0)
    groupReportAt = newsLeft > 0 ? now + Self.groupReportInterval : .max
    let source = configuration.linkLocal
    sendIP(
      from: IPAddress(source), to: IPAddress(MulticastListener.routers),
      protocolNumber: IPProtocol.hopByHopOptions, payloadByteCount: report.byteCount,
      hopLimit: MulticastListener.hopLimit, at: now
    ) { octets, offset in report.write(to: &octets, at: offset, from: source) }
  }

  /// A router asks who is in a group, or in any: it is told within the time that it gives, at a moment of the host's own, so that
  /// not all answer at once (RFC 3810 §6.2).
  mutating func receiveListenerQuery(
    _ packet: PacketReference, _ datagram: Datagram, at now: UInt64
  ) {
    let parsed = packet.withFrame { frame -> (IPv6Header, MulticastListenerQuery)? in
      guard let header = try? IPv6Header(parsing: frame.extracting(datagram.offset...)),
        let query = try? MulticastListenerQuery(parsing: frame.extracting(datagram.payload))
      else { return nil }
      return (header, query)
    }
    guard let (header, query) = parsed, header.source.isLinkLocal,
      header.hopLimit == MulticastListener.hopLimit
    else { return discard(packet, \.malformed) }
    discard(packet, \.consumed)
    guard configuration.v6?.reportsGroups == true,
      query.group.isUnspecified || groups.contains(query.group)
    else { return }
    var hash = SipHash(key: configuration.secret)
    hash.add(now)
    let limit = max(UInt64(query.responseMilliseconds) * 1_000_000, 1)
    groupReportAt = min(groupReportAt, now + hash.finish() % limit)
  }
}
