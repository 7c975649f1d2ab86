/// Relays datagrams to a server, and its answers back.

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var from = udp_flow()
  var to = udp_flow()
  guard any_ip_rcv(ctx) == 0, let uh = udp_hdr(ctx), udp_check(ctx, uh) == 0,
    udp_sender(ctx, uh, &from) == 0, findWay(&from, &to)
  else { return Int32(XDP_PASS.rawValue) }
  _ = udp_forward(ctx, &to, flowSize)
  return 0
}

private var flowSize: UInt32 { UInt32(truncatingIfNeeded: MemoryLayout<udp_flow>.size) }

/// Where a datagram goes on: whether anywhere.
private func findWay(
  _ from: UnsafeMutablePointer<udp_flow>, _ to: UnsafeMutablePointer<udp_flow>
) -> Bool {
  var number: UInt32 = 0
  guard let upstream = lookUp(&server, &number, as: udp_flow.self) else { return false }
  if from.pointee.source == upstream.pointee.source {
    guard findNumber(of: from, &number) else { return false }
    to.pointee = upstream.pointee
    let port = UInt32(FIRST_PORT) &+ number
    to.pointee.source = UInt16(truncatingIfNeeded: port).bigEndian
    return true
  }
  number = UInt32(UInt16(bigEndian: from.pointee.source)) &- UInt32(FIRST_PORT)
  return number < UInt32(CLIENT_COUNT) && is_peer(from, upstream) != 0 && get(number, to)
}

/// Finds the number of a client, which is new or known.
private func findNumber(
  of flow: UnsafeMutablePointer<udp_flow>, _ number: UnsafeMutablePointer<UInt32>
) -> Bool {
  var known = udp_flow()
  guard let found = lookUp(&numbers, flow, as: UInt32.self) else { return add(flow, number) }
  number.pointee = found.pointee
  return get(number.pointee, &known) && is_peer(&known, flow) != 0 || add(flow, number)
}

/// Copies a client; whether there is one.
private func get(_ number: UInt32, _ flow: UnsafeMutablePointer<udp_flow>) -> Bool {
  var key = number
  guard let client = lookUp(&clients, &key, as: client.self) else { return false }
  bpf_spin_lock(&client.pointee.lock)
  flow.pointee = client.pointee.flow
  bpf_spin_unlock(&client.pointee.lock)
  return flow.pointee.version != 0
}

/// Gives a client the next number; the one before who had that is forgotten.
private func add(
  _ flow: UnsafeMutablePointer<udp_flow>, _ number: UnsafeMutablePointer<UInt32>
) -> Bool {
  var key: UInt32 = 0
  guard let count = lookUp(&counts, &key, as: UInt32.self) else { return false }
  number.pointee = next_number(count)
  guard let client = lookUp(&clients, number, as: client.self) else { return false }
  bpf_spin_lock(&client.pointee.lock)
  client.pointee.flow = flow.pointee
  bpf_spin_unlock(&client.pointee.lock)
  return bpf_map_update_elem(&numbers, flow, number, 0) == 0
}
