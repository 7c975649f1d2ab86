import CBaton
import NetStack

// Datagrams of UDP: `Interface/netstack.h`.

@c @implementation
func udp_rcv(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ uh: UnsafeMutablePointer<baton_udphdr>!
) {
  unsafe Services.current.pointee.receiveIntoStack(takePacket(ctx))
}

@c @implementation
func udp_check(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ uh: UnsafeMutablePointer<baton_udphdr>!
) -> Int32 { unsafe Services.current.pointee.checkDatagram(packet(of: ctx)) }

@c @implementation
func udp_answer(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ data: UnsafeRawPointer!, _ size: u32
) -> Int32 {
  // Sound: the contract says that the program has as many octets there, which may be the packet's.
  unsafe Services.current.pointee.answer(
    takePacket(ctx), with: UnsafeRawBufferPointer(start: data, count: Int(size)))
}

@c @implementation
func udp_forward(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ to: UnsafeRawPointer!, _ to_size: u32
) -> Int32 {
  let packet = unsafe takePacket(ctx)
  guard let flow = unsafe flow(to, to_size) else {
    unsafe Services.current.pointee.drop(packet, as: .program)
    return ErrorNumber.invalid
  }
  return unsafe Services.current.pointee.forward(packet, by: flow)
}

@c @implementation
func udp_send(
  _ to: UnsafeRawPointer!, _ to_size: u32, _ data: UnsafeRawPointer!, _ size: u32
) -> Int32 {
  guard let flow = unsafe flow(to, to_size) else { return ErrorNumber.invalid }
  // Sound: the contract says that the program has as many octets there.
  return unsafe Services.current.pointee.send(
    UnsafeRawBufferPointer(start: data, count: Int(size)), by: flow)
}

/// What a program gives as a `udp_flow`, if it is one.
private func flow(_ memory: UnsafeRawPointer, _ size: u32) -> DatagramFlow? {
  // Sound: the contract says that the program has as many octets there.
  size == MemoryLayout<udp_flow>.size
    ? unsafe DatagramFlow(memory.loadUnaligned(as: udp_flow.self)) : nil
}
