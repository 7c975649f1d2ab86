import Hashing
import Wire

/// Datagrams that are longer than the link's packets.
extension NetworkStack {
  /// Sends the datagram that lies whole in `whole`, behind headers of its own, in fragments (RFC 791 §3.2, RFC 8200 §4.5), and
  /// leaves the packet to the caller. False: there are not packets enough, and nothing was sent.
  @inline(never)
  mutating func sendFragments(
    of whole: PacketReference, from source: IPAddress, to destination: IPAddress,
    by hop: IPAddress, protocolNumber: UInt8, hopLimit: UInt8, at now: UInt64
  ) -> Bool {
    let version = destination.version
    let headersByteCount = EthernetHeader.byteCount + version.leastHeaderByteCount
    let payloadByteCount = whole.byteCount - headersByteCount
    // Over IPv6, each has a header that says so.
    let ownByteCount = version == .v6 ? IPv6FragmentHeader.byteCount : 0
    let room = (configuration.mtu - version.leastHeaderByteCount - ownByteCount) & ~7
    guard supply.count >= (payloadByteCount + room - 1) / room else {
      counters.noPacket += 1
      return false
    }
    let number = fragmentIdentification(from: source, to: destination)
    for offset in stride(from: 0, to: payloadByteCount, by: room) {
      // There are enough, as was just seen.
      let packet = supply.removeFirst()!
      let range = offset..<min(offset + room, payloadByteCount)
      let hasMore = range.upperBound < payloadByteCount
      let start = headersByteCount + ownByteCount
      packet.make(byteCount: start + range.count, headroom: configuration.headroom) { frame in
        whole.withFrame {
          frame.copy($0.extracting(droppingFirst: headersByteCount).extracting(range), at: start)
        }
        if version == .v6 {
          IPv6FragmentHeader(
            nextHeader: protocolNumber, identification: number, byteOffset: offset,
            hasMore: hasMore
          ).write(to: &frame, at: headersByteCount)
        }
        configuration.writeHeaders(
          to: &frame, from: source, to: destination,
          protocolNumber: version == .v6 ? IPProtocol.fragment : protocolNumber,
          identification: UInt16(truncatingIfNeeded: number),
          fragmentation: IPv4Header.Fragmentation(byteOffset: offset, hasMore: hasMore),
          hopLimit: hopLimit, payloadByteCount: ownByteCount + range.count)
      }
      send(packet, to: hop, at: now)
    }
    counters.fragmented += 1
    return true
  }

  /// What a datagram's fragments are known by: counted, from a number for each pair of addresses that others can't guess (RFC
  /// 7739 §5.1).
  private func fragmentIdentification(
    from source: IPAddress, to destination: IPAddress
  ) -> UInt32 {
    var hash = SipHash(key: configuration.secret)
    hash.add(source.v6.bits)
    hash.add(destination.v6.bits)
    hash.add(UInt64(configuration.worker))
    return UInt32(truncatingIfNeeded: hash.finish())
      &+ UInt32(truncatingIfNeeded: counters.fragmented)
  }
}
