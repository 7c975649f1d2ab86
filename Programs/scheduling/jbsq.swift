/// Join the bounded shortest queue: see jbsq.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  bpf_handles_push(&waiting, handle)
}

/// Only the dispatcher's turns have an end.
@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  bpf_handles_push(&begun, handle)
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard ctx.pointee.worker == DISPATCHER else { return serveOwn(ctx.pointee.worker) }
  let count = dispatch(ctx)
  return count > 0 ? count : help()
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, 0)
}

private func post(of worker: UInt32) -> UnsafeMutablePointer<post>? {
  posts.value(at: worker % UInt32(WORKER_MAX))
}

/// The worker with the fewest requests, where it has room; nil where none has.
private func shortest(of ctx: UnsafeMutablePointer<worker_ctx>) -> UnsafeMutablePointer<post>? {
  var best: UnsafeMutablePointer<post>?
  var least = UInt64(depth)
  for worker in UInt32(DISPATCHER) + 1..<UInt32(WORKER_MAX) {
    guard worker < ctx.pointee.worker_count else { break }
    guard let post = post(of: worker) else { continue }
    let count = post.pointee.sent &- post.pointee.done
    if count < least { (best, least) = (post, count) }
  }
  return best
}

/// Hands requests to workers as long as these have room; how many.
private func dispatch(_ ctx: UnsafeMutablePointer<worker_ctx>) -> Int32 {
  var count: Int32 = 0
  while count < BATCH_COUNT, let post = shortest(of: ctx), let handle = waiting.pop() {
    if let refused = post.pointee.ring.push(handle) {
      refused.resume()
      break
    }
    post.pointee.sent &+= 1
    count &+= 1
  }
  return count
}

/// Serves a request for a quantum, those first that the dispatcher has begun: nobody else does.
private func help() -> Int32 {
  guard let handle = begun.pop() ?? waiting.pop() else { return -1 }
  bpf_set_quantum(quantum)
  handle.resume()
  return 1
}

private func serveOwn(_ worker: UInt32) -> Int32 {
  guard let post = post(of: worker), let handle = post.pointee.ring.pop() else { return -1 }
  handle.resume()
  post.pointee.done &+= 1
  return 1
}
