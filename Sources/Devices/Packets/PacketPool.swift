import CBaton

/// The free list of a packet memory, or of a section of it: hands out packets and takes them back, last in, first out.
///
/// For one thread at a time. Each chunk is *free*, *held* by somebody who may read and write it, or
/// *lent* to a device, which is when nobody else may touch it. Handing a packet back twice, or while
/// a device has it, is a bug of the caller and traps.
@safe
public struct PacketPool: ~Copyable {
  public let memory: PacketMemory
  /// The first of the memory's chunks that are the pool's.
  let firstChunk: Int
  public let chunkCount: Int
  /// Stands in each descriptor, so that whoever finishes a packet knows where it goes home to.
  public let id: UInt32
  public private(set) var heldCount = 0
  public private(set) var freeCount: Int

  /// The states and the stack of free chunks, each as long as there are chunks. Kept apart from the
  /// descriptors: a state here is 1 byte, and nobody who holds a packet can spoil it.
  private let states: UnsafeMutablePointer<State>
  private let freeChunks: UnsafeMutablePointer<UInt32>

  private enum State: UInt8 { case free, held, lent }

  /// Makes a pool in which every chunk of the section is free. At most one pool per section.
  public init(memory: PacketMemory, section: Int = 0, id: UInt32) {
    precondition((0..<memory.sectionCount).contains(section), "no such section: \(section)")
    let count = memory.shape.chunkCount
    self.memory = memory
    self.id = id
    chunkCount = count
    firstChunk = section * count
    freeCount = count
    unsafe states = .allocate(capacity: count)
    unsafe states.initialize(repeating: .free, count: count)
    unsafe freeChunks = .allocate(capacity: count)
    for chunk in 0..<count {
      // The lowest chunk on top.
      unsafe (freeChunks + chunk).initialize(to: UInt32(firstChunk + count - 1 - chunk))
      // No packet was handed out so far, so the descriptors are ours to write.
      unsafe memory.descriptors[firstChunk + chunk].pool = id
    }
  }

  public init(shape: PacketMemory.Shape = .init(), id: UInt32 = 0) throws(Errno) {
    self.init(memory: try PacketMemory(shape: shape), id: id)
  }

  deinit {
    precondition(heldCount == 0, "\(heldCount) packets outlive the pool that they belong to")
    unsafe states.deallocate()
    unsafe freeChunks.deallocate()
  }

  /// How many chunks a device has.
  public var lentCount: Int { chunkCount - freeCount - heldCount }

  /// An empty packet behind the headroom, held by the caller; nil when no chunk is free.
  public mutating func allocate() -> Packet? {
    guard freeCount > 0 else { return nil }
    let packet = unsafe memory.descriptors + pop(becoming: .held)
    heldCount += 1
    unsafe memory.shape.initialise(packet, byteCount: 0)
    return unsafe packet
  }

  /// Makes the held packet one of `byteCount` bytes, to be written, right behind the headroom.
  public func initialise(_ packet: Packet, byteCount: Int) {
    unsafe memory.shape.initialise(packet, byteCount: byteCount)
  }

  /// Takes back a packet that was held.
  public mutating func release(_ packet: Packet) {
    release(chunk: unsafe chunk(of: packet))
  }

  /// The same for the packet of a chunk.
  @inline(__always)
  mutating func release(chunk: Int) {
    change(chunk, from: .held, to: .free)
    heldCount -= 1
    push(chunk)
  }

  /// Whether the packet's memory is this pool's.
  @inline(__always)
  public func owns(_ packet: Packet) -> Bool {
    unsafe memory.chunk(of: packet).map { owns(chunk: $0) } ?? false
  }

  @inline(__always)
  func owns(chunk: Int) -> Bool { UInt(bitPattern: chunk &- firstChunk) < UInt(chunkCount) }

  // What devices do with chunks.

  /// Takes a free chunk for the device to fill; there has to be one.
  mutating func lendFree() -> Int {
    precondition(freeCount > 0, "no chunk is free")
    return pop(becoming: .lent)
  }

  /// Gives a held packet to the device. Returns its chunk.
  @discardableResult
  mutating func lend(_ packet: Packet) -> Int {
    let chunk = unsafe chunk(of: packet)
    lend(chunk: chunk)
    return chunk
  }

  /// The same for the packet of a chunk.
  @inline(__always)
  mutating func lend(chunk: Int) {
    change(chunk, from: .held, to: .lent)
    heldCount -= 1
  }

  /// The device hands a chunk over with data in it: the caller holds the packet now.
  mutating func receive(chunk: Int) -> Packet {
    change(chunk, from: .lent, to: .held)
    heldCount += 1
    return unsafe memory.descriptors + chunk
  }

  /// The device has done with a chunk.
  mutating func takeBack(chunk: Int) {
    change(chunk, from: .lent, to: .free)
    push(chunk)
  }

  // Changes of state.

  @inline(__always)
  private mutating func pop(becoming state: State) -> Int {
    freeCount -= 1
    // Slots below `freeCount` are numbers of free chunks, which are the pool's.
    let chunk = unsafe Int(freeChunks[freeCount])
    change(chunk, from: .free, to: state)
    return chunk
  }

  @inline(__always)
  private mutating func push(_ chunk: Int) {
    // Each chunk is on the stack at most once, as its state says, so there is room.
    unsafe freeChunks[freeCount] = UInt32(chunk)
    freeCount += 1
  }

  @inline(__always)
  private func chunk(of packet: Packet) -> Int {
    guard let chunk = unsafe memory.chunk(of: packet) else {
      preconditionFailure("the packet is not of this pool's memory")
    }
    return chunk
  }

  @inline(__always)
  private mutating func change(_ chunk: Int, from: State, to: State) {
    precondition(owns(chunk: chunk), "the chunk is not of this pool")
    // In bounds, as just checked; `self` is held exclusively.
    precondition(
      unsafe states[chunk - firstChunk] == from, "the chunk is owned by somebody else")
    unsafe states[chunk - firstChunk] = to
  }
}

// It has no tie to the thread that made it; being non-copyable, it is on one thread at a time.
extension PacketPool: @unchecked Sendable {}
