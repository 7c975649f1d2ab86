// A data path, the queue that it waits in and the worker that takes it out again.

struct Tally {
  var suspended: UInt64 = 0
  var refused: UInt32 = 0
}

var tally = Tally()

@inline(never)
func flowClass(_ number: UInt32) -> UnsafeMutablePointer<flow_class>? {
  var key = number & 7
  return bpf_map_lookup_elem(&classes, &key)?.assumingMemoryBound(to: flow_class.self)
}

@c @implementation
public func data_path(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let result = co_await(stash, UInt64(ctx.pointee.rx_queue_index))
  if result < 0 { tally.refused += 1 }
  return Int32(bitPattern: XDP_PASS.rawValue)
}

@c @implementation
public func stash(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  guard let flow = flowClass(UInt32(truncatingIfNeeded: argument)) else { return -1 }
  bpf_spin_lock(&flow.pointee.lock)
  bpf_list_push_back(&flow.pointee.head, &handle.pointee.node)
  flow.pointee.length &+= 1
  bpf_spin_unlock(&flow.pointee.lock)
  tally.suspended &+= 1
  return 0
}

@c @implementation
public func pull(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let flow = flowClass(ctx.pointee.worker) else { return 0 }
  bpf_spin_lock(&flow.pointee.lock)
  let node = bpf_list_pop_front(&flow.pointee.head)
  bpf_spin_unlock(&flow.pointee.lock)
  guard let node else { return 0 }
  return bpf_co_resume(UnsafeMutableRawPointer(node).assumingMemoryBound(to: coroutine.self))
}
