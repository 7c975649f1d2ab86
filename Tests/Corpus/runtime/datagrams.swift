@c @implementation
public func hold(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  var key: UInt32 = 0
  guard let waiting = lookUp(&row, &key, as: waiting.self) else { return -1 }
  bpf_spin_lock(&waiting.pointee.lock)
  bpf_list_push_back(&waiting.pointee.head, &handle.pointee.node)
  bpf_spin_unlock(&waiting.pointee.lock)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  var count: Int32 = 0
  while count < Int32(BATCH_COUNT), let handle = take() {
    _ = bpf_co_resume(handle)
    count &+= 1
  }
  return count
}

private func take() -> UnsafeMutablePointer<coroutine>? {
  var key: UInt32 = 0
  guard let waiting = lookUp(&row, &key, as: waiting.self) else { return nil }
  bpf_spin_lock(&waiting.pointee.lock)
  let node = bpf_list_pop_front(&waiting.pointee.head)
  bpf_spin_unlock(&waiting.pointee.lock)
  // The node is the handle's first member.
  return UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
}

@c @implementation
public func receive(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var from = udp_flow()
  guard any_ip_rcv(ctx) == 0, let uh = udp_hdr(ctx), udp_check(ctx, uh) == 0,
    udp_sender(ctx, uh, &from) == 0
  else { return Int32(XDP_PASS.rawValue) }
  let destination = UInt32(UInt16(bigEndian: uh.pointee.dest))
  var text = answer_text
  switch port(destination) {
  case LATE:
    if co_await(hold, 0) < 0 { return drop }
    return note(destination, udp_forward(ctx, &from, flowSize))
  case ANSWERED: return note(destination, udp_answer(ctx, &text, 8))
  case SENT_BACK: return note(destination, udp_forward(ctx, &from, flowSize))
  case TWICE:
    _ = note(destination, sendTwice(&from))
    return drop
  case TOO_LONG: return note(destination, answerTooLong(ctx))
  case ASTRAY:
    from.version = 4
    from.daddr.0 = UInt32(0x0808_0808).bigEndian
    return note(destination, udp_forward(ctx, &from, flowSize))
  case TO_ALL:
    from.version = 4
    from.daddr.0 = .max
    return note(destination, udp_forward(ctx, &from, flowSize))
  default: return Int32(XDP_PASS.rawValue)
  }
}

private var flowSize: UInt32 { UInt32(truncatingIfNeeded: MemoryLayout<udp_flow>.size) }
private var drop: Int32 { Int32(XDP_DROP.rawValue) }

private func sendTwice(_ to: UnsafeMutablePointer<udp_flow>) -> Int32 {
  var text = answer_text
  let result = udp_send(to, flowSize, &text, 8)
  return result < 0 ? result : udp_send(to, flowSize, &text, 4)
}

private func answerTooLong(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var key: UInt32 = 0
  guard let text = lookUp(&texts, &key, as: text.self) else { return drop }
  return udp_answer(ctx, text, UInt32(LONG_SIZE))
}

private func note(_ port: UInt32, _ result: Int32) -> Int32 {
  var key = port
  if let noted = lookUp(&results, &key, as: UInt32.self) {
    noted.pointee = UInt32(bitPattern: result)
  }
  return 0
}
