import CBaton
import Maps

// Trees whose order a function of the program decides: what engines call before each run of it.

@c @implementation
func bpf_rbtree_add(
  _ root: UnsafeMutablePointer<bpf_rb_root>!, _ node: UnsafeMutablePointer<bpf_rb_node>!,
  _ less: (
    @convention(c) (UnsafeMutablePointer<bpf_rb_node>?, UnsafePointer<bpf_rb_node>?) -> Int32
  )!
) { preconditionFailure("engines search by themselves") }

@c @implementation
func bpf_rbtree_first(
  _ root: UnsafeMutablePointer<bpf_rb_root>!
) -> UnsafeMutablePointer<bpf_rb_node>! { unsafe IntrusiveTree.first(root) }

@c @implementation
func bpf_rbtree_remove(
  _ root: UnsafeMutablePointer<bpf_rb_root>!, _ node: UnsafeMutablePointer<bpf_rb_node>!
) -> UnsafeMutablePointer<bpf_rb_node>! {
  unsafe IntrusiveTree.remove(node, from: root) ? node : nil
}

@c @implementation
func bpf_rbtree_pop_first(
  _ root: UnsafeMutablePointer<bpf_rb_root>!
) -> UnsafeMutablePointer<bpf_rb_node>! {
  guard let node = unsafe IntrusiveTree.first(root) else { return nil }
  _ = unsafe IntrusiveTree.remove(node, from: root)
  return unsafe node
}

/// Begins the search for the place of `node`, which `arguments.0` keeps; `arguments.1` is the node that it was
/// compared with last.
@c
func batonSearchBegin(
  _ walk: UnsafeMutablePointer<baton_walk>, _ root: UnsafeMutablePointer<bpf_rb_root>,
  _ node: UnsafeMutablePointer<bpf_rb_node>
) -> s64 {
  unsafe walk.pointee.count = .max
  unsafe walk.pointee.arguments = (u64(UInt(bitPattern: node)), 0, 0, 0)
  unsafe walk.pointee.cursor.0 = u64(UInt(bitPattern: root))
  return 0
}

/// Goes down to where the node belongs that came before the last one (`isLess`) or not; 0 once it lies there.
@c
func batonSearchNext(_ walk: UnsafeMutablePointer<baton_walk>, _ isLess: u64) -> u64 {
  unsafe walk.pointee.count &+= 1
  // Sound: the verifier saw to what the call was given, and only this file writes the walk.
  let root = unsafe IntrusiveTree.Root(bitPattern: UInt(walk.pointee.cursor.0))!
  let node = unsafe IntrusiveTree.Node(bitPattern: UInt(walk.pointee.arguments.0))!
  let last = unsafe IntrusiveTree.Node(bitPattern: UInt(walk.pointee.arguments.1))
  let side: IntrusiveTree.Side = UInt32(truncatingIfNeeded: isLess) == 0 ? .right : .left
  let next =
    unsafe last.map { unsafe IntrusiveTree.child($0, side) } ?? IntrusiveTree.top(root)
  if let next = unsafe next {
    unsafe walk.pointee.arguments.1 = u64(UInt(bitPattern: next))
    return 1
  }
  precondition(
    unsafe IntrusiveTree.insert(node, under: last, side, in: root), "what is owned is in no tree")
  return 0
}
