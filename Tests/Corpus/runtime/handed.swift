@c @implementation
public func hand_over(_ handle: UnsafeMutablePointer<coroutine>!, _ way: UInt64) -> Int32 {
  if way == UInt64(WAY_MANY.rawValue) {
    guard let meeting = meetingPlace() else { return -1 }
    return bpf_mpsc_push(&meeting.pointee.ring, handle)
  }
  let shift: UInt32 = way == UInt64(WAY_OF_ANOTHER.rawValue) ? 1 : 0
  guard let lane = place(from: (bpf_get_smp_processor_id() &+ shift) & 1) else { return -1 }
  let status = bpf_spsc_push(&lane.pointee.ring, handle)
  if status < 0 { lane.pointee.refused_count &+= 1 }
  return status
}

@c @implementation
public func take_over(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let lane = place(from: ~ctx.pointee.worker & 1) else { return 0 }
  var count: Int32 = 0
  while count < 32 {
    var handle = bpf_spsc_pop(&lane.pointee.ring)
    if handle == nil, ctx.pointee.worker == 0, let meeting = meetingPlace() {
      handle = bpf_mpsc_pop(&meeting.pointee.ring)
    }
    guard let handle else { break }
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  return count
}

@c @implementation
public func change_worker(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 18) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  data[15] = UInt8(truncatingIfNeeded: bpf_get_smp_processor_id())
  if co_await(hand_over, UInt64(data[14])) < 0 { return Int32(XDP_DROP.rawValue) }
  data[16] = UInt8(truncatingIfNeeded: bpf_get_smp_processor_id())
  return Int32(XDP_TX.rawValue)
}

private func place(from worker: UInt32) -> UnsafeMutablePointer<lane>? {
  var key = worker
  return bpf_map_lookup_elem(&lanes, &key)?.assumingMemoryBound(to: lane.self)
}

private func meetingPlace() -> UnsafeMutablePointer<meeting>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&meetings, &key)?.assumingMemoryBound(to: meeting.self)
}
