/// Where a connection stands within a request.
struct HTTPConnection: BitwiseCopyable, Sendable {
  /// Octets of the body or chunk that are still to come.
  var bodyLeft: UInt64 = 0
  /// How many octets of the head were looked at without finding its end; in trailers, how many have gone by.
  var seenCount: UInt16 = 0
  var phase = Phase.head
  /// The answer that is given once the body has gone by.
  var answer = HTTPAnswer(status: .ok, content: .none)

  enum Phase: UInt8, BitwiseCopyable, Sendable {
    case head
    /// `bodyLeft` octets to skip, then the answer.
    case body
    /// A chunk's size is to come.
    case chunkSize
    /// `bodyLeft` octets of a chunk to skip.
    case chunkData
    /// The line end behind a chunk.
    case chunkEnd
    case trailers
  }
}
