import CBaton

/// A packet: its descriptor. Owned by exactly one party: a device ring, a coroutine or a free list.
public typealias Packet = UnsafeMutablePointer<baton_packet>

/// Room for packets, or packets, of one batch.
public typealias PacketBatch = UnsafeMutableBufferPointer<Packet>

/// The memory of a pool, or of several: chunks of equal size and, beside them, a dense table of descriptors.
///
///     base                 sectionCount × chunkCount × chunkByteCount
///     | chunk 0 | chunk 1 | … | chunk n-1 || descriptor 0 | descriptor 1 | … | descriptor n-1 |
///
/// It is shared, and never changes: a pool owns a section of it, `chunkCount` chunks, and hands out their packets, while
/// others that send from it, and the other end of a memory link, keep it alive for the packets that they hold.
@safe
public final class PacketMemory: Sendable {
  /// How much memory a pool has, and how it is divided.
  public struct Shape: Equatable, Sendable {
    public var chunkCount: Int
    public var chunkByteCount: Int
    /// What lies free before the data of a received packet, for programs that add headers.
    public var headroomByteCount: Int

    /// What XDP programs may count on (Linux: `XDP_PACKET_HEADROOM`), the least headroom.
    public static let headroomByteCountMin = 256

    public init(
      chunkCount: Int = 2048, chunkByteCount: Int = 2048,
      headroomByteCount: Int = Shape.headroomByteCountMin
    ) {
      self.chunkCount = chunkCount
      self.chunkByteCount = chunkByteCount
      self.headroomByteCount = headroomByteCount
    }

    /// The longest packet that fits behind the headroom.
    public var packetByteCountMax: Int { chunkByteCount - headroomByteCount }

    /// The size of a chunk, as a power of two.
    @inline(__always)
    var chunkBits: UInt64 { UInt64(truncatingIfNeeded: chunkByteCount.trailingZeroBitCount) }

    /// Chunks of 2048 or 4096 bytes, as AF_XDP has them; counts that fit a 32-bit ring.
    public var isValid: Bool {
      (1...1 << 24).contains(chunkCount) && [2048, 4096].contains(chunkByteCount)
        && (Self.headroomByteCountMin...chunkByteCount / 2).contains(headroomByteCount)
    }
  }

  public let shape: Shape
  /// How many pools there may be.
  public let sectionCount: Int
  /// The chunks of all sections.
  let chunkCount: Int
  /// The table. A constant; who owns a packet alone uses its entry.
  nonisolated(unsafe) let descriptors: Packet
  private let tableByteCount: UInt
  private let mapping: Mapping

  /// Maps the memory of so many pools. `shape` has to be valid.
  public init(shape: Shape, sectionCount: Int = 1) throws(Errno) {
    precondition(shape.isValid && sectionCount > 0, "not a shape of packet memory: \(shape)")
    chunkCount = sectionCount * shape.chunkCount
    let chunks = chunkCount * shape.chunkByteCount
    tableByteCount = UInt(chunkCount * MemoryLayout<baton_packet>.stride)
    mapping = try Mapping(byteCount: chunks + Int(tableByteCount))
    self.shape = shape
    self.sectionCount = sectionCount
    // The mapping is zeroed, which is a legal descriptor, and page-aligned; a chunk count times
    // 2048 is a multiple of the descriptors' alignment of 64.
    unsafe descriptors = (mapping.base + chunks).bindMemory(
      to: baton_packet.self, capacity: chunkCount)
    for chunk in 0..<chunkCount {
      unsafe descriptors[chunk].chunk = UInt32(chunk)
      unsafe descriptors[chunk].hard_start = address(ofChunk: chunk)
    }
  }

  /// Where the chunks begin, and what a kernel is told to use as packet memory.
  var chunks: UnsafeMutableRawPointer { unsafe mapping.base }
  var chunksByteCount: Int { chunkCount * shape.chunkByteCount }

  private func address(ofChunk chunk: Int) -> UInt64 {
    unsafe UInt64(UInt(bitPattern: chunks)) + UInt64(chunk * shape.chunkByteCount)
  }

  /// The index of the packet's chunk, or nil when the packet lies in other memory.
  @inline(__always)
  func chunk(of packet: Packet) -> Int? {
    // One comparison: what lies before the table wraps round to a huge offset.
    let offset = unsafe UInt(bitPattern: packet) &- UInt(bitPattern: descriptors)
    let stride = UInt(MemoryLayout<baton_packet>.stride)
    guard offset < tableByteCount, offset % stride == 0 else { return nil }
    return Int(offset / stride)
  }
}

extension PacketMemory.Shape {
  /// Makes the packet one of `byteCount` bytes, to be written, right behind the headroom.
  @inline(__always)
  func initialise(_ packet: Packet, byteCount: Int) {
    precondition((0...packetByteCountMax).contains(byteCount), "longer than the chunk")
    // The caller owns the packet, so nobody else reads or writes its descriptor.
    let data = unsafe packet.pointee.hard_start + UInt64(headroomByteCount)
    unsafe packet.pointee.data = data
    unsafe packet.pointee.data_meta = data
    unsafe packet.pointee.data_end = data + UInt64(byteCount)
  }

  /// Whether the packet's data may go to a device: a whole Ethernet header or more, in its chunk.
  @inline(__always)
  func isTransmittable(_ packet: Packet) -> Bool {
    // The caller owns the packet, so nobody else writes its descriptor.
    let start = unsafe packet.pointee.hard_start
    let data = unsafe packet.pointee.data
    let end = unsafe packet.pointee.data_end
    return start <= data && data <= end && end &- start <= UInt64(chunkByteCount)
      && end &- data >= 14
  }
}
