@c @implementation
public func stay(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  sendOff(Handle(handle))
  return 0
}

@c @implementation
public func look_after(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  while count < 16, let handle = Wheel.pop() {
    handle.resume()
    count &+= 1
  }
  guard let place = place() else { return count }
  for _ in 0..<16 {
    bpf_spin_lock(&place.pointee.lock)
    let handle = place.pointee.head.popFront()
    bpf_spin_unlock(&place.pointee.lock)
    guard let handle else { break }
    handle.resume()
    count &+= 1
  }
  return count
}

@c @implementation
public func parent(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let payload = payload(of: ctx) else { return Int32(XDP_PASS.rawValue) }
  let (wanted, last) = (payload[0], payload[2])
  var born: UInt8 = 0
  while born < wanted && born < 8 {
    payload[3] = born &+ 1 == wanted ? last : UInt8(LAST_SLEEPS)
    guard let copy = bpf_packet_copy(ctx) else { break }
    guard let handle = coSpawn(child, over: copy) else {
      bpf_packet_drop(copy)
      break
    }
    born &+= 1
    if Int(payload[3]) == LAST_IS_DESTROYED {
      handle.destroy()
    } else {
      sendOff(handle)
    }
  }
  if Int(last) == PARENT_GOES { return Int32(XDP_DROP.rawValue) }
  coJoin()
  payload[3] = 2
  payload[4] = born
  return Int32(XDP_TX.rawValue)
}

@c @implementation
public func child(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let payload = payload(of: ctx) else { return Int32(XDP_PASS.rawValue) }
  let task = Int(payload[3])
  coSleep(until: bpf_ktime_get_ns() &+ UInt64(payload[1]) &* 1000)
  if task == LAST_THROWS { bpf_throw(1) }
  coAwait(stay)
  payload[3] = 1
  return Int32(XDP_TX.rawValue)
}

/// Gives a child to whichever worker comes first; it is destroyed where there is no place.
private func sendOff(_ handle: consuming Handle) {
  guard let place = place() else { return handle.destroy() }
  bpf_spin_lock(&place.pointee.lock)
  place.pointee.head.pushBack(handle)
  bpf_spin_unlock(&place.pointee.lock)
}

private func payload(of ctx: UnsafeMutablePointer<xdp_md>) -> UnsafeMutablePointer<UInt8>? {
  guard let data = UnsafeMutablePointer<UInt8>(bitPattern: UInt(ctx.pointee.data)),
    UInt(bitPattern: data + 20) <= UInt(ctx.pointee.data_end)
  else { return nil }
  return data + 14
}

private func place() -> UnsafeMutablePointer<place>? { nursery.value(at: 0) }
