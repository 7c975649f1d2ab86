nonisolated(unsafe) var wish: UInt32 = 0

@c @implementation
public func keep(_ handle: UnsafeMutablePointer<coroutine>!, _ number: UInt64) -> Int32 {
  guard let found = place(UInt32(truncatingIfNeeded: number)) else { return -1 }
  bpf_spin_lock(&found.pointee.lock)
  bpf_list_push_back(&found.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&found.pointee.lock)
  return 0
}

@c @implementation
public func sleep_until(_ handle: UnsafeMutablePointer<coroutine>!, _ deadline: UInt64) -> Int32 {
  bpf_wheel_add(handle, deadline)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  if let sleeper = bpf_wheel_pop() { _ = bpf_co_resume(sleeper) }
  guard wish >= RESUME_ALL.rawValue, let waiting = place(waiting) else { return 0 }
  if wish == RESUME_SOME.rawValue, bpf_get_prandom_u32() % 64 != 0 { return 1 }
  if let handle = take(waiting) { end(handle) }
  return 1
}

@c @implementation
public func wait_long(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 15) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_DROP.rawValue) }
  let kind = UInt32(data[14])
  var status: Int32 = 0
  switch kind {
  case WAIT.rawValue, GUEST.rawValue: status = ownOne(kind)
  case HOST.rawValue: status = ownGuest(kind)
  case SLEEP.rawValue: status = co_await(sleep_until, bpf_ktime_get_ns() &+ 20_000_000)
  case RESUME_ALL.rawValue, DESTROY_ALL.rawValue, RESUME_SOME.rawValue: wish = kind
  default: break
  }
  return Int32(status < 0 ? XDP_DROP.rawValue : XDP_TX.rawValue)
}

private var waiting: UInt32 { 0 }
private var guests: UInt32 { 1 }

private func place(_ number: UInt32) -> UnsafeMutablePointer<place>? {
  var key = number
  return bpf_map_lookup_elem(&places, &key)?.assumingMemoryBound(to: place.self)
}

private func take(_ place: UnsafeMutablePointer<place>) -> UnsafeMutablePointer<coroutine>? {
  bpf_spin_lock(&place.pointee.lock)
  let node = bpf_list_pop_front(&place.pointee.head)
  bpf_spin_unlock(&place.pointee.lock)
  // The node is the handle's first member.
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}

private func end(_ handle: UnsafeMutablePointer<coroutine>) {
  var key = bpf_get_smp_processor_id()
  let found = bpf_map_lookup_elem(&outcomes, &key)?.assumingMemoryBound(to: outcomes.self)
  guard wish != DESTROY_ALL.rawValue, let found else {
    bpf_co_destroy(handle)
    return
  }
  if UInt32(bitPattern: bpf_co_resume(handle)) == CO_CANCELLED.rawValue {
    found.pointee.cancelled &+= 1
  } else {
    found.pointee.others &+= 1
  }
}

@inline(never)
private func ownAnother(_ kind: UInt32) -> Int32 {
  guard let record = bpf_ringbuf_reserve(&records, 8, 0) else { return -1 }
  record.storeBytes(of: UInt64(kind), as: UInt64.self)
  let status = co_await(keep, UInt64(kind == GUEST.rawValue ? guests : waiting))
  if status < 0 { bpf_ringbuf_discard(record, 0) } else { bpf_ringbuf_submit(record, 0) }
  return status
}

@inline(never)
private func ownOne(_ kind: UInt32) -> Int32 {
  guard let record = bpf_ringbuf_reserve(&records, 16, 0) else { return -1 }
  let status = ownAnother(kind)
  bpf_ringbuf_discard(record, 0)
  return status
}

@inline(never)
private func ownGuest(_ kind: UInt32) -> Int32 {
  let guest = place(guests).flatMap(take)
  let status = ownOne(kind)
  if let guest { bpf_co_destroy(guest) }
  return status
}
