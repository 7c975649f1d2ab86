import CBaton
import CLinux
import Glibc

/// One queue of a TAP interface, with packet memory of its own. For one thread at a time.
///
/// The kernel copies packets in and out, one a system call, and never waits: there is no ring between us.
public struct TAPQueue: PacketQueue, ~Copyable {
  public struct Configuration: Equatable, Sendable {
    public var shape = PacketMemory.Shape()
    /// How many packets may wait for the next flush.
    public var transmitCapacity = 1024

    public init() {}

    public var isValid: Bool { shape.isValid && (1...1 << 20).contains(transmitCapacity) }
  }

  public let queue: Int
  public let device: TAPDevice
  public private(set) var counters = DeviceCounters()
  private(set) var pool: PacketPool
  private let descriptor: OwnedDescriptor
  /// The chunks of packets that are to be sent. They are lent, so their descriptors stay as they are.
  private var unsent: FixedQueue<UInt32>
  /// Somebody has deleted the interface.
  private var isGone = false

  init(
    device: TAPDevice, queue: Int, descriptor: consuming OwnedDescriptor,
    pool: consuming PacketPool, capacity: Int
  ) {
    self.device = device
    self.queue = queue
    self.descriptor = descriptor
    self.pool = pool
    unsent = FixedQueue(capacity: capacity)
  }

  /// Fills the front of `batch` with packets that have arrived; returns how many.
  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    var count = 0
    while count < batch.count, !isGone, let packet = unsafe pool.allocate() {
      guard unsafe read(into: packet) else {
        unsafe pool.release(packet)
        break
      }
      unsafe packet.pointee.received_at = now
      unsafe packet.pointee.ingress_ifindex = device.interfaceIndex
      unsafe packet.pointee.rx_queue_index = UInt32(queue)
      unsafe packet.pointee.egress_ifindex = 0
      unsafe batch[count] = packet
      count += 1
    }
    counters.received += UInt64(count)
    return count
  }

  /// Reads the next packet that fits into its chunk; false when there is none. Those that don't are dropped.
  private mutating func read(into packet: Packet) -> Bool {
    let room = pool.memory.shape.packetByteCountMax
    // Sound: an empty packet has as many bytes behind its headroom, which nobody else uses.
    let data = unsafe UnsafeMutableRawPointer(bitPattern: UInt(packet.pointee.data))
    while true {
      let result = unsafe linux_tap_read(descriptor.number, data, room)
      if result > room {
        counters.droppedTooLong += 1
        continue
      }
      if result >= 0 {
        unsafe pool.initialise(packet, byteCount: Int(result))
        return true
      }
      if result == -Int64(EINTR) { continue }
      noteFailure(result)
      return false
    }
  }

  /// Only "nothing there" is no failure.
  private mutating func noteFailure(_ result: Int64) {
    guard result != -Int64(EAGAIN) else { return }
    counters.receiveFailures += 1
    if result == -Int64(EBADFD) { isGone = true }
  }

  /// Takes the packet over and sends it with the next flush. False when too many wait for that: the packet stays the
  /// caller's. It has to be one of this queue's own.
  public mutating func transmit(_ packet: Packet) -> Bool {
    precondition(unsafe pool.owns(packet), "the packet lies in memory of another queue")
    guard unsafe pool.memory.shape.isTransmittable(packet) else {
      counters.droppedInvalid += 1
      unsafe pool.release(packet)
      return true
    }
    guard !unsent.isFull else {
      counters.refusedRingFull += 1
      return false
    }
    unsent.append(UInt32(unsafe pool.lend(packet)))
    counters.transmitted += 1
    return true
  }

  /// Sends what was transmitted. False when no chunk is free to receive into: the kernel keeps packets, as many as the
  /// interface's `txqueuelen` says, and then drops them.
  @discardableResult
  public mutating func flush() -> Bool {
    while let chunk = unsent.first, unsafe write(pool.memory.descriptors + Int(chunk)) {
      unsent.removeFirst()
      pool.takeBack(chunk: Int(chunk))
    }
    guard pool.freeCount > 0 else {
      counters.fillRingEmpty += 1
      return false
    }
    return true
  }

  /// Sends a packet; false when the kernel can't take it now. What it refuses for good is dropped.
  private mutating func write(_ packet: Packet) -> Bool {
    // Sound: the packet was found to lie within its chunk before it was lent.
    let start = unsafe packet.pointee.data
    let data = unsafe UnsafeRawPointer(bitPattern: UInt(start))
    let count = unsafe Int(packet.pointee.data_end - start)
    while true {
      let result = unsafe linux_tap_write(descriptor.number, data, count)
      if result == -Int64(EINTR) { continue }
      if result == -Int64(EAGAIN) { return false }
      // TAP answers EIO while the interface is down.
      if result == -Int64(EIO) {
        counters.droppedInterfaceDown += 1
      } else if result < 0 {
        counters.droppedByKernel += 1
      }
      return true
    }
  }

  public func canSend(_ packet: Packet) -> Bool { unsafe pool.owns(packet) }

  /// The packet is done with: its chunk is free.
  public mutating func release(_ packet: Packet) { unsafe pool.release(packet) }

  /// An empty packet to send; nil when no chunk is free.
  public mutating func allocate() -> Packet? {
    let packet = unsafe pool.allocate()
    if unsafe packet == nil { counters.refusedNoChunk += 1 }
    return unsafe packet
  }

  /// Readable once there is something to receive; nil while nothing can be received, and once somebody has deleted the
  /// interface.
  public var fileDescriptor: Int32? { isGone || pool.freeCount == 0 ? nil : descriptor.number }

  /// Each packet is a system call, but none wakes anybody.
  public var mustWake: Bool { false }

  /// Flushes. The caller may sleep on `fileDescriptor`, which is readable if something has arrived meanwhile. False while
  /// the kernel can't take what is to be sent.
  public mutating func prepareToPark() -> Bool {
    _ = flush()
    return unsent.count == 0
  }

  /// There is nothing to take back.
  public mutating func unpark() {}

  public var chunkCounts: ChunkCounts { pool.chunkCounts }
  public var shape: PacketMemory.Shape { pool.memory.shape }
}

// Its raw memory is its own; being non-copyable, it is on one thread at a time.
extension TAPQueue: @unchecked Sendable {}
