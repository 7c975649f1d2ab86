nonisolated(unsafe) var nextSlot: UInt32 = 0

@c
func is_earlier(
  _ node: UnsafeMutablePointer<bpf_rb_node>?, _ other: UnsafePointer<bpf_rb_node>?
) -> Int32 {
  guard let node, let other else { return 0 }
  let (one, two) = (handle(of: node), handle(of: UnsafeMutablePointer(mutating: other)))
  return one.pointee.argument < two.pointee.argument ? 1 : 0
}

private func keepOnShelf(_ handle: UnsafeMutablePointer<coroutine>, inTree: Bool) -> Int32 {
  guard let shelf = shelfPlace() else { return -1 }
  bpf_spin_lock(&shelf.pointee.lock)
  if inTree {
    bpf_rbtree_add(&shelf.pointee.tree, &handle.pointee.order, is_earlier)
  } else {
    bpf_list_push_back(&shelf.pointee.list, &handle.pointee.node)
  }
  bpf_spin_unlock(&shelf.pointee.lock)
  return 0
}

private func keepInLane(_ handle: UnsafeMutablePointer<coroutine>) -> Int32 {
  guard let lane = lanePlace(bpf_get_smp_processor_id() & 1) else { return -1 }
  return bpf_spsc_push(&lane.pointee.ring, handle)
}

private func keepAtMeeting(_ handle: UnsafeMutablePointer<coroutine>) -> Int32 {
  guard let meeting = meetingPlace() else { return -1 }
  return bpf_mpsc_push(&meeting.pointee.ring, handle)
}

/// Whoever is displaced waits in the list.
private func keepInSlot(_ handle: UnsafeMutablePointer<coroutine>, _ number: UInt32) -> Int32 {
  guard let slot = slotPlace(number) else { return -1 }
  guard let displaced = bpf_kptr_xchg(&slot.pointee.handle, handle) else { return 0 }
  let other = displaced.assumingMemoryBound(to: coroutine.self)
  guard let shelf = shelfPlace() else {
    bpf_co_destroy(other)
    return 0
  }
  bpf_spin_lock(&shelf.pointee.lock)
  bpf_list_push_back(&shelf.pointee.list, &other.pointee.node)
  bpf_spin_unlock(&shelf.pointee.lock)
  return 0
}

@c @implementation
public func keep(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  let way = UInt32(argument & 15)
  if way == WAY_TREE.rawValue { return keepOnShelf(handle, inTree: true) }
  if way == WAY_LANE.rawValue { return keepInLane(handle) }
  if way == WAY_MEETING.rawValue { return keepAtMeeting(handle) }
  if way == WAY_SLOT.rawValue {
    return keepInSlot(handle, UInt32(truncatingIfNeeded: argument >> 8) & UInt32(SLOT_COUNT - 1))
  }
  if way == WAY_WHEEL.rawValue {
    bpf_wheel_add(handle, bpf_ktime_get_ns() &+ argument >> 8)
    return 0
  }
  if way == WAY_LOCAL.rawValue {
    bpf_local_push(handle)
    return 0
  }
  return keepOnShelf(handle, inTree: false)
}

private func nextOnShelf(
  _ shelf: UnsafeMutablePointer<shelf>
) -> UnsafeMutablePointer<coroutine>? {
  bpf_spin_lock(&shelf.pointee.lock)
  let node = bpf_list_pop_front(&shelf.pointee.list)
  bpf_spin_unlock(&shelf.pointee.lock)
  guard let node else { return nil }
  let offset = MemoryLayout<coroutine>.offset(of: \.node)!
  return (UnsafeMutableRawPointer(node) - offset).assumingMemoryBound(to: coroutine.self)
}

private func nextInTree(
  _ shelf: UnsafeMutablePointer<shelf>
) -> UnsafeMutablePointer<coroutine>? {
  bpf_spin_lock(&shelf.pointee.lock)
  let node = bpf_rbtree_pop_first(&shelf.pointee.tree)
  bpf_spin_unlock(&shelf.pointee.lock)
  guard let node else { return nil }
  return handle(of: node)
}

private func nextInLane(
  _ ctx: UnsafeMutablePointer<worker_ctx>
) -> UnsafeMutablePointer<coroutine>? {
  guard let lane = lanePlace((ctx.pointee.worker &+ ctx.pointee.worker_count &- 1) & 1) else {
    return nil
  }
  return bpf_spsc_pop(&lane.pointee.ring)
}

private func nextAtMeeting(
  _ ctx: UnsafeMutablePointer<worker_ctx>
) -> UnsafeMutablePointer<coroutine>? {
  guard ctx.pointee.worker == 0, let meeting = meetingPlace() else { return nil }
  return bpf_mpsc_pop(&meeting.pointee.ring)
}

private func nextInSlots() -> UnsafeMutablePointer<coroutine>? {
  let number = nextSlot & UInt32(SLOT_COUNT - 1)
  nextSlot &+= 1
  guard let slot = slotPlace(number) else { return nil }
  return bpf_kptr_xchg(&slot.pointee.handle, nil)?.assumingMemoryBound(to: coroutine.self)
}

private func run(_ handle: UnsafeMutablePointer<coroutine>?) -> Int32 {
  guard let handle else { return 0 }
  _ = bpf_co_resume(handle)
  return 1
}

private func noteResumed(_ control: UnsafeMutablePointer<control>, _ count: Int32) {
  withUnsafeMutablePointer(to: &control.pointee.resumed.0) {
    $0[Int(VERSION & 1)] &+= UInt64(count)
  }
}

@c @implementation
public func take_out(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let control = controlPlace(), let shelf = shelfPlace() else { return 0 }
  var count: Int32 = 0
  guard control.pointee.is_open != 0 else { return 0 }
  count &+= run(nextOnShelf(shelf))
  count &+= run(nextInTree(shelf))
  count &+= run(nextInLane(ctx))
  count &+= run(nextAtMeeting(ctx))
  count &+= run(nextInSlots())
  count &+= run(bpf_wheel_pop())
  count &+= run(bpf_local_pop())
  noteResumed(control, count)
  return count
}

@c @implementation
public func wait_there(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 22) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let argument = UInt64(data[14] & 15) | UInt64(data[15]) << 8 | UInt64(data[16]) << 16
  if data[14] & 128 != 0 {
    bpf_packet_drop(ctx)
    _ = co_await(keep, argument)
    _ = co_await(keep, argument)
    return 0
  }
  data[17] = UInt8(VERSION)
  if co_await(keep, argument) < 0 { return Int32(XDP_DROP.rawValue) }
  data[18] = UInt8(VERSION)
  if co_await(keep, argument) < 0 { return Int32(XDP_DROP.rawValue) }
  data[19] = UInt8(VERSION)
  let sum = UInt64(KEPT_COUNT) * UInt64(KEPT_COUNT - 1) / 2
  data[20] = UInt8(truncatingIfNeeded: sum)
  data[21] = UInt8(truncatingIfNeeded: sum >> 8)
  return Int32(XDP_TX.rawValue)
}

private func shelfPlace() -> UnsafeMutablePointer<shelf>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&shelves, &key)?.assumingMemoryBound(to: shelf.self)
}

private func lanePlace(_ number: UInt32) -> UnsafeMutablePointer<lane>? {
  var key = number
  return bpf_map_lookup_elem(&lanes, &key)?.assumingMemoryBound(to: lane.self)
}

private func meetingPlace() -> UnsafeMutablePointer<meeting>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&meetings, &key)?.assumingMemoryBound(to: meeting.self)
}

private func slotPlace(_ number: UInt32) -> UnsafeMutablePointer<slot>? {
  var key = number
  return bpf_map_lookup_elem(&slots, &key)?.assumingMemoryBound(to: slot.self)
}

private func controlPlace() -> UnsafeMutablePointer<control>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&controls, &key)?.assumingMemoryBound(to: control.self)
}

/// The handle that the node is a member of.
private func handle(
  of node: UnsafeMutablePointer<bpf_rb_node>
) -> UnsafeMutablePointer<coroutine> {
  let offset = MemoryLayout<coroutine>.offset(of: \.order)!
  return (UnsafeMutableRawPointer(node) - offset).assumingMemoryBound(to: coroutine.self)
}
