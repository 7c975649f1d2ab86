import Wire

/// What a socket keeps.
extension Socket {
  /// Puts what has arrived where it belongs.
  mutating func put(_ buffer: BufferReference, isInOrder: Bool) {
    if isInOrder { readable.append(buffer) } else { early.insert(buffer) }
  }

  /// Copies what has arrived behind what came just before, where that has room: whether it has.
  mutating func join(_ octets: Span<UInt8>, _ sequence: SequenceNumber, isInOrder: Bool) -> Bool {
    isInOrder ? readable.join(octets) : early.join(octets, at: sequence)
  }

  /// Moves what had arrived early and has no gap before it any more to what can be read.
  mutating func takeEarly(into stack: inout NetworkStack) {
    let expected = connection.receivedEnd
    while let buffer = early.first, buffer.value.sequence < expected {
      _ = early.removeFirst()
      let known = readEnd ?? buffer.value.sequence
      let overlap = known - buffer.value.sequence
      guard overlap < buffer.value.count else {
        stack.put(buffer)
        continue
      }
      if overlap > 0 {
        buffer.value.start += UInt(overlap)
        buffer.value.sequence += overlap
      }
      readable.append(buffer)
    }
  }

  /// Behind what can be read; nil: there is nothing.
  private var readEnd: SequenceNumber? { readable.last?.value.endSequence }

  /// Copies octets of ours into a frame, and adds them to a sum.
  mutating func copyUnacknowledged(
    _ sequence: SequenceNumber, _ count: Int, to octets: inout MutableSpan<UInt8>, at offset: Int,
    _ sum: inout InternetChecksum
  ) {
    guard count > 0 else { return }
    var buffer =
      sendCursor.flatMap { $0.value.sequence <= sequence ? $0 : nil } ?? unacknowledged.first
    while let current = buffer, current.value.endSequence <= sequence {
      buffer = current.value.next
    }
    sendCursor = buffer
    var (done, place) = (0, buffer.map { sequence - $0.value.sequence } ?? 0)
    while done < count, let current = buffer {
      let piece = min(current.value.count - place, count - done)
      current.withOctets(place..<place + piece) {
        sum.copy(from: $0, to: &octets, at: offset + done)
      }
      done += piece
      place = 0
      buffer = current.value.next
    }
    precondition(done == count, "what was not acknowledged is kept")
  }
}
