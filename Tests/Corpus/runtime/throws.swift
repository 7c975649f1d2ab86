/// Programs that throw where the packet's first octet says, by a trap of Swift's.

@c @implementation
public func keep(_ handle: UnsafeMutablePointer<coroutine>!, _ place: UInt64) -> Int32 {
  trap(when: place, is: THROW_IN_QUEUE_OWNING)
  if place == UInt64(REFUSE) { return -5 }
  bpf_local_push(handle)
  trap(when: place, is: THROW_IN_QUEUE_AFTER)
  return 0
}

@c @implementation
public func become_guest(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let place = guestPlace() else { return -1 }
  bpf_spin_lock(&place.pointee.lock)
  bpf_list_push_back(&place.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&place.pointee.lock)
  return 0
}

@c @implementation
public func fragile(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 15) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let place = UInt64(data[14])
  trap(when: place, is: THROW_AT_ONCE)
  if place == UInt64(BE_A_GUEST) {
    _ = co_await(become_guest, 0)
    return Int32(XDP_TX.rawValue)
  }
  if co_await(keep, place) < 0, place != UInt64(REFUSE) { return Int32(XDP_DROP.rawValue) }
  trap(when: place, is: THROW_AFTER_SUSPENSION)
  if place == UInt64(THROW_AFTER_TRANSMIT) {
    bpf_packet_transmit(ctx)
    __bpf_trap()
  }
  goDeeper(place)
  return data[14] == UInt8(truncatingIfNeeded: place)
    ? Int32(XDP_TX.rawValue) : Int32(XDP_ABORTED.rawValue)
}

@inline(never)
private func goDeeper(_ place: UInt64) {
  trap(when: place, is: THROW_AT_DEPTH_1)
  ownAGuest(place)
  trap(when: place, is: THROW_AT_DEPTH_1_LATER)
}

/// Owns somebody else's handle across the suspension, if there is one to take.
@inline(never)
private func ownAGuest(_ place: UInt64) {
  let guest = takeGuest()
  _ = co_await(keep, UInt64(SUSPEND))
  trap(when: place, is: THROW_OWNING_A_GUEST)
  if let guest { bpf_co_destroy(guest) }
}

/// Throws now and then with handles in its array.
@c @implementation
public func careless(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var batch = InlineArray<4, UnsafeMutablePointer<coroutine>?>(repeating: nil)
  var count = 0
  while count < 4, let handle = bpf_local_pop() {
    if handle.pointee.argument == UInt64(THROW_IN_WORKER) {
      bpf_co_destroy(handle)
      __bpf_trap()
    }
    batch[count] = handle
    count &+= 1
  }
  for index in 0..<count { _ = bpf_co_resume(batch[index]) }
  return Int32(truncatingIfNeeded: count)
}

/// Swift's own trap, in the middle of the function.
@inline(__always)
private func trap(when place: UInt64, is number: some BinaryInteger) {
  precondition(place != UInt64(truncatingIfNeeded: number))
}

private func guestPlace() -> UnsafeMutablePointer<place>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&guests, &key)?.assumingMemoryBound(to: place.self)
}

private func takeGuest() -> UnsafeMutablePointer<coroutine>? {
  guard let place = guestPlace() else { return nil }
  bpf_spin_lock(&place.pointee.lock)
  let node = bpf_list_pop_front(&place.pointee.head)
  bpf_spin_unlock(&place.pointee.lock)
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}
