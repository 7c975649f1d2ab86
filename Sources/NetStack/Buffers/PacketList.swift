/// Packets in a row, first in, first out. Their links lie in their chunks' first octets.
@usableFromInline
struct PacketList: ~Copyable {
  private var first: PacketReference?
  private var last: PacketReference?
  @usableFromInline private(set) var count = 0

  mutating func append(_ packet: PacketReference) {
    packet.follower = nil
    if let last { last.follower = packet } else { first = packet }
    last = packet
    count += 1
  }

  mutating func removeFirst() -> PacketReference? {
    guard let packet = first else { return nil }
    first = packet.follower
    if first == nil { last = nil }
    count -= 1
    return packet
  }
}
