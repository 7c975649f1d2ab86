// All of this room that touches memory by address: numbers of several octets at once. Each access is
// checked against its span, by the standard library or by the loop around it.

extension Span<UInt8> {
  /// A 16-bit number in network byte order. Traps beyond the span.
  @inlinable
  public func uint16(at offset: Int) -> UInt16 {
    // Sound: any two octets are a number, and the load checks that they lie in the span.
    unsafe UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// A 32-bit number in network byte order. Traps beyond the span.
  @inlinable
  public func uint32(at offset: Int) -> UInt32 {
    // Sound: as above.
    unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// A 64-bit number in network byte order. Traps beyond the span.
  @inlinable
  public func uint64(at offset: Int) -> UInt64 {
    // Sound: as above.
    unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// A 128-bit number in network byte order. Traps beyond the span.
  @inlinable
  public func uint128(at offset: Int) -> UInt128 {
    UInt128(uint64(at: offset)) << 64 | UInt128(uint64(at: offset + 8))
  }
}

extension MutableSpan<UInt8> {
  /// Stores a 16-bit number in network byte order. Traps beyond the span.
  @inlinable
  public mutating func store(_ value: UInt16, at offset: Int) {
    // Sound: any octets are fine for this span, and the store checks that they lie in it.
    var target = unsafe mutableBytes
    target.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
  }

  /// Stores a 32-bit number in network byte order. Traps beyond the span.
  @inlinable
  public mutating func store(_ value: UInt32, at offset: Int) {
    // Sound: as above.
    var target = unsafe mutableBytes
    target.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self)
  }

  /// Stores a 64-bit number in network byte order. Traps beyond the span.
  @inlinable
  public mutating func store(_ value: UInt64, at offset: Int) {
    // Sound: as above.
    var target = unsafe mutableBytes
    target.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt64.self)
  }

  /// Stores a 128-bit number in network byte order. Traps beyond the span.
  @inlinable
  public mutating func store(_ value: UInt128, at offset: Int) {
    store(UInt64(truncatingIfNeeded: value >> 64), at: offset)
    store(UInt64(truncatingIfNeeded: value), at: offset + 8)
  }
}

/// The sum of a piece of data as 16-bit words of the machine's own byte order, of which a carry is never lost:
/// congruent to the one's complement sum modulo 2¹⁶ - 1, and 0 only for zeros (RFC 1071 §2).
@usableFromInline
enum WordSum {
  /// Octets are added as if a zero followed an odd last one.
  @inlinable
  static func of(_ octets: Span<UInt8>) -> UInt64 {
    var (sum, carries) = (UInt64(0), UInt64(0))
    var offset = 0
    while offset <= octets.count - 32 {
      for word in 0..<4 {
        // Sound: offset + 32 ≤ count.
        let word = unsafe octets.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset &+ 8 &* word, as: UInt64.self)
        add(word, to: &sum, &carries)
      }
      offset &+= 32
    }
    while offset <= octets.count - 8 {
      // Sound: offset + 8 ≤ count.
      let word = unsafe octets.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self)
      add(word, to: &sum, &carries)
      offset &+= 8
    }
    add(rest(octets, from: offset), to: &sum, &carries)
    return closed(sum, carries)
  }

  /// Copies to `destination` from `place` on, and sums on the way. Traps unless the octets fit there.
  @inlinable
  static func copying(
    _ octets: Span<UInt8>, to destination: inout MutableSpan<UInt8>, at place: Int
  ) -> UInt64 {
    precondition(place >= 0 && octets.count <= destination.count - place, "the copy must fit")
    var (sum, carries) = (UInt64(0), UInt64(0))
    var offset = 0
    // Sound: any octets are fine for the destination.
    var target = unsafe destination.mutableBytes
    while offset <= octets.count - 32 {
      for word in 0..<4 {
        // Sound: offset + 32 ≤ count, and as many octets fit behind `place`.
        let start = offset &+ 8 &* word
        let word = unsafe octets.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: start, as: UInt64.self)
        unsafe target.storeBytes(of: word, toUncheckedByteOffset: place &+ start, as: UInt64.self)
        add(word, to: &sum, &carries)
      }
      offset &+= 32
    }
    while offset <= octets.count - 8 {
      // Sound: offset + 8 ≤ count, and as many octets fit behind `place`.
      let word = unsafe octets.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self)
      unsafe target.storeBytes(of: word, toUncheckedByteOffset: place &+ offset, as: UInt64.self)
      add(word, to: &sum, &carries)
      offset &+= 8
    }
    for index in offset..<octets.count {
      target.storeBytes(of: octets[index], toByteOffset: place + index, as: UInt8.self)
    }
    add(rest(octets, from: offset), to: &sum, &carries)
    return closed(sum, carries)
  }

  /// Adds a word of eight octets, and counts what carries out.
  @inlinable
  @inline(__always)
  static func add(_ word: UInt64, to sum: inout UInt64, _ carries: inout UInt64) {
    let (partial, overflow) = sum.addingReportingOverflow(word)
    sum = partial
    carries &+= overflow ? 1 : 0
  }

  /// A sum with its carries, each of which counts as 1: 2⁶⁴ is that modulo 2¹⁶ - 1.
  @inlinable
  @inline(__always)
  static func closed(_ sum: UInt64, _ carries: UInt64) -> UInt64 {
    let (partial, overflow) = sum.addingReportingOverflow(carries)
    return partial &+ (overflow ? 1 : 0)
  }

  /// The last, fewer than eight, octets from `start` on, at an even place.
  @inlinable
  static func rest(_ octets: Span<UInt8>, from start: Int) -> UInt64 {
    var sum: UInt64 = 0
    var offset = start
    if offset <= octets.count - 4 {
      sum &+= UInt64(octets.uint32(at: offset).bigEndian)
      offset += 4
    }
    if offset <= octets.count - 2 {
      sum &+= UInt64(octets.uint16(at: offset).bigEndian)
      offset += 2
    }
    if offset < octets.count { sum &+= UInt64((UInt16(octets[offset]) << 8).bigEndian) }
    return sum
  }
}
