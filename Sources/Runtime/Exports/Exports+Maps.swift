import CBaton
import Maps

@c @implementation
func bpf_map_lookup_elem(
  _ map: UnsafeMutableRawPointer!, _ key: UnsafeRawPointer!
) -> UnsafeMutableRawPointer? {
  unsafe MapOperations.lookup(head(of: map), key, worker: currentWorker)
}

@c @implementation
func bpf_map_update_elem(
  _ map: UnsafeMutableRawPointer!, _ key: UnsafeRawPointer!, _ value: UnsafeRawPointer!,
  _ flags: u64
) -> Int {
  unsafe Int(MapOperations.update(head(of: map), key, value, flags, worker: currentWorker))
}

@c @implementation
func bpf_map_lookup_percpu_elem(
  _ map: UnsafeMutableRawPointer!, _ key: UnsafeRawPointer!, _ worker: u32
) -> UnsafeMutableRawPointer? {
  unsafe MapOperations.lookup(head(of: map), key, ofWorker: worker)
}

@c @implementation
func bpf_map_push_elem(
  _ map: UnsafeMutableRawPointer!, _ value: UnsafeRawPointer!, _ flags: u64
) -> Int { unsafe Int(MapOperations.push(head(of: map), value, flags)) }

@c @implementation
func bpf_map_pop_elem(
  _ map: UnsafeMutableRawPointer!, _ value: UnsafeMutableRawPointer!
) -> Int { unsafe Int(MapOperations.pop(head(of: map), value)) }

@c @implementation
func bpf_map_peek_elem(
  _ map: UnsafeMutableRawPointer!, _ value: UnsafeMutableRawPointer!
) -> Int { unsafe Int(MapOperations.peek(head(of: map), value)) }

@c @implementation
func bpf_ringbuf_output(
  _ ring: UnsafeMutableRawPointer!, _ data: UnsafeMutableRawPointer!, _ size: u64, _ flags: u64
) -> Int { unsafe Int(MapOperations.output(head(of: ring), data, size, flags)) }

@c @implementation
func bpf_ringbuf_query(_ ring: UnsafeMutableRawPointer!, _ flags: u64) -> u64 {
  unsafe MapOperations.query(head(of: ring), flags)
}

@c @implementation
func bpf_map_delete_elem(_ map: UnsafeMutableRawPointer!, _ key: UnsafeRawPointer!) -> Int {
  unsafe Int(MapOperations.delete(head(of: map), key))
}

/// Sound: a program runs, so there is an execution.
private var currentWorker: UInt32 { unsafe baton_current_execution().pointee.worker }

func head(of map: UnsafeMutableRawPointer) -> MapOperations.Address {
  // Sound: what programs hold as a map is the address of its head; the verifier saw to it.
  unsafe map.assumingMemoryBound(to: baton_map.self)
}

// A node that a program owns is linked nowhere, so pushing it can't fail.

@c @implementation
func bpf_list_push_front(
  _ head: UnsafeMutablePointer<bpf_list_head>!, _ node: UnsafeMutablePointer<bpf_list_node>!
) {
  let isLinked = unsafe IntrusiveList.pushFront(node, to: head)
  precondition(isLinked, "an owned node is in no list")
}

@c @implementation
func bpf_list_push_back(
  _ head: UnsafeMutablePointer<bpf_list_head>!, _ node: UnsafeMutablePointer<bpf_list_node>!
) {
  let isLinked = unsafe IntrusiveList.pushBack(node, to: head)
  precondition(isLinked, "an owned node is in no list")
}

@c @implementation
func bpf_list_pop_front(
  _ head: UnsafeMutablePointer<bpf_list_head>!
) -> UnsafeMutablePointer<bpf_list_node>? {
  unsafe IntrusiveList.popFront(head)
}

@c @implementation
func bpf_list_pop_back(
  _ head: UnsafeMutablePointer<bpf_list_head>!
) -> UnsafeMutablePointer<bpf_list_node>? {
  unsafe IntrusiveList.popBack(head)
}
