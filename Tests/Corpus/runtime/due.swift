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
  bpf_rbtree_add(&deadlines.pointee.tree, &handle.pointee.order, is_earlier)
  bpf_spin_unlock(&deadlines.pointee.lock)
  return 0
}

@c @implementation
public func resume_due(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let deadlines = place() else { return 0 }
  var count: Int32 = 0
  while count < 32 {
    var due: UnsafeMutablePointer<bpf_rb_node>?
    bpf_spin_lock(&deadlines.pointee.lock)
    if let first = bpf_rbtree_first(&deadlines.pointee.tree),
      handle(of: first).pointee.argument < UInt64(deadlines.pointee.due_until)
    {
      due = bpf_rbtree_remove(&deadlines.pointee.tree, first)
    }
    bpf_spin_unlock(&deadlines.pointee.lock)
    guard let due else { break }
    _ = bpf_co_resume(handle(of: due))
    count &+= 1
  }
  return count
}

@c @implementation
public func wait_until_due(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 16) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  if data[15] != 0 {
    if let deadlines = place() { deadlines.pointee.due_until = UInt32(data[14]) &+ 1 }
    return Int32(XDP_DROP.rawValue)
  }
  if co_await(keep_in_order, UInt64(data[14])) < 0 { return Int32(XDP_DROP.rawValue) }
  return Int32(XDP_TX.rawValue)
}

private func place() -> UnsafeMutablePointer<deadlines>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&waiting, &key)?.assumingMemoryBound(to: deadlines.self)
}

/// The handle that the node is a member of.
private func handle(
  of node: UnsafeMutablePointer<bpf_rb_node>
) -> UnsafeMutablePointer<coroutine> {
  let offset = MemoryLayout<coroutine>.offset(of: \.order)!
  return (UnsafeMutableRawPointer(node) - offset).assumingMemoryBound(to: coroutine.self)
}
