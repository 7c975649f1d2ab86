import CBaton

/// A packet's octets, for those who make and check traffic rather than run programs over it.
extension DeviceQueue {
  /// Makes a held packet one with the given octets, which have to fit behind the headroom.
  public func fill(_ packet: Packet, with octets: Span<UInt8>) {
    unsafe initialise(packet, byteCount: octets.count)
    unsafe octets.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      // Sound: `initialise` checked that the chunk has room for as many bytes at `data`.
      unsafe UnsafeMutableRawPointer(bitPattern: UInt(packet.pointee.data))!
        .copyMemory(from: start, byteCount: source.count)
    }
  }

  /// Makes a held packet one of `byteCount` bytes behind the headroom, which are to be written.
  public func initialise(_ packet: Packet, byteCount: Int) {
    unsafe shape.initialise(packet, byteCount: byteCount)
  }

  /// The address behind the last byte of a held packet's chunk.
  public func chunkEnd(of packet: Packet) -> UInt64 {
    // Both ends of a memory link have chunks of one size.
    unsafe packet.pointee.hard_start + UInt64(shape.chunkByteCount)
  }

  /// Makes a held packet one with the octets, the metadata and the origin of another, in the same place of its chunk;
  /// false where there is no room.
  public func fill(_ copy: Packet, copying packet: Packet) -> Bool {
    let begin = unsafe packet.pointee.data_meta - packet.pointee.hard_start
    let end = unsafe packet.pointee.data_end - packet.pointee.hard_start
    let start = unsafe copy.pointee.hard_start
    guard unsafe start + end <= chunkEnd(of: copy) else { return false }
    unsafe copy.pointee.data_meta = start + begin
    unsafe copy.pointee.data =
      start + packet.pointee.data - packet.pointee.hard_start
    unsafe copy.pointee.data_end = start + end
    unsafe copy.pointee.received_at = packet.pointee.received_at
    unsafe copy.pointee.ingress_ifindex = packet.pointee.ingress_ifindex
    unsafe copy.pointee.rx_queue_index = packet.pointee.rx_queue_index
    // Sound: either range lies in its packet's chunk, and no two chunks overlap.
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(start + begin))!.copyMemory(
      from: UnsafeRawPointer(bitPattern: UInt(packet.pointee.data_meta))!,
      byteCount: Int(end - begin))
    return true
  }

  /// Another packet, held by the caller, with what ``fill(_:copying:)`` copies; nil where no chunk is free, or none that is
  /// large enough.
  public mutating func copy(_ packet: Packet) -> Packet? {
    guard let copy = unsafe allocate() else { return nil }
    guard unsafe fill(copy, copying: packet) else {
      unsafe release(copy)
      return nil
    }
    return unsafe copy
  }

  /// Calls `body` with the octets of a held packet.
  public func withOctets<Result>(
    of packet: Packet, _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result {
    let count = unsafe Int(packet.pointee.data_end - packet.pointee.data)
    // Sound: `data` to `data_end` lies in the packet's chunk, which its holder alone uses.
    let bytes = unsafe UnsafeBufferPointer<UInt8>(
      start: UnsafePointer(bitPattern: UInt(packet.pointee.data)), count: count)
    return try body(unsafe bytes.span)
  }

  /// Stores a word in host order, `offset` bytes into a held packet.
  public func store(_ word: UInt64, at offset: Int, in packet: Packet) {
    unsafe precondition(packet.pointee.data + UInt64(offset) + 8 <= packet.pointee.data_end)
    // Sound: checked above.
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(packet.pointee.data) + UInt(offset))!
      .storeBytes(of: word, as: UInt64.self)
  }

  /// The word in host order that lies `offset` bytes into a held packet; nil beyond its end.
  public func word(at offset: Int, in packet: Packet) -> UInt64? {
    guard unsafe packet.pointee.data + UInt64(offset) + 8 <= packet.pointee.data_end else {
      return nil
    }
    // Sound: checked above.
    return unsafe UnsafeRawPointer(bitPattern: UInt(packet.pointee.data) + UInt(offset))!
      .loadUnaligned(as: UInt64.self)
  }
}
