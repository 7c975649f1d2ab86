import NetStack
import Wire

/// One end of a connection with its user: what it has written, and what it has got.
struct TestPeer {
  var connection: TCPConnection
  /// All that was ever written.
  private(set) var written: [UInt8] = []
  /// All that has arrived in order, and was read.
  private(set) var read: [UInt8] = []
  var events: TCPEvents = []
  /// How many octets its user reads at once; nil: whatever there is.
  var reads = true

  private let firstSequence: SequenceNumber
  /// What has arrived, from the stream's first octet on; nil: not yet.
  private var stream: [UInt8?] = []
  private var readable = 0
  private var arrivedCount = 0
  private let bufferByteCount: Int

  init(_ connection: TCPConnection, initialSequence: SequenceNumber) {
    self.connection = connection
    firstSequence = initialSequence + 1
    bufferByteCount = connection.configuration.receiveBufferByteCount
  }

  var unread: Int { readable - read.count }

  mutating func write(_ octets: some Collection<UInt8>) -> Int {
    let count = min(octets.count, connection.writeRoom)
    written += octets.prefix(count)
    connection.write(count)
    return count
  }

  /// The octets of a segment that is sent now.
  func payload(of segment: TCPTransmission) -> [UInt8] {
    let start = segment.sequence - firstSequence
    guard segment.payloadByteCount > 0 else { return [] }
    return Array(written[start..<start + segment.payloadByteCount])
  }

  /// Takes a segment; a message where the connection wants something that can't be.
  mutating func receive(
    _ segment: TCPSegment, _ payload: [UInt8], from peerSequence: SequenceNumber, at now: UInt64
  ) -> String? {
    let arrival = connection.receive(segment, at: now)
    events.formUnion(arrival.events)
    if !arrival.kept.isEmpty {
      guard arrival.kept.upperBound <= payload.count else {
        return "keeps \(arrival.kept) of \(payload.count)"
      }
      let start = arrival.place - (peerSequence + 1)
      guard start >= 0 else { return "keeps octets before the stream" }
      let end = start + arrival.kept.count
      if stream.count < end { stream += Array(repeating: nil, count: end - stream.count) }
      for (index, octet) in payload[arrival.kept].enumerated() {
        if let old = stream[start + index], old != octet { return "octet \(start + index) changes" }
        if stream[start + index] == nil { arrivedCount += 1 }
        stream[start + index] = octet
      }
    }
    let before = readable
    readable += arrival.readable
    guard readable <= stream.count, stream[before..<readable].allSatisfy({ $0 != nil }) else {
      return "octets up to \(readable) can't be read"
    }
    guard stream.count - read.count <= bufferByteCount + 65_536 >> 2 else {
      return "\(stream.count - read.count) octets are kept, of \(bufferByteCount)"
    }
    updateRoom()
    return nil
  }

  mutating func readAll(atMost count: Int = .max) {
    guard reads else { return }
    let end = min(readable, read.count + min(count, readable))
    read += stream[read.count..<end].map { $0! }
    updateRoom()
  }

  private mutating func updateRoom() {
    connection.setReceiveRoom(max(bufferByteCount - (arrivedCount - read.count), 0))
  }
}
