/// Packets in a row, first in, first out. Their links lie in their chunks' first octets.
@usableFromInline
struct PacketList: ~Copyable {
  private var first: PacketReference?
  private var last: PacketReference?
  @usableFromInline private(set) var count = 0

  mutating func append(_ packet: PacketReference) {
    packet.makeLink()
    if let last { last.buffer.value.packet = packet } else { first = packet }
    last = packet
    count += 1
  }

  mutating func removeFirst() -> PacketReference? {
    guard let packet = first else { return nil }
    first = packet.buffer.value.packet
    if first == nil { last = nil }
    count -= 1
    return packet
  }
}
