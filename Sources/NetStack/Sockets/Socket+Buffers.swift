import Wire

/// What a socket keeps.
extension Socket {
  /// Puts what has arrived where it belongs.
  mutating func put(_ buffer: BufferReference, isInOrder: Bool) {
    guard isInOrder else { return early.insert(buffer) }
    placedEnd = buffer.value.endSequence
    readable.append(buffer)
  }

  /// Copies what has arrived behind what came just before, where that has room: whether it has.
  mutating func join(_ octets: Span<UInt8>, _ sequence: SequenceNumber, isInOrder: Bool) -> Bool {
    guard isInOrder else { return early.join(octets, at: sequence) }
    guard readable.join(octets) else { return false }
    placedEnd = sequence + octets.count
    return true
  }

  /// Moves what had arrived early and has no gap before it any more to what can be read.
  mutating func takeEarly(into stack: inout NetworkStack) {
    while let buffer = early.first, let placed = placedEnd, buffer.value.sequence <= placed {
      _ = early.removeFirst()
      let overlap = placed - buffer.value.sequence
      guard overlap < buffer.value.count else {
        stack.put(buffer)
        continue
      }
      if overlap > 0 {
        buffer.value.start += UInt(overlap)
        buffer.value.sequence += overlap
      }
      placedEnd = buffer.value.endSequence
      readable.append(buffer)
    }
  }

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
