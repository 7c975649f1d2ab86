import CBaton
import Wire

// All of this room that touches memory by address: packets and the buffers in them, blocks, and sockets.
//
// Who holds a reference owns what it refers to, or borrows it from the stack, which is for one thread at a time. Packets
// come in with their memory, and leave with it; blocks and sockets stay until the stack goes.

/// A packet that somebody handed over: its descriptor. The stack owns those that it was given, until it gives them back.
@safe
public struct PacketReference: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    unsafe left.pointer == right.pointer
  }

  public let pointer: UnsafeMutablePointer<baton_packet>

  /// The caller owns the packet, and its memory is there as long as it is in the stack's hands.
  @unsafe
  public init(_ pointer: UnsafeMutablePointer<baton_packet>) {
    unsafe self.pointer = unsafe pointer
  }

  /// How many octets the frame has.
  public var byteCount: Int {
    // Sound: a descriptor's `data` is never behind its `data_end`.
    unsafe Int(pointer.pointee.data_end - pointer.pointee.data)
  }

  /// Where the frame begins.
  var address: UInt { unsafe UInt(pointer.pointee.data) }

  /// Calls `body` with the octets of the frame.
  @inline(__always)
  public func withFrame<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Sound: `data` to `data_end` lies in the chunk, which the holder alone uses.
    let octets = unsafe UnsafeBufferPointer<UInt8>(
      start: UnsafePointer(bitPattern: address), count: byteCount)
    return try body(unsafe octets.span)
  }

  /// Makes it a frame of `byteCount` octets behind the headroom, which `body` writes.
  ///
  /// Precondition: the chunk has room for as many.
  @inline(__always)
  func make(
    byteCount: Int, headroom: Int, _ body: (inout MutableSpan<UInt8>) -> Void
  ) {
    // Sound: all chunks have room for the largest frame that the stack makes, as its configuration says.
    let start = unsafe pointer.pointee.hard_start + UInt64(headroom)
    unsafe pointer.pointee.data = start
    unsafe pointer.pointee.data_meta = start
    unsafe pointer.pointee.data_end = start + UInt64(byteCount)
    let octets = unsafe UnsafeMutableBufferPointer<UInt8>(
      start: UnsafeMutablePointer(bitPattern: UInt(start)), count: byteCount)
    var span = unsafe octets.mutableSpan
    body(&span)
  }

  /// Some of its octets, where they lie.
  ///
  /// Precondition: the frame has as many.
  @unsafe
  func octets(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: UnsafeRawPointer(bitPattern: address + UInt(range.lowerBound)), count: range.count)
  }

  /// Makes it a frame that ends in `octets`, which may lie in the frame that it was; `body` writes the `start` octets before
  /// them, of which it is given the whole frame.
  ///
  /// Precondition: `octets` are there, and the chunk has room for as many and for `start` before them.
  @unsafe
  func make(
    start: Int, headroom: Int, endingIn octets: UnsafeRawBufferPointer,
    _ body: (inout MutableSpan<UInt8>) -> Void
  ) {
    // Sound: as for every frame that is made here; what is copied may overlap.
    let target = unsafe UInt(pointer.pointee.hard_start) + UInt(headroom + start)
    if let source = octets.baseAddress {
      unsafe UnsafeMutableRawPointer(bitPattern: target)!
        .copyMemory(from: source, byteCount: octets.count)
    }
    make(byteCount: start + octets.count, headroom: headroom, body)
  }

  /// Its chunk's first octets, in which a buffer's head lies while the packet is in a queue.
  ///
  /// Precondition: what is to be kept of the frame does not lie there.
  var buffer: BufferReference {
    unsafe BufferReference(
      UnsafeMutablePointer<Buffer>(bitPattern: UInt(pointer.pointee.hard_start))!)
  }

  var chunkStart: UInt { unsafe UInt(pointer.pointee.hard_start) }

  /// Where frames may begin: behind the octets in which heads of buffers lie.
  var reservedEnd: UInt { chunkStart + UInt(BATON_RESERVED_BYTES) }

  /// Where it stands in its flow's lane: behind the buffer's head, in octets that no program sees.
  var lane: FlowLink {
    @inline(__always) get { unsafe laneAddress.pointee }
    @inline(__always) nonmutating set { unsafe laneAddress.pointee = newValue }
  }

  private var laneAddress: UnsafeMutablePointer<FlowLink> {
    // Sound: the reserved octets have room for both; a link is plain memory, of which any content is one.
    unsafe UnsafeMutablePointer(bitPattern: chunkStart + UInt(Self.laneOffset))!
  }

  private static let laneOffset = 64

  /// How far the steps have brought it.
  public var stage: PacketStage {
    get { unsafe PacketStage(rawValue: pointer.pointee.stage) ?? .raw }
    nonmutating set { unsafe pointer.pointee.stage = newValue.rawValue }
  }
}

extension PacketReference {
  /// Whether what lies in the reserved octets has room there.
  static let hasRoomForHeads =
    MemoryLayout<Buffer>.size <= laneOffset
    && laneOffset + MemoryLayout<FlowLink>.size <= Int(BATON_RESERVED_BYTES)
}

/// How far the steps of the stack have brought a packet (`baton_stage`).
public enum PacketStage: UInt16, Sendable {
  case raw = 0
  case postIP = 1
  case bound = 2
  case received = 3
  case datagram = 4
}

/// The head of some octets in a queue: those of a packet, or of a block.
struct Buffer {
  /// The one behind it.
  var next: BufferReference?
  /// Which packet's chunk it lies in; nil: it is a block.
  var packet: PacketReference?
  /// Addresses of its first octet, and behind its last one, and behind what it has room for.
  var start: UInt
  var end: UInt
  var limit: UInt
  /// Which octet of the stream is the first one.
  var sequence: SequenceNumber
  /// Of a packet that is on its way: the socket that was looked up for it.
  var socket: SocketReference?

  init(
    next: BufferReference? = nil, packet: PacketReference? = nil, start: UInt = 0, end: UInt = 0,
    limit: UInt = 0, sequence: SequenceNumber = SequenceNumber(0)
  ) {
    self.next = next
    self.packet = packet
    self.start = start
    self.end = end
    self.limit = limit
    self.sequence = sequence
  }

  var count: Int { Int(end - start) }
  var room: Int { Int(limit - end) }
  var endSequence: SequenceNumber { sequence + count }
}

@safe
struct BufferReference: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    unsafe left.pointer == right.pointer
  }

  let pointer: UnsafeMutablePointer<Buffer>

  @unsafe
  init(_ pointer: UnsafeMutablePointer<Buffer>) { unsafe self.pointer = unsafe pointer }

  var value: Buffer {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer) }
    @inline(__always) nonmutating unsafeMutableAddress { unsafe pointer }
  }

  /// Begins a buffer in a packet's chunk, for the octets from `start` to `end`.
  ///
  /// Precondition: these lie in the chunk, behind the buffer's head; `limit` is the chunk's end.
  static func begin(
    in packet: PacketReference, start: UInt, end: UInt, limit: UInt, sequence: SequenceNumber
  ) -> BufferReference {
    precondition(
      packet.reservedEnd <= start && start <= end && end <= limit,
      "octets that are not the packet's")
    let buffer = packet.buffer
    // Sound: a chunk begins at a page or a part of one, and nobody else uses it.
    unsafe buffer.pointer.initialize(
      to: Buffer(packet: packet, start: start, end: end, limit: limit, sequence: sequence))
    return buffer
  }

  /// Calls `body` with some of the octets.
  @inline(__always)
  func withOctets<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= value.count, "beyond the buffer")
    // Sound: `start` to `end` lies in the buffer's memory, which the stack alone uses.
    let octets = unsafe UnsafeBufferPointer<UInt8>(
      start: UnsafePointer(bitPattern: value.start + UInt(range.lowerBound)), count: range.count)
    return body(unsafe octets.span)
  }

  /// Where an octet lies, as long as the buffer is in its queue.
  func address(of index: Int) -> UnsafeRawPointer {
    precondition((0..<value.count).contains(index), "beyond the buffer")
    // Sound: as above.
    return unsafe UnsafeRawPointer(bitPattern: value.start + UInt(index))!
  }

  /// Appends as many octets as there is room for; how many.
  func append(_ octets: Span<UInt8>) -> Int {
    let count = min(octets.count, value.room)
    guard count > 0 else { return 0 }
    // Sound: `end` to `limit` is the buffer's own memory, and no source lies there.
    unsafe octets.withUnsafeBytes { source in
      unsafe UnsafeMutableRawPointer(bitPattern: value.end)!
        .copyMemory(from: source.baseAddress!, byteCount: count)
    }
    value.end += UInt(count)
    return count
  }
}

/// Blocks of private memory, as many as there may be, for what is not to stay in packets.
@safe
struct BlockPool: ~Copyable {
  static let blockByteCount = 2048
  private static let blocksPerSlab = 64

  let limit: Int
  private(set) var inUse = 0
  private var made = 0
  private var free: BufferReference?
  private var slabs: [UnsafeMutableRawPointer] = unsafe []

  init(limit: Int) { self.limit = limit }

  deinit {
    for index in unsafe slabs.indices { unsafe slabs[index].deallocate() }
  }

  var available: Int { limit - inUse }

  /// An empty block; nil when all are in use.
  mutating func take(sequence: SequenceNumber) -> BufferReference? {
    guard inUse < limit else { return nil }
    if free == nil { grow() }
    guard let block = free else { return nil }
    free = block.value.next
    inUse += 1
    let start = unsafe UInt(bitPattern: block.pointer)
    let first = start + UInt(MemoryLayout<Buffer>.size)
    block.value = Buffer(
      start: first, end: first, limit: start + UInt(Self.blockByteCount), sequence: sequence)
    return block
  }

  mutating func put(_ block: BufferReference) {
    block.value.next = free
    free = block
    inUse -= 1
  }

  /// Some more at once: memory is asked for seldom, and not given back before the end.
  private mutating func grow() {
    let count = min(Self.blocksPerSlab, limit - made)
    guard count > 0 else { return }
    let slab = UnsafeMutableRawPointer.allocate(
      byteCount: count * Self.blockByteCount, alignment: 64)
    unsafe slabs.append(slab)
    for index in 0..<count {
      // Sound: each block lies in the slab by itself.
      let head = unsafe (slab + index * Self.blockByteCount).bindMemory(
        to: Buffer.self, capacity: 1)
      unsafe head.initialize(to: Buffer(next: free))
      free = unsafe BufferReference(head)
    }
    made += count
  }
}

/// A socket that somebody refers to. It stays where it is until the stack goes; what it is for may change.
@safe
public struct SocketReference: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    unsafe left.pointer == right.pointer
  }

  public let pointer: UnsafeMutablePointer<Socket>

  @unsafe
  public init(_ pointer: UnsafeMutablePointer<Socket>) { unsafe self.pointer = unsafe pointer }

  public var value: Socket {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer) }
    @inline(__always) nonmutating unsafeMutableAddress { unsafe pointer }
  }

  /// What links it on a timer wheel.
  var sleeper: UnsafeMutablePointer<baton_sleeper> {
    // Sound: it lies in the socket, which stays where it is.
    unsafe UnsafeMutableRawPointer(pointer).advanced(by: Socket.sleeperOffset)
      .assumingMemoryBound(to: baton_sleeper.self)
  }

  /// The socket that a sleeper lies in.
  static func of(_ sleeper: UnsafeMutablePointer<baton_sleeper>) -> SocketReference {
    // Sound: as above; all sleepers of the stack's wheel lie in sockets.
    unsafe SocketReference(
      UnsafeMutableRawPointer(sleeper).advanced(by: -Socket.sleeperOffset)
        .assumingMemoryBound(to: Socket.self))
  }
}

extension Socket {
  static let sleeperOffset = MemoryLayout<Socket>.offset(of: \.sleeper)!
}

extension MutableSpan<UInt8> {
  /// Copies octets to a place. Traps beyond the end.
  package mutating func copy(_ octets: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset + octets.count <= count, "there is no room")
    // Sound: checked above; spans that are written overlap no others.
    unsafe withUnsafeMutableBytes { target in
      unsafe octets.withUnsafeBytes { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + offset).copyMemory(from: from, byteCount: source.count)
      }
    }
  }
}

/// Memory for sockets, which the system gives as it is used.
@safe
struct SocketMemory: ~Copyable {
  let capacity: Int
  private let worker: Int
  private let base: UnsafeMutablePointer<Socket>
  /// How many were ever taken at once.
  private(set) var madeCount = 0
  private var free: SocketReference?
  private(set) var inUse = 0

  init(capacity: Int, worker: Int) {
    precondition(capacity > 0)
    precondition(MemoryLayout<Socket>.offset(of: \.lock) == 0, "programs' sockets begin with it")
    self.capacity = capacity
    self.worker = worker
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// A socket's memory, which nobody refers to; nil when all are in use.
  mutating func take() -> SocketReference? {
    if let socket = free {
      free = socket.value.next
      socket.value.next = nil
      inUse += 1
      return socket
    }
    guard madeCount < capacity else { return nil }
    // Sound: below the capacity, and never handed out before.
    let socket = unsafe SocketReference(base + madeCount)
    unsafe socket.pointer.initialize(to: Socket())
    socket.value.number = madeCount
    socket.value.worker = worker
    madeCount += 1
    inUse += 1
    return socket
  }

  subscript(number: Int) -> SocketReference {
    precondition(number < madeCount, "there is no such socket")
    // Sound: checked above.
    return unsafe SocketReference(base + number)
  }

  mutating func put(_ socket: SocketReference) {
    let number = socket.value.number
    socket.value = Socket()
    socket.value.number = number
    socket.value.worker = worker
    socket.value.next = free
    free = socket
    inUse -= 1
  }
}

extension PacketReference {
  /// The packet behind it, while it is in a list. Lies in the chunk's first octets, of which that one is all that is touched.
  var follower: PacketReference? {
    @inline(__always) get {
      // Sound: the packet is the stack's, and its frame lies behind the reserved octets.
      guard let pointer = unsafe followerPlace.pointee else { return nil }
      return unsafe PacketReference(pointer)
    }
    @inline(__always) nonmutating set {
      unsafe followerPlace.initialize(to: newValue?.pointer)
    }
  }

  /// Notes the socket that was looked up for the packet, in the buffer's head.
  func bind(to socket: SocketReference) {
    // Sound: as above, the reserved octets are the stack's.
    unsafe buffer.pointer.initialize(to: Buffer())
    buffer.value.socket = socket
  }

  private var followerPlace: UnsafeMutablePointer<UnsafeMutablePointer<baton_packet>?> {
    @inline(__always) get {
      // Sound: a chunk begins at a page or a part of one.
      unsafe UnsafeMutablePointer(bitPattern: chunkStart)!
    }
  }
}

extension PacketReference {
  /// Writes a frame's destination.
  func write(destination: MACAddress) {
    precondition(byteCount >= 14, "a frame has an Ethernet header")
    // Sound: checked above.
    let octets = unsafe UnsafeMutableBufferPointer<UInt8>(
      start: UnsafeMutablePointer(bitPattern: address), count: 14)
    var span = unsafe octets.mutableSpan
    destination.write(to: &span, at: 0)
  }
}
