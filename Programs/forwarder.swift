/// A router for IPv4 and IPv6, and a bridge for all other frames: forwarder.h says how it is configured.

@c @implementation
public func forward(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let frame = PacketOctets(ctx)
  // The packet has just come in, so whoever runs this serves its port.
  let own = bpf_get_smp_processor_id()
  guard let port = findPort(own) else { return finish(UNCONFIGURED, XDP_PASS) }
  guard let ethernet = frame.headers(ethhdr.self) else { return drop(MALFORMED) }
  guard !isGroup(ethernet.pointee.h_source),
    ethernet.pointee.h_source != port.pointee.address.octets
  else { return drop(BAD_SOURCE) }
  learn(ethernet, own)
  if let headers = frame.headers(arp_headers.self), asksForUs(headers) {
    return answer(headers, port)
  }
  guard ethernet.pointee.h_dest == port.pointee.address.octets else {
    return bridge(ctx, ethernet, own, port)
  }
  switch UInt16(bigEndian: ethernet.pointee.h_proto) {
  case UInt16(ETH_P_IP): return route(ctx, frame)
  case UInt16(ETH_P_IPV6): return route6(ctx, frame)
  default: return finish(PASSED, XDP_PASS)
  }
}

private func count(_ fate: fate) {
  var key = fate.rawValue
  if let count = lookUp(&counters, &key, as: UInt64.self) { count.pointee &+= 1 }
}

private func finish(_ fate: fate, _ action: xdp_action) -> Int32 {
  count(fate)
  return Int32(action.rawValue)
}

/// Gives the packet away.
private func leave(_ packet: UnsafeMutablePointer<xdp_md>, by port: UInt32, _ fate: fate) -> Int32 {
  count(fate)
  bpf_packet_forward(packet, port)
  return 0
}

private func drop(_ fate: fate) -> Int32 { finish(fate, XDP_DROP) }

extension PacketOctets {
  /// How many octets there are behind Ethernet's header.
  fileprivate var room: UInt { byteCount &- UInt(MemoryLayout<ethhdr>.size) }
}

private typealias Address = (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8)

private func isGroup(_ address: Address) -> Bool { address.0 & 1 != 0 }

/// A port that is up; nil where it is not, or is none.
private func findPort(_ number: UInt32) -> UnsafeMutablePointer<port>? {
  var number = number
  guard let port = lookUp(&ports, &number, as: port.self),
    port.pointee.flags & UInt32(PORT_UP) != 0
  else { return nil }
  return port
}

// MARK: Routing

/// Sends an IP packet of that many octets on, once `age` has taken one off its time to live.
private func send(
  _ ctx: UnsafeMutablePointer<xdp_md>, _ frame: PacketOctets, by number: UInt32, length: UInt,
  age: () -> Void
) -> Int32 {
  var number = number
  guard let hop = lookUp(&next_hops, &number, as: next_hop.self),
    let port = findPort(hop.pointee.port), let ethernet = frame.headers(ethhdr.self)
  else { return drop(NO_NEXT_HOP) }
  if port.pointee.mtu > 0, length > UInt(port.pointee.mtu) { return drop(TOO_LONG) }
  if hop.pointee.mtu > 0, length > UInt(hop.pointee.mtu) { return drop(TOO_LONG) }
  age()
  ethernet.pointee.h_dest = hop.pointee.address.octets
  ethernet.pointee.h_source = port.pointee.address.octets
  return leave(ctx, by: hop.pointee.port, FORWARDED)
}

/// This network, loopback, groups, reserved addresses and the broadcast are nobody's (RFC 1812 §5.3.7).
private func isMartian(_ address: UInt32) -> Bool {
  let first = UInt32(bigEndian: address) >> 24
  return first == 0 || first == 127 || first >= 224
}

/// Whether the words of a header come to all ones, as with a right checksum.
private func isRight(
  _ ctx: UnsafeMutablePointer<xdp_md>, _ frame: PacketOctets, byteCount: UInt32
) -> Bool {
  let words = (frame.start + MemoryLayout<ethhdr>.size).assumingMemoryBound(to: UInt16.self)
  let optionByteCount = byteCount &- UInt32(MemoryLayout<iphdr>.size)
  var sum: UInt32 = 0
  for index in 0..<MemoryLayout<iphdr>.size / 2 { sum &+= UInt32(words[index]) }
  if optionByteCount > 0 {
    var options = InlineArray<20, UInt16>(repeating: 0)
    let offset = UInt32(MemoryLayout<ip_headers>.size)
    guard bpf_xdp_load_bytes(ctx, offset, &options, optionByteCount) >= 0 else { return false }
    for index in 0..<Int(OPTION_WORD_COUNT) { sum &+= UInt32(options[index]) }
  }
  sum = (sum & 0xffff) &+ (sum >> 16)
  return (sum & 0xffff) &+ (sum >> 16) == 0xffff
}

/// Takes one off the time to live, which is the first octet of the word that it shares with the protocol's number.
private func age(_ headers: UnsafeMutablePointer<ip_headers>) {
  let old = UInt16(headers.pointee.ip.ttl) | UInt16(headers.pointee.ip.protocol) << 8
  headers.pointee.ip.check = csum_replace(headers.pointee.ip.check, csum_diff2(old, old &- 1))
  headers.pointee.ip.ttl &-= 1
}

private func route(_ ctx: UnsafeMutablePointer<xdp_md>, _ frame: PacketOctets) -> Int32 {
  guard let headers = frame.headers(ip_headers.self) else { return drop(MALFORMED) }
  let version = headers.pointee.ip.version_ihl >> 4
  let headerLength = UInt32(headers.pointee.ip.version_ihl & 15) &* 4
  let length = UInt32(UInt16(bigEndian: headers.pointee.ip.tot_len))
  guard version == 4, headerLength >= UInt32(MemoryLayout<iphdr>.size) else {
    return drop(MALFORMED)
  }
  guard length >= headerLength, UInt(length) <= frame.room else { return drop(MALFORMED) }
  guard isRight(ctx, frame, byteCount: headerLength) else { return drop(BAD_CHECKSUM) }
  guard !isMartian(headers.pointee.ip.saddr), !isMartian(headers.pointee.ip.daddr) else {
    return drop(MARTIAN)
  }
  var key = route_key(prefix_length: 32, address: headers.pointee.ip.daddr)
  guard let number = lookUp(&routes, &key, as: UInt32.self) else { return drop(NO_ROUTE) }
  if number.pointee == UInt32(HERE) { return finish(PASSED, XDP_PASS) }
  guard headers.pointee.ip.ttl > 1 else { return drop(EXPIRED) }
  return send(ctx, frame, by: number.pointee, length: UInt(length)) { age(headers) }
}

private typealias Address6 = (UInt32, UInt32, UInt32, UInt32)

/// Groups (ff00::/8) and what stays on its link (fe80::/10).
private func isLocal(_ address: Address6) -> Bool {
  let first = UInt32(bigEndian: address.0)
  return first >> 24 == 0xff || first >> 22 == 0xfe80 >> 6
}

/// The unspecified address and loopback (RFC 4291 §2.5.2 and §2.5.3).
private func isMartian(_ address: Address6) -> Bool {
  address.0 == 0 && address.1 == 0 && address.2 == 0 && UInt32(bigEndian: address.3) <= 1
}

private func route6(_ ctx: UnsafeMutablePointer<xdp_md>, _ frame: PacketOctets) -> Int32 {
  guard let headers = frame.headers(ip6_headers.self) else { return drop(MALFORMED) }
  let length = MemoryLayout<ipv6hdr>.size &+ Int(UInt16(bigEndian: headers.pointee.ip.payload_len))
  guard headers.pointee.ip.version_priority >> 4 == 6, UInt(length) <= frame.room
  else { return drop(MALFORMED) }
  let (source, destination) = (headers.pointee.ip.saddr, headers.pointee.ip.daddr)
  // Neighbours are discovered from such addresses, and before there is one.
  if isLocal(destination) { return finish(PASSED, XDP_PASS) }
  guard !isMartian(source), !isMartian(destination), !isLocal(source) else { return drop(MARTIAN) }
  var key = route6_key(prefix_length: 128, address: destination)
  guard let number = lookUp(&routes6, &key, as: UInt32.self) else { return drop(NO_ROUTE) }
  if number.pointee == UInt32(HERE) { return finish(PASSED, XDP_PASS) }
  guard headers.pointee.ip.hop_limit > 1 else { return drop(EXPIRED) }
  return send(ctx, frame, by: number.pointee, length: UInt(length)) {
    headers.pointee.ip.hop_limit &-= 1
  }
}

// MARK: Bridging

/// Notes where the station is; where it was already, it is just used.
private func learn(_ ethernet: UnsafeMutablePointer<ethhdr>, _ port: UInt32) {
  var port = port
  var station = ethernet.pointee.h_source
  if let known = lookUp(&stations, &station, as: UInt32.self), known.pointee == port { return }
  _ = bpf_map_update_elem(&stations, &station, &port, UInt64(BPF_ANY))
}

/// Sends the frame back if its port reflects.
private func reflect(_ port: UnsafeMutablePointer<port>, _ fate: fate) -> Int32 {
  guard port.pointee.flags & UInt32(PORT_REFLECTS) != 0 else { return drop(FILTERED) }
  return finish(fate, XDP_TX)
}

/// Sends a copy of the frame by each other port.
private func flood(
  _ ctx: UnsafeMutablePointer<xdp_md>, _ own: UInt32, _ port: UnsafeMutablePointer<port>
) -> Int32 {
  var isSent = false
  for number in 0..<UInt32(PORT_COUNT) where number != own && findPort(number) != nil {
    guard let copy = bpf_packet_copy(ctx) else { break }
    bpf_packet_forward(copy, number)
    isSent = true
  }
  if isSent, port.pointee.flags & UInt32(PORT_REFLECTS) == 0 { return drop(FLOODED) }
  return reflect(port, FLOODED)
}

private func bridge(
  _ ctx: UnsafeMutablePointer<xdp_md>, _ ethernet: UnsafeMutablePointer<ethhdr>, _ own: UInt32,
  _ port: UnsafeMutablePointer<port>
) -> Int32 {
  var station = ethernet.pointee.h_dest
  guard !isGroup(station), let known = lookUp(&stations, &station, as: UInt32.self) else {
    return flood(ctx, own, port)
  }
  let number = known.pointee
  if number == own { return reflect(port, BRIDGED) }
  guard findPort(number) != nil else { return drop(FILTERED) }
  return leave(ctx, by: number, BRIDGED)
}

/// Whether the frame asks who has an IPv4 address that is here.
private func asksForUs(_ headers: UnsafeMutablePointer<arp_headers>) -> Bool {
  guard headers.pointee.ethernet.h_proto == UInt16(ETH_P_ARP).bigEndian,
    headers.pointee.arp.ar_op == UInt16(ARPOP_REQUEST).bigEndian,
    headers.pointee.arp.ar_hrd == UInt16(ARPHRD_ETHER).bigEndian,
    headers.pointee.arp.ar_pro == UInt16(ETH_P_IP).bigEndian,
    headers.pointee.arp.ar_hln == UInt8(ETH_ALEN), headers.pointee.arp.ar_pln == 4
  else { return false }
  var key = route_key(prefix_length: 32, address: headers.pointee.arp.ar_tip)
  return lookUp(&routes, &key, as: UInt32.self)?.pointee == UInt32(HERE)
}

/// Turns the request into its answer (RFC 826).
private func answer(
  _ headers: UnsafeMutablePointer<arp_headers>, _ port: UnsafeMutablePointer<port>
) -> Int32 {
  swap(&headers.pointee.arp.ar_sip, &headers.pointee.arp.ar_tip)
  headers.pointee.arp.ar_op = UInt16(ARPOP_REPLY).bigEndian
  headers.pointee.arp.ar_tha = headers.pointee.arp.ar_sha
  headers.pointee.arp.ar_sha = port.pointee.address.octets
  headers.pointee.ethernet.h_dest = headers.pointee.ethernet.h_source
  headers.pointee.ethernet.h_source = port.pointee.address.octets
  return finish(ANSWERED, XDP_TX)
}
