/// A long request of which parts have come: they are taken off the connection at once, so that a receive buffer need not
/// hold all of it.
struct Assembly {
  private(set) var octets: [UInt8] = []
  private var reader = RequestReader()
  /// The request is there as a whole, and being carried out.
  private(set) var isComplete = false
  /// The next one that is not in use.
  var next = UInt32.max

  static let requestByteCountMax = 64 << 20
  /// As much memory is kept for the next request.
  private static let keptByteCountMax = 1 << 20
  /// Taken off a connection at once, at most.
  private static let pieceByteCountMax = 64 << 10

  /// Takes in a piece; how many octets of it. `arguments` is used on the way, and holds nothing afterwards.
  mutating func add(
    _ input: Span<UInt8>, _ arguments: inout [ArgumentRange]
  ) throws(ProtocolError) -> Int {
    let count = min(input.count, Self.pieceByteCountMax)
    let start = octets.count
    guard start + count <= Self.requestByteCountMax else { throw .tooLongRequest }
    octets.append(contentsOf: repeatElement(0, count: count))
    var target = octets.mutableSpan
    target.copy(input.extracting(first: count), to: start)
    defer { arguments.removeAll(keepingCapacity: true) }
    let end: Int
    if octets[0] == UInt8(ascii: "*") {
      var reader = reader
      isComplete = try reader.read(octets.span, into: &arguments)
      self.reader = reader
      end = reader.position
    } else {
      let lineEnd = octets.span.firstIndex(of: .lineFeed, from: start)
      guard lineEnd ?? octets.count <= RequestReader.lineByteCountMax else { throw .tooLongInline }
      isComplete = lineEnd != nil
      end = (lineEnd ?? 0) + 1
    }
    guard isComplete else {
      reserve()
      return count
    }
    // What stands behind the request stays on the connection.
    let surplus = octets.count - end
    octets.removeLast(surplus)
    return count - surplus
  }

  /// Makes room for an argument whose length is known, so that it is not moved as it grows.
  private mutating func reserve() {
    if reader.neededByteCount > octets.capacity { octets.reserveCapacity(reader.neededByteCount) }
  }

  /// Is ready for another request.
  mutating func reset() {
    reader = RequestReader()
    isComplete = false
    octets.removeAll(keepingCapacity: octets.capacity <= Self.keptByteCountMax)
  }

  /// Takes the octets out, to be looked at while the rest changes; they are put back by the same.
  mutating func exchange(_ other: inout [UInt8]) { swap(&octets, &other) }
}
