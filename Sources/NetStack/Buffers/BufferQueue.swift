import Wire

/// Buffers in the order of the stream.
struct BufferQueue {
  private(set) var first: BufferReference?
  private(set) var last: BufferReference?
  /// Octets in all of them.
  private(set) var octetCount = 0
  /// What they take of memory: whole chunks and blocks.
  private(set) var chargedByteCount = 0

  static let charge = 2048

  var isEmpty: Bool { first == nil }

  mutating func append(_ buffer: BufferReference) {
    buffer.value.next = nil
    if let last { last.value.next = buffer } else { first = buffer }
    last = buffer
    note(buffer.value.count, buffers: 1)
  }

  /// The buffer in which an octet lies, counted from the first one of all, and which of its octets it is; nil behind the last
  /// one.
  func place(of offset: Int) -> (buffer: BufferReference, index: Int)? {
    var index = offset
    var next = first
    while let buffer = next {
      if index < buffer.value.count { return (buffer, index) }
      index -= buffer.value.count
      next = buffer.value.next
    }
    return nil
  }

  /// Puts a buffer where its sequence number belongs.
  mutating func insert(_ buffer: BufferReference) {
    guard let head = first, head.value.sequence < buffer.value.sequence else {
      buffer.value.next = first
      first = buffer
      if last == nil { last = buffer }
      return note(buffer.value.count, buffers: 1)
    }
    var before = head
    while let next = before.value.next, next.value.sequence < buffer.value.sequence {
      before = next
    }
    buffer.value.next = before.value.next
    before.value.next = buffer
    if buffer.value.next == nil { last = buffer }
    note(buffer.value.count, buffers: 1)
  }

  mutating func removeFirst() -> BufferReference? {
    guard let buffer = first else { return nil }
    first = buffer.value.next
    if first == nil { last = nil }
    note(-buffer.value.count, buffers: -1)
    return buffer
  }

  /// Appends as many octets as the last buffer has room for; how many.
  mutating func fill(_ octets: Span<UInt8>) -> Int {
    guard let last else { return 0 }
    let count = last.append(octets)
    octetCount += count
    return count
  }

  /// Appends octets to the last buffer if that has room for all of them: whether it has.
  mutating func join(_ octets: Span<UInt8>) -> Bool {
    guard let last, last.value.room >= octets.count else { return false }
    return fill(octets) == octets.count
  }

  /// Appends octets to the buffer that they follow on, if there is one and it has room: whether it has.
  mutating func join(_ octets: Span<UInt8>, at sequence: SequenceNumber) -> Bool {
    var next = first
    while let buffer = next, buffer.value.sequence < sequence {
      if buffer.value.endSequence == sequence, buffer.value.room >= octets.count {
        octetCount += buffer.append(octets)
        return true
      }
      next = buffer.value.next
    }
    return false
  }

  /// Takes octets out of the first buffer, `count` of it at most.
  mutating func trimFirst(by count: Int) {
    guard let first else { return }
    precondition(count <= first.value.count)
    first.value.start += UInt(count)
    first.value.sequence += count
    octetCount -= count
  }

  private mutating func note(_ octets: Int, buffers: Int) {
    octetCount += octets
    chargedByteCount += buffers * Self.charge
  }
}
