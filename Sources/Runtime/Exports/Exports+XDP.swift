import CBaton
import Maps

// What XDP programs do with their packet as a whole. Linux's error numbers, negated.

private let invalid = Int(ErrorNumber.invalid)

/// An address that has been checked to lie in the packet's chunk.
private func memory(_ address: UInt64) -> UnsafeMutableRawPointer {
  unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))!
}

/// `address + delta`, when that lies from `lower` to `upper`.
private func moved(
  _ address: UInt64, by delta: Int32, from lower: UInt64, through upper: UInt64
) -> UInt64? {
  let result = address &+ UInt64(bitPattern: Int64(delta))
  return lower <= result && result <= upper ? result : nil
}

/// Where a packet may begin in its chunk: behind what is the stack's.
private func begin(of packet: UnsafeMutablePointer<baton_packet>) -> UInt64 {
  unsafe packet.pointee.hard_start + UInt64(BATON_RESERVED_BYTES)
}

/// The shortest packet that is left (Linux: `ETH_HLEN`).
private let packetByteCountMin: UInt64 = 14

@c @implementation
func bpf_xdp_adjust_head(_ ctx: UnsafeMutablePointer<xdp_md>!, _ delta: Int32) -> Int {
  let packet = unsafe packet(of: ctx)
  let metadata = unsafe packet.pointee.data - packet.pointee.data_meta
  let lower = unsafe begin(of: packet) + metadata
  let end = unsafe packet.pointee.data_end
  guard
    let data = unsafe moved(
      packet.pointee.data, by: delta, from: lower, through: end - packetByteCountMin)
  else { return invalid }
  // The metadata moves along.
  unsafe memory(data - metadata).copyMemory(
    from: memory(packet.pointee.data_meta), byteCount: Int(metadata))
  unsafe packet.pointee.data = data
  unsafe packet.pointee.data_meta = data - metadata
  return 0
}

@c @implementation
func bpf_xdp_adjust_tail(_ ctx: UnsafeMutablePointer<xdp_md>!, _ delta: Int32) -> Int {
  let packet = unsafe packet(of: ctx)
  let lower = unsafe packet.pointee.data + packetByteCountMin
  let upper = unsafe Services.current.pointee.queue.chunkEnd(of: packet)
  let old = unsafe packet.pointee.data_end
  guard let end = moved(old, by: delta, from: lower, through: upper) else { return invalid }
  if end > old {
    unsafe memory(old).initializeMemory(as: UInt8.self, repeating: 0, count: Int(end - old))
  }
  unsafe packet.pointee.data_end = end
  return 0
}

@c @implementation
func bpf_xdp_adjust_meta(_ ctx: UnsafeMutablePointer<xdp_md>!, _ delta: Int32) -> Int {
  let packet = unsafe packet(of: ctx)
  guard
    let start = unsafe moved(
      packet.pointee.data_meta, by: delta, from: begin(of: packet), through: packet.pointee.data)
  else { return invalid }
  let byteCount = unsafe packet.pointee.data - start
  // Linux: a multiple of four that fits eight bits.
  guard byteCount & 3 == 0, byteCount <= 255 else {
    return Int(ErrorNumber.accessDenied)
  }
  unsafe packet.pointee.data_meta = start
  return 0
}

@c @implementation
func bpf_xdp_get_buff_len(_ ctx: UnsafeMutablePointer<xdp_md>!) -> u64 {
  unsafe packet(of: ctx).pointee.data_end - packet(of: ctx).pointee.data
}

/// Where `size` octets at `offset` lie, when the packet has them.
private func place(
  _ ctx: UnsafeMutablePointer<xdp_md>, _ offset: u32, _ size: u32
) -> UnsafeMutableRawPointer? {
  let packet = unsafe packet(of: ctx)
  let byteCount = unsafe packet.pointee.data_end - packet.pointee.data
  guard UInt64(offset) + UInt64(size) <= byteCount else { return nil }
  return unsafe memory(packet.pointee.data + UInt64(offset))
}

@c @implementation
func bpf_xdp_load_bytes(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ offset: u32, _ buffer: UnsafeMutableRawPointer!,
  _ size: u32
) -> Int {
  guard let place = unsafe place(ctx, offset, size) else { return invalid }
  unsafe buffer.copyMemory(from: place, byteCount: Int(size))
  return 0
}

@c @implementation
func bpf_xdp_store_bytes(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ offset: u32, _ buffer: UnsafeMutableRawPointer!,
  _ size: u32
) -> Int {
  guard let place = unsafe place(ctx, offset, size) else { return invalid }
  unsafe place.copyMemory(from: buffer, byteCount: Int(size))
  return 0
}

/// The one's complement sum of some octets and `seed` (RFC 1071), in 32 bits.
private func partialSum(_ octets: UnsafeMutableRawPointer?, _ size: u32, _ seed: UInt32) -> UInt32 {
  var total = UInt64(seed)
  // Sound: the verifier proved that the memory has `size` octets.
  let bytes = unsafe UnsafeRawBufferPointer(start: octets, count: Int(size))
  for offset in stride(from: 0, to: bytes.count, by: 4) {
    // What is missing of the last word is zero.
    for index in offset..<min(offset + 4, bytes.count) {
      unsafe total += UInt64(bytes[index]) << UInt64(8 * (index - offset))
    }
  }
  return folded(total)
}

/// The same sum in 32 bits.
private func folded(_ sum: UInt64) -> UInt32 {
  var sum = sum
  while sum >> 32 != 0 { sum = (sum & 0xffff_ffff) + sum >> 32 }
  return UInt32(sum)
}

/// As Linux since 6.13: folded to 16 bits.
@c @implementation
func bpf_csum_diff(
  _ from: UnsafeMutableRawPointer!, _ from_size: u32, _ to: UnsafeMutableRawPointer!,
  _ to_size: u32, _ seed: u32
) -> s64 {
  var sum: UInt32
  switch (from_size, to_size) {
  case (0, _): unsafe sum = partialSum(to, to_size, seed)
  case (_, 0): unsafe sum = ~partialSum(from, from_size, ~seed)
  default:
    unsafe sum = folded(
      UInt64(partialSum(to, to_size, seed)) + UInt64(~partialSum(from, from_size, 0)))
  }
  while sum >> 16 != 0 { sum = (sum & 0xffff) + sum >> 16 }
  return s64(sum)
}

@c @implementation
func bpf_redirect(_ ifindex: u32, _ flags: u64) -> Int {
  flags == 0 ? Int(XDP_REDIRECT.rawValue) : Int(XDP_ABORTED.rawValue)
}

@c @implementation
func bpf_redirect_map(
  _ map: UnsafeMutableRawPointer!, _ key: u64, _ flags: u64
) -> Int {
  // Sound: what programs hold as a map is the address of its head; the verifier saw to it.
  let head = unsafe map.assumingMemoryBound(to: baton_map.self)
  if let index = UInt32(exactly: key), unsafe MapOperations.redirectTarget(head, index) != nil {
    return Int(XDP_REDIRECT.rawValue)
  }
  // The lower bits of the flags are the action where there is nothing to go to.
  return Int(flags & 3)
}
