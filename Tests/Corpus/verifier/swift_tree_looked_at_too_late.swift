@c @implementation
public func case_program(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let everybody = tree() else { return 0 }
  bpf_spin_lock(&everybody.pointee.lock)
  let first = bpf_rbtree_first(&everybody.pointee.tree)
  bpf_spin_unlock(&everybody.pointee.lock)
  guard let first else { return 0 }
  let offset = MemoryLayout<coroutine>.offset(of: \.order)!
  let handle = (UnsafeMutableRawPointer(first) - offset).assumingMemoryBound(to: coroutine.self)
  return handle.pointee.generation == 0 ? 0 : 1  // refused: invalid mem access
}
