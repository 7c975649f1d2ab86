import CBaton
import NetStack

// The network stack's steps: `Interface/netstack.h`.

@c @implementation
func ip_hdr(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<baton_iphdr>? {
  let packet = unsafe PacketReference(packet(of: ctx))
  return unsafe header(packet, at: packet.offset(of: .v4))
}

@c @implementation
func ip6_hdr(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<ipv6hdr>? {
  let packet = unsafe PacketReference(packet(of: ctx))
  return unsafe header(packet, at: packet.offset(of: .v6))
}

@c @implementation
func tcp_hdr(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<baton_tcphdr>? {
  let packet = unsafe PacketReference(packet(of: ctx))
  return unsafe header(
    packet,
    at: packet.transportOffset(
      of: UInt8(IPPROTO_TCP), byteCount: MemoryLayout<baton_tcphdr>.size))
}

@c @implementation
func udp_hdr(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<baton_udphdr>? {
  let packet = unsafe PacketReference(packet(of: ctx))
  return unsafe header(
    packet,
    at: packet.transportOffset(
      of: UInt8(IPPROTO_UDP), byteCount: MemoryLayout<baton_udphdr>.size))
}

/// A header in a packet that has it whole.
private func header<Header>(
  _ packet: PacketReference, at offset: Int?
) -> UnsafeMutablePointer<Header>? {
  guard let offset else { return nil }
  // Sound: the frame has as many octets from there on, and headers need no alignment.
  return unsafe UnsafeMutablePointer(
    bitPattern: UInt(packet.pointer.pointee.data) + UInt(offset))
}

@c @implementation
func ip_rcv(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ iph: UnsafeMutablePointer<baton_iphdr>!
) -> Int32 { unsafe Services.current.pointee.receiveIP(packet(of: ctx), .v4) }

@c @implementation
func ip6_rcv(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ ip6h: UnsafeMutablePointer<ipv6hdr>!
) -> Int32 { unsafe Services.current.pointee.receiveIP(packet(of: ctx), .v6) }

@c @implementation
func sk_lookup(_ ctx: UnsafeMutablePointer<xdp_md>!) -> UnsafeMutablePointer<socket>? {
  let found = unsafe Services.current.pointee.lookUpSocket(packet(of: ctx))
  // Sound: programs hand the address on, and never look there.
  return unsafe UnsafeMutableRawPointer(found?.pointer)?.assumingMemoryBound(to: socket.self)
}

@c @implementation
func socket_put(_ sk: UnsafeMutablePointer<socket>!) {
  unsafe Services.current.pointee.putSocket(reference(sk))
}

@c @implementation
func socket_lock(_ sk: UnsafeMutablePointer<socket>!) {
  unsafe Services.current.pointee.lockSocket(reference(sk))
}

@c @implementation
func socket_unlock(_ sk: UnsafeMutablePointer<socket>!) {
  unsafe Services.current.pointee.unlockSocket(reference(sk))
}

@c @implementation
func tcp_rcv(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ th: UnsafeMutablePointer<baton_tcphdr>!
) -> Int32 { unsafe Services.current.pointee.receiveSegment(packet(of: ctx)) }

@c @implementation
func queue_to_socket(
  _ sk: UnsafeMutablePointer<socket>!, _ ctx: UnsafeMutablePointer<xdp_md>!
) {
  unsafe Services.current.pointee.queueSegment(takePacket(ctx), at: reference(sk))
}

@c @implementation
func tcp_push(_ sk: UnsafeMutablePointer<socket>!) {
  unsafe Services.current.pointee.push(reference(sk))
}

// MARK: What users do

@c @implementation
func socket_readable(_ sk: UnsafeMutablePointer<socket>!) -> Int32 {
  unsafe Int32(clamping: reference(sk).readableCount)
}

@c @implementation
func socket_writable(_ sk: UnsafeMutablePointer<socket>!) -> Int32 {
  unsafe Int32(clamping: reference(sk).writeRoom)
}

@c @implementation
func socket_peek(
  _ sk: UnsafeMutablePointer<socket>!, _ offset: u32, _ buffer: UnsafeMutableRawPointer!,
  _ size: u32
) -> Int32 {
  // Sound: nobody else uses it meanwhile.
  var octets = unsafe memory(buffer, size).mutableSpan
  return unsafe Int32(
    Services.current.pointee.peek(reference(sk), from: Int(offset), into: &octets))
}

@c @implementation
func socket_data(
  _ sk: UnsafeMutablePointer<socket>!, _ offset: u32, _ size: u32
) -> UnsafeRawPointer? {
  unsafe Services.current.pointee.octets(of: reference(sk), from: Int(offset), count: Int(size))
}

@c @implementation
func socket_read(
  _ sk: UnsafeMutablePointer<socket>!, _ buffer: UnsafeMutableRawPointer!, _ size: u32
) -> Int32 {
  // Sound: nobody else uses it meanwhile.
  var octets = unsafe memory(buffer, size).mutableSpan
  return unsafe Int32(Services.current.pointee.read(reference(sk), into: &octets))
}

@c @implementation
func socket_consume(_ sk: UnsafeMutablePointer<socket>!, _ count: u32) -> Int32 {
  unsafe Int32(Services.current.pointee.consume(Int(count), of: reference(sk)))
}

@c @implementation
func socket_write(
  _ sk: UnsafeMutablePointer<socket>!, _ buffer: UnsafeRawPointer!, _ size: u32
) -> Int32 {
  let octets = unsafe UnsafeBufferPointer(
    start: buffer.assumingMemoryBound(to: UInt8.self), count: Int(size))
  return unsafe Services.current.pointee.write(octets.span, to: reference(sk))
}

@c @implementation
func socket_close(_ sk: UnsafeMutablePointer<socket>!) {
  unsafe Services.current.pointee.close(reference(sk))
}

@c @implementation
func socket_serve(_ sk: UnsafeMutablePointer<socket>!) -> Int32 {
  unsafe Services.current.pointee.serve(reference(sk)) ? 1 : 0
}

/// What a program knows as a socket.
private func reference(_ sk: UnsafeMutablePointer<socket>) -> SocketReference {
  // Sound: what programs know by the name is the stack's, as the contract of every call says.
  unsafe SocketReference(UnsafeMutableRawPointer(sk).assumingMemoryBound(to: Socket.self))
}

/// Memory that a program gives to be written.
private func memory(_ buffer: UnsafeMutableRawPointer, _ size: u32) -> UnsafeMutableBufferPointer<
  UInt8
> {
  // Sound: the contract says that the program has as many octets there.
  unsafe UnsafeMutableBufferPointer(
    start: buffer.assumingMemoryBound(to: UInt8.self), count: Int(size))
}
