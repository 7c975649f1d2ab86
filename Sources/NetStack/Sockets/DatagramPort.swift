import Wire

/// What has come to a bound UDP port, oldest first: a ring of places, so that nothing is allocated as datagrams come and go.
struct DatagramPort {
  /// Each lies in its packet, from `payload` on.
  struct Waiting {
    var source: IPAddress
    var port: UInt16
    /// Which of our addresses it came to.
    var local: IPAddress
    var packet: PacketReference
    var payload: Range<Int>
  }

  private var places: [Waiting?]
  private var first = 0
  private var count = 0

  init(limit: Int) {
    precondition(limit > 0, "a port has room for a datagram")
    places = Array(repeating: nil, count: limit)
  }

  /// Whether there was room, here and, as `hasRoom` says, elsewhere.
  mutating func append(_ datagram: Waiting, if hasRoom: Bool) -> Bool {
    guard hasRoom, count < places.count else { return false }
    places[(first + count) % places.count] = datagram
    count += 1
    return true
  }

  mutating func removeFirst() -> Waiting? {
    guard count > 0 else { return nil }
    defer {
      places[first] = nil
      first = (first + 1) % places.count
      count -= 1
    }
    return places[first]
  }
}
