@c @implementation
public func line_up(_ raw: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  // Whoever asked still has it where there is no place.
  guard let handle = pending.push(Handle(raw)) else { return 0 }
  _ = handle.take()
  return -7
}

@c @implementation
public func let_through(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  while count < 32, isOpen, let handle = pending.pop() {
    handle.resume()
    count &+= 1
  }
  return count
}

@c @implementation
public func wait_at_gate(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 17) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  if data[14] == 1 {
    theGate()?.pointee.is_open = 1
    return Int32(XDP_DROP.rawValue)
  }
  data[15] = UInt8(truncatingIfNeeded: 0 &- coAwait(line_up).rawValue)
  return Int32(XDP_TX.rawValue)
}

private func theGate() -> UnsafeMutablePointer<gate>? { gates.value(at: 0) }

private var isOpen: Bool { theGate()?.pointee.is_open == 1 }
