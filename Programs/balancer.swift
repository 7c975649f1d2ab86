/// A balancer of layer 4 for TCP and UDP over IPv4: balancer.h says how it is configured.

@c @implementation
public func balance(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let frame = PacketOctets(ctx)
  guard let packet = frame.headers(headers.self), isForUs(packet) else {
    return finish(PASSED, XDP_PASS)
  }
  guard packet.pointee.ip.version_ihl == 0x45 else { return finish(OPTIONS, XDP_PASS) }
  guard UInt16(bigEndian: packet.pointee.ip.frag_off) & UInt16(IP_MF | IP_OFFSET) == 0
  else { return finish(FRAGMENT, XDP_PASS) }
  let length =
    MemoryLayout<ethhdr>.size &+ Int(UInt16(bigEndian: packet.pointee.ip.tot_len))
  guard UInt(length) <= frame.byteCount else { return finish(MALFORMED, XDP_DROP) }
  switch Int(packet.pointee.ip.protocol) {
  case IPPROTO_ICMP: return report(frame, length)
  case IPPROTO_UDP:
    guard length >= MemoryLayout<udp_headers>.size, let udp = frame.headers(udp_headers.self)
    else { return finish(MALFORMED, XDP_DROP) }
    return forward(frame, &udp.pointee.udp.check, isNew: false)
  default:
    guard length >= MemoryLayout<tcp_headers>.size, let tcp = frame.headers(tcp_headers.self)
    else { return finish(MALFORMED, XDP_DROP) }
    let flags = Int(tcp.pointee.tcp.flags) & (TCP_SYN | TCP_ACK)
    return forward(frame, &tcp.pointee.tcp.check, isNew: flags == TCP_SYN)
  }
}

private func addOne(_ map: UnsafeMutablePointer<bpf_map>, _ key: UInt32) {
  var key = key
  if let count = lookUp(map, &key, as: UInt64.self) { count.pointee &+= 1 }
}

private func finish(_ fate: fate, _ action: xdp_action) -> Int32 {
  addOne(&counters, fate.rawValue)
  return Int32(action.rawValue)
}

// MARK: Choosing

/// Spreads all bits over all bits (MurmurHash3's last step).
private func mix(_ number: UInt64) -> UInt64 {
  var number = (number ^ number >> 33) &* 0xff51_afd7_ed55_8ccd
  number = (number ^ number >> 33) &* 0xc4ce_b9fe_1a85_ec53
  return number ^ number >> 33
}

private func hash(_ flow: flow) -> UInt64 {
  let addresses = UInt64(flow.destination) << 32 | UInt64(flow.source)
  let ports = UInt64(flow.destination_port) << 16 | UInt64(flow.source_port)
  return mix(mix(addresses) ^ (UInt64(flow.protocol) << 32 | ports))
}

/// Where in `backends` the one is that ranks highest for the flow among those of a set that are up; BACKEND_COUNT
/// where none is.
private func choose(_ set: UInt32, _ flow: flow) -> UInt32 {
  let seed = hash(flow)
  var highest: UInt64 = 0
  var chosen = UInt32(BACKEND_COUNT)
  for place in 0..<UInt32(SET_SIZE) {
    var key = set &* UInt32(SET_SIZE) &+ place
    guard let backend = lookUp(&backends, &key, as: backend.self), backend.pointee.is_up != 0
    else { continue }
    let name = UInt64(backend.pointee.port) << 32 | UInt64(backend.pointee.address)
    let rank = mix(seed ^ mix(name))
    if rank < highest { continue }
    highest = rank
    chosen = key
  }
  return chosen
}

private func isUp(_ place: UInt32) -> Bool {
  var place = place
  guard let backend = lookUp(&backends, &place, as: backend.self) else { return false }
  return backend.pointee.is_up != 0
}

// MARK: Connections

extension flow {
  fileprivate var reversed: flow {
    flow(
      source: destination, destination: source, source_port: destination_port,
      destination_port: source_port, protocol: `protocol`, zero: (0, 0, 0))
  }
}

/// Sees to it that the other direction of a connection is known, too, and so is not forgotten alone. Where the
/// client's packets come from now, its answers go. False where there is no room.
private func keepOther(of current: connection, under flow: flow, _ sender: mac_address) -> Bool {
  var key = current.flow.reversed
  if let known = lookUp(&connections, &key, as: connection.self) {
    if current.is_return != 0 || known.pointee.next.octets == sender.octets { return true }
  }
  var other = connection(
    flow: flow.reversed, next: sender, is_return: current.is_return ^ 1, backend: current.backend)
  return bpf_map_update_elem(&connections, &key, &other, UInt64(BPF_ANY)) >= 0
}

private func expires(_ packet: UnsafeMutablePointer<headers>) -> Bool { packet.pointee.ip.ttl <= 1 }

/// A connection of the flow with a backend of the service that the flow is for. Returns its fate: BEGUN.
private func begin(
  _ packet: UnsafeMutablePointer<headers>, _ flow: inout flow, _ new: inout connection
) -> fate {
  var key = service(
    address: flow.destination, port: flow.destination_port, protocol: flow.protocol, zero: 0)
  guard let set = lookUp(&services, &key, as: UInt32.self) else { return PASSED }
  if expires(packet) { return EXPIRED }
  var place = choose(set.pointee, flow)
  guard let backend = lookUp(&backends, &place, as: backend.self) else { return NO_BACKEND }
  new = connection(
    flow: flow, next: backend.pointee.hardware_address, is_return: 0, backend: place)
  new.flow.destination = backend.pointee.address
  new.flow.destination_port = backend.pointee.port
  guard bpf_map_update_elem(&connections, &flow, &new, UInt64(BPF_ANY)) >= 0 else { return NO_ROOM }
  addOne(&begun, place)
  return BEGUN
}

/// The connection of the flow, which begins where there is none, or where a new one can't have the backend of the
/// last.
private func find(
  _ packet: UnsafeMutablePointer<headers>, _ flow: inout flow, isNew: Bool,
  _ found: inout connection
) -> fate {
  guard let known = lookUp(&connections, &flow, as: connection.self) else {
    return begin(packet, &flow, &found)
  }
  if isNew, known.pointee.is_return == 0, !isUp(known.pointee.backend) {
    return begin(packet, &flow, &found)
  }
  if expires(packet) { return EXPIRED }
  found = known.pointee
  return found.is_return != 0 ? RETURNED : FORWARDED
}

// MARK: Packets

/// Writes other addresses, takes one off the time to live, and has IP's checksum follow; what has changed of the
/// addresses.
private func readdress(
  _ packet: UnsafeMutablePointer<headers>, _ source: UInt32, _ destination: UInt32
) -> UInt32 {
  let difference =
    csum_diff4(packet.pointee.ip.saddr, source) &+ csum_diff4(packet.pointee.ip.daddr, destination)
  let lifetime = UInt16(packet.pointee.ip.ttl) | UInt16(packet.pointee.ip.protocol) << 8
  packet.pointee.ip.check = csum_replace(
    packet.pointee.ip.check, difference &+ csum_diff2(lifetime, lifetime &- 1))
  packet.pointee.ip.ttl &-= 1
  packet.pointee.ip.saddr = source
  packet.pointee.ip.daddr = destination
  return difference
}

/// Sends a packet on from here.
private func send(
  _ packet: UnsafeMutablePointer<headers>, to next: mac_address, _ fate: fate
) -> Int32 {
  packet.pointee.ethernet.h_source = packet.pointee.ethernet.h_dest
  packet.pointee.ethernet.h_dest = next.octets
  return finish(fate, XDP_TX)
}

/// Writes a packet's other ports; `check`, TCP's or UDP's, follows, also what has changed of the addresses.
private func translate(
  _ packet: UnsafeMutablePointer<transport_headers>, _ check: UnsafeMutablePointer<UInt16>,
  _ addresses: UInt32, _ flow: flow
) {
  let difference =
    addresses &+ csum_diff2(packet.pointee.source_port, flow.source_port)
    &+ csum_diff2(packet.pointee.destination_port, flow.destination_port)
  packet.pointee.source_port = flow.source_port
  packet.pointee.destination_port = flow.destination_port
  // RFC 768: a checksum of zero is none.
  let isUDP = flow.protocol == UInt8(IPPROTO_UDP)
  if isUDP, check.pointee == 0 { return }
  check.pointee = csum_replace(check.pointee, difference)
  if isUDP, check.pointee == 0 { check.pointee = 0xffff }
}

/// Sends a packet of TCP or UDP, with whole headers, on in its connection.
private func forward(
  _ frame: PacketOctets, _ check: UnsafeMutablePointer<UInt16>, isNew: Bool
) -> Int32 {
  guard let packet = frame.headers(headers.self),
    let transport = frame.headers(transport_headers.self)
  else { return finish(MALFORMED, XDP_DROP) }
  var flow = flow(
    source: packet.pointee.ip.saddr, destination: packet.pointee.ip.daddr,
    source_port: transport.pointee.source_port,
    destination_port: transport.pointee.destination_port,
    protocol: packet.pointee.ip.protocol, zero: (0, 0, 0))
  let sender = mac_address(octets: packet.pointee.ethernet.h_source)
  var connection = connection()
  let fate = find(packet, &flow, isNew: isNew, &connection)
  if fate == PASSED { return finish(PASSED, XDP_PASS) }
  guard fate.rawValue <= RETURNED.rawValue else { return finish(fate, XDP_DROP) }
  guard keepOther(of: connection, under: flow, sender) else { return finish(NO_ROOM, XDP_DROP) }
  let addresses = readdress(packet, connection.flow.source, connection.flow.destination)
  translate(transport, check, addresses, connection.flow)
  return send(packet, to: connection.next, fate)
}

/// Has the packet that is quoted read as its sender wrote it. Its own checksum follows, so that of ICMP, which covers
/// both, changes by the ports alone. TCP's or UDP's, which nobody looks at there, stays as it is.
private func translateQuoted(_ packet: UnsafeMutablePointer<error_headers>, _ flow: flow) {
  packet.pointee.quoted.check = csum_replace(
    packet.pointee.quoted.check,
    csum_diff4(packet.pointee.quoted.saddr, flow.source)
      &+ csum_diff4(packet.pointee.quoted.daddr, flow.destination))
  packet.pointee.quoted.saddr = flow.source
  packet.pointee.quoted.daddr = flow.destination
  packet.pointee.icmp.checksum = csum_replace(
    packet.pointee.icmp.checksum,
    csum_diff2(packet.pointee.source_port, flow.source_port)
      &+ csum_diff2(packet.pointee.destination_port, flow.destination_port))
  packet.pointee.source_port = flow.source_port
  packet.pointee.destination_port = flow.destination_port
}

private func isError(_ type: UInt8) -> Bool {
  let type = Int(type)
  return type == ICMP_DEST_UNREACH || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETERPROB
}

/// Sends an ICMP error about a packet of a connection to who sent that. It comes the way that answers do; a router on
/// that way, which is no party to the connection, keeps its address.
private func report(_ frame: PacketOctets, _ length: Int) -> Int32 {
  guard length >= MemoryLayout<error_headers>.size, let packet = frame.headers(headers.self),
    let error = frame.headers(error_headers.self), isError(error.pointee.icmp.type),
    error.pointee.quoted.version_ihl == 0x45,
    UInt16(bigEndian: error.pointee.quoted.frag_off) & UInt16(IP_OFFSET) == 0
  else { return finish(PASSED, XDP_PASS) }
  var answer = flow(
    source: error.pointee.quoted.daddr, destination: error.pointee.quoted.saddr,
    source_port: error.pointee.destination_port, destination_port: error.pointee.source_port,
    protocol: error.pointee.quoted.protocol, zero: (0, 0, 0))
  guard let connection = lookUp(&connections, &answer, as: connection.self),
    packet.pointee.ip.daddr == answer.destination
  else { return finish(PASSED, XDP_PASS) }
  if expires(packet) { return finish(EXPIRED, XDP_DROP) }
  let (new, next) = (connection.pointee.flow, connection.pointee.next)
  translateQuoted(error, new.reversed)
  let source = packet.pointee.ip.saddr
  _ = readdress(packet, source == answer.source ? new.source : source, new.destination)
  return send(packet, to: next, REPORTED)
}

/// Whether it is a packet of IPv4 for this host alone, with such a protocol.
private func isForUs(_ packet: UnsafeMutablePointer<headers>) -> Bool {
  guard packet.pointee.ethernet.h_proto == UInt16(ETH_P_IP).bigEndian,
    packet.pointee.ethernet.h_dest.0 & 1 == 0, packet.pointee.ip.version_ihl >> 4 == 4
  else { return false }
  let number = Int(packet.pointee.ip.protocol)
  return number == IPPROTO_TCP || number == IPPROTO_UDP || number == IPPROTO_ICMP
}
