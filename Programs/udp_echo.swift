/// Answers each UDP datagram with itself, once a worker comes to it.

@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ classNumber: UInt64) -> Int32 {
  var key = UInt32(truncatingIfNeeded: classNumber)
  guard let queue = lookUp(&classes, &key, as: class_queue.self) else { return -1 }
  bpf_spin_lock(&queue.pointee.lock)
  bpf_list_push_back(&queue.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&queue.pointee.lock)
  return 0
}

@c @implementation
public func drain(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var batch = InlineArray<32, UnsafeMutablePointer<coroutine>?>(repeating: nil)
  let now = bpf_ktime_get_ns()
  var count = 0
  for classNumber in 0..<UInt32(CLASS_COUNT) {
    var key = classNumber
    guard let queue = lookUp(&classes, &key, as: class_queue.self),
      let waited = lookUp(&waits, &key, as: class_waits.self)
    else { continue }
    let first = count
    var nanoseconds: UInt64 = 0
    while count < 32, let handle = take(from: queue) {
      nanoseconds &+= now &- handle.pointee.suspended_at
      batch[count] = handle
      count &+= 1
    }
    if count > first { count_waits(waited, UInt64(count &- first), nanoseconds) }
  }
  for index in 0..<count { _ = bpf_co_resume(batch[index]) }
  return Int32(truncatingIfNeeded: count)
}

@c @implementation
public func echo(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let headers = PacketOctets(ctx).headers(echo_headers.self),
    headers.pointee.ethernet.h_proto == UInt16(ETH_P_IP).bigEndian,
    headers.pointee.ip.version_ihl == 0x45,
    headers.pointee.ip.protocol == UInt8(IPPROTO_UDP)
  else { return pass }
  // The two lowest bits of the destination port choose the class.
  let port = UInt16(bigEndian: headers.pointee.udp.dest)
  if co_await(stash, UInt64(port & 3)) < 0 { return Int32(XDP_DROP.rawValue) }
  turnRound(headers)
  return Int32(XDP_TX.rawValue)
}

private var pass: Int32 { Int32(XDP_PASS.rawValue) }

private func take(
  from queue: UnsafeMutablePointer<class_queue>
) -> UnsafeMutablePointer<coroutine>? {
  bpf_spin_lock(&queue.pointee.lock)
  let node = bpf_list_pop_front(&queue.pointee.head)
  bpf_spin_unlock(&queue.pointee.lock)
  // The node is the handle's first member.
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}

/// Turns the datagram round. Exchanged addresses and ports leave the UDP checksum as it was.
private func turnRound(_ headers: UnsafeMutablePointer<echo_headers>) {
  swap(&headers.pointee.ethernet.h_dest, &headers.pointee.ethernet.h_source)
  swap(&headers.pointee.ip.saddr, &headers.pointee.ip.daddr)
  swap(&headers.pointee.udp.source, &headers.pointee.udp.dest)
  setTimeToLive(headers, UInt8(ECHO_TTL))
}

/// Sets the time to live; the checksum follows by RFC 1624, equation 3.
private func setTimeToLive(_ headers: UnsafeMutablePointer<echo_headers>, _ value: UInt8) {
  var sum = UInt32(~headers.pointee.ip.check) &+ UInt32(~UInt16(headers.pointee.ip.ttl))
  sum &+= UInt32(value)
  headers.pointee.ip.ttl = value
  sum = (sum & 0xffff) &+ (sum >> 16)
  headers.pointee.ip.check = ~UInt16(truncatingIfNeeded: (sum & 0xffff) &+ (sum >> 16))
}
