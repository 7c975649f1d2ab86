@c @implementation
public func line_up(_ raw: UnsafeMutablePointer<coroutine>!, _ command: UInt64) -> Int32 {
  if command == UInt64(COMMAND_REFUSED) { return -5 }
  let handle = Handle(raw)
  guard command != UInt64(COMMAND_DESTROYED), let waiting = line.value(at: 0, as: waiting.self)
  else {
    handle.destroy()
    return 0
  }
  handle.user = (handle.user.0 &+ 1, handle.packet)
  bpf_spin_lock(&waiting.pointee.lock)
  waiting.pointee.head.pushBack(handle)
  bpf_spin_unlock(&waiting.pointee.lock)
  return 0
}

@c @implementation
public func serve(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  while count < 16, let handle = Wheel.pop() {
    handle.resume()
    count &+= 1
  }
  guard let waiting = line.value(at: 0, as: waiting.self), waiting.pointee.is_open != 0 else {
    return count
  }
  for _ in 0..<16 {
    bpf_spin_lock(&waiting.pointee.lock)
    let handle = waiting.pointee.head.popFront()
    bpf_spin_unlock(&waiting.pointee.lock)
    guard let handle else { break }
    resume(handle)
    count &+= 1
  }
  return count
}

private func resume(_ handle: consuming Handle) {
  guard let tally = tallies.value(at: 0, as: tally.self) else { return handle.destroy() }
  if handle.user.0 == 0 || handle.user.1 != handle.packet { tally.pointee.wrong &+= 1 }
  let wasKnown = handle.isExpired
  let status = handle.resume()
  if status == .expired { tally.pointee.expired &+= 1 }
  if wasKnown { tally.pointee.known_before &+= 1 }
  if wasKnown && status != .expired { tally.pointee.wrong &+= 1 }
}

@c @implementation
public func wait_in_line(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 20) <= UInt(ctx.pointee.data_end)
  else { return Int32(XDP_PASS.rawValue) }
  let command = Int(data[16])
  if command == COMMAND_OPEN || command == COMMAND_CLOSE {
    line.value(at: 0, as: waiting.self)?.pointee.is_open = command == COMMAND_OPEN ? 1 : 0
    return Int32(XDP_DROP.rawValue)
  }
  let time = (UInt64(data[14]) | UInt64(data[15]) << 8) &* 1000
  var served: UInt8 = 0
  var outcome = Wakeup.resumed
  for _ in 0..<data[17] {
    outcome =
      command == COMMAND_YIELD
      ? coYield(line_up) : coAwait(line_up, UInt64(command), until: bpf_ktime_get_ns() &+ time)
    if outcome == .resumed { served &+= 1 }
  }
  data[18] = UInt8(truncatingIfNeeded: 0 &- outcome.rawValue)
  data[19] = served
  return Int32(XDP_TX.rawValue)
}
