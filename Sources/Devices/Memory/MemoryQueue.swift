import CBaton
import Synchronization

/// One end of one queue of a memory link. For one thread at a time.
@safe
public struct MemoryQueue: PacketQueue, ~Copyable {
  public let queue: Int
  public private(set) var counters = DeviceCounters()
  var pool: PacketPool
  let parker: MemoryParker
  /// Whether a packet was asked for in vain since one came home.
  var lacksChunks = false

  private(set) var received: ConsumerRing<WireEntry>
  private var transmitted: ProducerRing<WireEntry>
  private var comingHome: ConsumerRing<UInt32>
  private var goingHome: ProducerRing<UInt32>
  private let interfaceIndex: UInt32
  private let peerMemory: PacketMemory
  /// Keeps the rings, and both ends' packet memory.
  private let link: MemoryLink

  init(link: MemoryLink, queue: Int, end: MemoryLink.End, poolID: UInt32) {
    let wire = link.wires[queue]
    self.link = link
    self.queue = queue
    pool = PacketPool(memory: wire.memory(of: end), id: poolID)
    peerMemory = wire.memory(of: end.other)
    parker = MemoryParker(wire: wire, end: end)
    interfaceIndex = link.configuration.interfaceIndex + UInt32(end.rawValue)
    // The link, held above, keeps the rings' memory; each end is opened once, so each ring has one
    // producer and one consumer.
    unsafe received = ConsumerRing(wire.wire(to: end))
    unsafe transmitted = ProducerRing(wire.wire(to: end.other))
    unsafe comingHome = ConsumerRing(wire.wayHome(to: end))
    unsafe goingHome = ProducerRing(wire.wayHome(to: end.other))
  }

  /// Fills the front of `batch` with packets that have arrived; returns how many.
  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    let count = received.available(atMost: batch.count)
    for index in 0..<count {
      let packet = unsafe take(received[index])
      // The peer published the packet, so it is ours now, descriptor, bytes and all.
      unsafe packet.pointee.data_meta = packet.pointee.data
      unsafe packet.pointee.received_at = now
      unsafe packet.pointee.ingress_ifindex = interfaceIndex
      unsafe packet.pointee.rx_queue_index = UInt32(queue)
      unsafe packet.pointee.egress_ifindex = 0
      unsafe batch[index] = packet
    }
    received.advance(by: count)
    counters.received += UInt64(count)
    return count
  }

  /// Takes the packet over and sends it with the next flush. False when the ring is full: the
  /// packet stays the caller's. It has to be of this link's memory.
  public mutating func transmit(_ packet: Packet) -> Bool {
    let place = unsafe place(of: packet)
    guard unsafe pool.memory.shape.isTransmittable(packet) else {
      counters.droppedInvalid += 1
      unsafe release(packet)
      return true
    }
    guard transmitted.push(place) else {
      counters.refusedRingFull += 1
      return false
    }
    if place.isReceivers == 0 { pool.lend(chunk: Int(place.chunk)) }
    counters.transmitted += 1
    return true
  }

  /// Shows the peer all that was transmitted and released, wakes it if it waits for that, and takes
  /// back our own chunks. True: what is received lies in the peer's chunks.
  @discardableResult
  public mutating func flush() -> Bool {
    let hasPackets = transmitted.publish()
    let hasChunks = goingHome.publish()
    if hasPackets || hasChunks, parker.wakePeer(packets: hasPackets, chunks: hasChunks) {
      counters.kicks += 1
    }
    takeBack()
    return true
  }

  /// The packet is done with: it goes back to the pool it came from, at the latest with `flush`.
  public mutating func release(_ packet: Packet) {
    let place = unsafe place(of: packet)
    if place.isReceivers == 0 {
      pool.release(chunk: Int(place.chunk))
    } else {
      let hasRoom = goingHome.push(place.chunk)
      precondition(hasRoom, "more packets went home than there are")
    }
  }

  /// An empty packet of our own to send; nil when all are in use.
  public mutating func allocate() -> Packet? {
    if pool.freeCount == 0 { takeBack() }
    let packet = unsafe pool.allocate()
    if unsafe packet == nil {
      counters.refusedNoChunk += 1
      lacksChunks = true
    }
    return unsafe packet
  }

  public func canSend(_ packet: Packet) -> Bool {
    unsafe pool.owns(packet) || peerMemory.chunk(of: packet) != nil
  }

  /// True when there is nothing to receive, nor a chunk come home that was lacking.
  var isIdle: Bool { received.isEmpty && !(lacksChunks && !comingHome.isEmpty) }

  /// What stands on a wire for the packet. One of neither end's memory traps.
  @inline(__always)
  private func place(of packet: Packet) -> WireEntry {
    if let chunk = unsafe pool.memory.chunk(of: packet) {
      return WireEntry(chunk: UInt32(chunk), isReceivers: 0)
    }
    guard let chunk = unsafe peerMemory.chunk(of: packet) else {
      preconditionFailure("the packet lies in memory of another device")
    }
    return WireEntry(chunk: UInt32(chunk), isReceivers: 1)
  }

  @inline(__always)
  private mutating func take(_ entry: WireEntry) -> Packet {
    if entry.isReceivers != 0 { return unsafe pool.receive(chunk: Int(entry.chunk)) }
    precondition(Int(entry.chunk) < peerMemory.shape.chunkCount, "no such chunk")
    return unsafe peerMemory.descriptors + Int(entry.chunk)
  }

  private mutating func takeBack() {
    let count = comingHome.available(atMost: .max)
    guard count > 0 else { return }
    for index in 0..<count {
      pool.takeBack(chunk: Int(comingHome[index]))
    }
    comingHome.advance(by: count)
    lacksChunks = false
  }
}

// Its raw memory is the link's, which it holds; being non-copyable, it is on one thread at a time.
extension MemoryQueue: @unchecked Sendable {}

/// A packet on a wire: which of the two ends' memory, and which chunk.
struct WireEntry: BitwiseCopyable {
  let chunk: UInt32
  /// 1 when the memory is that of the end that receives the packet: it comes back.
  let isReceivers: UInt32
}
