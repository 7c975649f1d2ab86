import NetStack

/// What is read of a connection, held against what was sent: each octet follows from its place.
struct CheckedReader {
  let socket: SocketReference
  /// Where the next octet that is read may stand: one place for each SYN that may have opened the connection, as far as what
  /// was read before fits.
  private var places: [UInt32]

  init(_ socket: SocketReference, places: [UInt32]) {
    self.socket = socket
    self.places = places
  }

  /// The octet that the peer sends at a place.
  static func octet(at place: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: place &* 7 &+ place >> 8)
  }

  /// Whether octets that can be read, from an offset on, are those that were sent.
  func fits(_ octets: some Sequence<UInt8>, at offset: Int = 0) -> Bool {
    places.contains { Self.fits(octets, at: $0 &+ UInt32(offset)) }
  }

  private static func fits(_ octets: some Sequence<UInt8>, at place: UInt32) -> Bool {
    octets.enumerated().allSatisfy { $1 == octet(at: place &+ UInt32($0)) }
  }

  /// Octets were read; false where others were sent.
  mutating func read(_ octets: some Collection<UInt8>) -> Bool {
    places = places.filter { Self.fits(octets, at: $0) }.map { $0 &+ UInt32(octets.count) }
    return !places.isEmpty
  }
}
