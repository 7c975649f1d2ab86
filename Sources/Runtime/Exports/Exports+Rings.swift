import CBaton
import Maps

// Rings in the values of maps, by which workers hand coroutines to each other.

@c @implementation
func bpf_spsc_push(
  _ ring: UnsafeMutablePointer<bpf_spsc_ring>!, _ handle: UnsafeMutablePointer<coroutine>!
) -> Int32 {
  let worker = unsafe baton_current_execution()!.pointee.worker
  return unsafe Int32(truncatingIfNeeded: SingleProducerRing(ring).push(handle, by: worker))
}

@c @implementation
func bpf_spsc_pop(
  _ ring: UnsafeMutablePointer<bpf_spsc_ring>!
) -> UnsafeMutablePointer<coroutine>? {
  let worker = unsafe baton_current_execution()!.pointee.worker
  return unsafe handle(SingleProducerRing(ring).pop(by: worker))
}

@c @implementation
func bpf_mpsc_push(
  _ ring: UnsafeMutablePointer<bpf_mpsc_ring>!, _ handle: UnsafeMutablePointer<coroutine>!
) -> Int32 {
  unsafe Int32(truncatingIfNeeded: ManyProducerRing(ring).push(handle))
}

@c @implementation
func bpf_mpsc_pop(
  _ ring: UnsafeMutablePointer<bpf_mpsc_ring>!
) -> UnsafeMutablePointer<coroutine>? {
  let worker = unsafe baton_current_execution()!.pointee.worker
  return unsafe handle(ManyProducerRing(ring).pop(by: worker))
}

/// Sound: handles are all that programs can push.
private func handle(_ object: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<coroutine>? {
  unsafe object?.assumingMemoryBound(to: coroutine.self)
}
