import CBaton
import Maps

// Rings in the values of maps, and queues, by which workers hand coroutines to each other.

@c @implementation
func bpf_spsc_push(
  _ ring: UnsafeMutablePointer<bpf_spsc_ring>!, _ handle: UnsafeMutablePointer<coroutine>!
) -> Int32 {
  let execution = unsafe baton_current_execution()!
  let ring = unsafe SingleProducerRing(ring)
  let status = unsafe ring.push(handle, by: execution.pointee.worker)
  if status == 0 { unsafe wake(ring.consumer, on: execution) }
  return Int32(truncatingIfNeeded: status)
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
  let ring = unsafe ManyProducerRing(ring)
  let status = unsafe ring.push(handle)
  if status == 0 { unsafe wake(ring.consumer, on: baton_current_execution()!) }
  return Int32(truncatingIfNeeded: status)
}

@c @implementation
func bpf_mpsc_pop(
  _ ring: UnsafeMutablePointer<bpf_mpsc_ring>!
) -> UnsafeMutablePointer<coroutine>? {
  let worker = unsafe baton_current_execution()!.pointee.worker
  return unsafe handle(ManyProducerRing(ring).pop(by: worker))
}

@c @implementation
func bpf_handles_push(
  _ map: UnsafeMutableRawPointer!, _ handle: UnsafeMutablePointer<coroutine>!
) -> Int32 {
  let map = unsafe map.assumingMemoryBound(to: baton_map.self)
  return unsafe Int32(truncatingIfNeeded: MapOperations.pushHandle(map, handle))
}

@c @implementation
func bpf_handles_pop(_ map: UnsafeMutableRawPointer!) -> UnsafeMutablePointer<coroutine>? {
  let map = unsafe map.assumingMemoryBound(to: baton_map.self)
  return unsafe handle(MapOperations.popHandle(map))
}

/// Sound: handles are all that programs can push.
@inline(__always)
private func handle(_ object: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<coroutine>? {
  unsafe object?.assumingMemoryBound(to: coroutine.self)
}

/// Whoever has the other end of a ring has something to do. Sound: its number was written by a worker of this instance,
/// as maps with rings are not shared.
@inline(__always)
private func wake(_ consumer: UInt32?, on execution: Services.Execution) {
  if let consumer { unsafe Services.of(execution).pointee.wake(Int(consumer)) }
}
