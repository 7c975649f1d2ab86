nonisolated(unsafe) var isWorkerToLoop = false

@c
func one(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let sum = context?.assumingMemoryBound(to: UInt64.self) else { return 1 }
  sum.pointee &+= index
  return 0
}

@c
func many(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let context else { return 1 }
  _ = bpf_loop(8 << 20, unsafeBitCast(one as Body, to: UnsafeMutableRawPointer.self), context, 0)
  return 0
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer?) -> Int

private func runForLong() -> UInt64 {
  var sum: UInt64 = 0
  _ = bpf_loop(8 << 20, unsafeBitCast(many as Body, to: UnsafeMutableRawPointer.self), &sum, 0)
  return sum
}

@c @implementation
public func refuse(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 { -1 }

private func allGuests() -> UnsafeMutablePointer<place>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&guests, &key)?.assumingMemoryBound(to: place.self)
}

@c @implementation
public func be_guest(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let place = allGuests() else { return -1 }
  bpf_spin_lock(&place.pointee.lock)
  bpf_list_push_back(&place.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&place.pointee.lock)
  return 0
}

private func takeGuest() -> UnsafeMutablePointer<coroutine>? {
  guard let place = allGuests() else { return nil }
  bpf_spin_lock(&place.pointee.lock)
  let node = bpf_list_pop_front(&place.pointee.head)
  bpf_spin_unlock(&place.pointee.lock)
  // The node is the handle's first member.
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}

@inline(never)
private func loopWithRecord() -> UInt64 {
  guard let record = bpf_ringbuf_reserve(&records, 8, 0) else { return 0 }
  let sum = runForLong()
  record.storeBytes(of: sum, as: UInt64.self)
  bpf_ringbuf_submit(record, 0)
  return sum
}

@inline(never)
private func loopAsOwner() -> UInt64 {
  guard let record = bpf_ringbuf_reserve(&records, 16, 0) else { return 0 }
  let guest = takeGuest()
  let sum = loopWithRecord()
  if let guest { bpf_co_destroy(guest) }
  bpf_ringbuf_discard(record, 0)
  return sum
}

private func countUnderLock() {
  var key: UInt32 = 0
  guard let found = bpf_map_lookup_elem(&locks, &key) else { return }
  let locked = found.assumingMemoryBound(to: locked.self)
  bpf_spin_lock(&locked.pointee.lock)
  locked.pointee.count &+= 1
  bpf_spin_unlock(&locked.pointee.lock)
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard isWorkerToLoop else { return 0 }
  isWorkerToLoop = false
  return Int32(runForLong() & 1)
}

@c @implementation
public func answer(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 15) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_DROP.rawValue) }
  switch UInt32(data[14]) {
  case LOOP.rawValue: data[0] = UInt8(truncatingIfNeeded: runForLong())
  case INSIST.rawValue: while co_await(refuse, 0) < 0 {}
  case LOOP_IN_WORKER.rawValue: isWorkerToLoop = true
  case LOCK.rawValue: countUnderLock()
  case GUEST.rawValue: if co_await(be_guest, 0) < 0 { return Int32(XDP_DROP.rawValue) }
  case LOOP_AS_OWNER.rawValue: data[0] = UInt8(truncatingIfNeeded: loopAsOwner())
  default: break
  }
  return Int32(XDP_TX.rawValue)
}
