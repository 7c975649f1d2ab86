/// The shortest expected job first.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ classNumber: UInt64) -> Int32 {
  guard let expected = expectation(of: UInt32(truncatingIfNeeded: classNumber)) else { return -1 }
  return put_in_order(handle, expected.pointee)
}

@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 { serve_least(ctx) }

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  let wakeup = coAwait(line_up, UInt64(frame.pointee.request.class_number))
  if wakeup.isRefused { return XDP_DROP.code }
  let action = serve(frame)
  learn(from: frame.pointee.request)
  return action
}

private func expectation(of classNumber: UInt32) -> UnsafeMutablePointer<UInt64>? {
  expectations.value(at: classNumber)
}

/// Workers that learn at once may lose what one of them has learned: it is a mean.
private func learn(from request: request) {
  guard let expectation = expectation(of: request.class_number) else { return }
  let taken = request.ended &- request.begun
  let expected = expectation.pointee
  expectation.pointee =
    expected == 0 ? taken : expected &- (expected >> WEIGHT_SHIFT) &+ (taken >> WEIGHT_SHIFT)
}
