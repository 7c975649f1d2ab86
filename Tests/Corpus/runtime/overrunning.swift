nonisolated(unsafe) var isWorkerToLoop = false

@c
func one(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let sum = context?.assumingMemoryBound(to: UInt64.self) else { return 1 }
  sum.pointee &+= index
  return 0
}

@c
func many(_ index: UInt64, _ context: UnsafeMutableRawPointer?) -> Int {
  guard let context else { return 1 }
  _ = bpf_loop(8 << 20, unsafeBitCast(one as Body, to: UnsafeMutableRawPointer.self), context, 0)
  return 0
}

private typealias Body = @convention(c) (UInt64, UnsafeMutableRawPointer?) -> Int

private func runForLong() -> UInt64 {
  var sum: UInt64 = 0
  _ = bpf_loop(8 << 20, unsafeBitCast(many as Body, to: UnsafeMutableRawPointer.self), &sum, 0)
  return sum
}

@c @implementation
public func refuse(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 { -1 }

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard isWorkerToLoop else { return 0 }
  isWorkerToLoop = false
  return Int32(runForLong() & 1)
}

@c @implementation
public func answer(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 15) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_DROP.rawValue) }
  switch UInt32(data[14]) {
  case LOOP.rawValue: data[0] = UInt8(truncatingIfNeeded: runForLong())
  case INSIST.rawValue: while co_await(refuse, 0) < 0 {}
  case LOOP_IN_WORKER.rawValue: isWorkerToLoop = true
  default: break
  }
  return Int32(XDP_TX.rawValue)
}
