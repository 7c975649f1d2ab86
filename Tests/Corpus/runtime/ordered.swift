nonisolated(unsafe) var answerCount: UInt64 = 0
nonisolated(unsafe) var isOpen: UInt32 = 0

@c
func is_earlier(
  _ node: UnsafeMutablePointer<bpf_rb_node>?, _ other: UnsafePointer<bpf_rb_node>?
) -> Int32 {
  guard let node, let other else { return 0 }
  let (one, two) = (handle(of: node), handle(of: UnsafeMutablePointer(mutating: other)))
  return one.pointee.argument < two.pointee.argument ? 1 : 0
}

@c @implementation
public func keep_in_order(
  _ handle: UnsafeMutablePointer<coroutine>!, _ deadline: UInt64
) -> Int32 {
  guard let deadlines = place() else { return -1 }
  bpf_spin_lock(&deadlines.pointee.lock)
  deadlines.pointee.tree.add(Handle(handle), by: is_earlier)
  bpf_spin_unlock(&deadlines.pointee.lock)
  if deadline == 255 { isOpen = 1 }
  return 0
}

@c @implementation
public func earliest_first(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let deadlines = place(), isOpen != 0 else { return 0 }
  var count: Int32 = 0
  while count < 32 {
    bpf_spin_lock(&deadlines.pointee.lock)
    let handle = deadlines.pointee.tree.popFirst()
    bpf_spin_unlock(&deadlines.pointee.lock)
    guard let handle else { break }
    handle.resume()
    count &+= 1
  }
  return count
}

@c @implementation
public func meet_deadline(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 18) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  if co_await(keep_in_order, UInt64(data[14])) < 0 { return Int32(XDP_DROP.rawValue) }
  let place = answerCount
  answerCount &+= 1
  data[15] = UInt8(truncatingIfNeeded: place)
  data[16] = UInt8(truncatingIfNeeded: place >> 8)
  return Int32(XDP_TX.rawValue)
}

private func place() -> UnsafeMutablePointer<deadlines>? { waiting.value(at: 0) }

/// The handle that the node is a member of.
private func handle(
  of node: UnsafeMutablePointer<bpf_rb_node>
) -> UnsafeMutablePointer<coroutine> {
  let offset = MemoryLayout<coroutine>.offset(of: \.order)!
  return (UnsafeMutableRawPointer(node) - offset).assumingMemoryBound(to: coroutine.self)
}
