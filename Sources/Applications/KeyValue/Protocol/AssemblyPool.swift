/// Places for the long requests of all connections, used again.
struct AssemblyPool: ~Copyable {
  private var places: [Assembly] = []
  private var unused = none
  static let none = UInt32.max

  /// How many octets are in those that are in use; the others have none. Looks at all.
  var byteCount: Int { places.reduce(0) { $0 + $1.octets.count } }

  /// A place for another request.
  mutating func take() -> UInt32 {
    guard unused != Self.none else {
      places.append(Assembly())
      return UInt32(places.count - 1)
    }
    let place = unused
    unused = places[Int(place)].next
    return place
  }

  mutating func giveBack(_ place: UInt32) {
    places[Int(place)].reset()
    places[Int(place)].next = unused
    unused = place
  }

  func isComplete(_ place: UInt32) -> Bool { places[Int(place)].isComplete }

  mutating func add(
    _ input: Span<UInt8>, to place: UInt32, _ arguments: inout [ArgumentRange]
  ) throws(ProtocolError) -> Int {
    try places[Int(place)].add(input, &arguments)
  }

  mutating func exchange(_ octets: inout [UInt8], with place: UInt32) {
    places[Int(place)].exchange(&octets)
  }
}
