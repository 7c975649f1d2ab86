import CBaton
import CLinux

extension AFXDPQueue {
  /// Fills the front of `batch` with packets that have arrived; returns how many.
  public mutating func receive(into batch: PacketBatch, at now: UInt64) -> Int {
    let count = rings.receive.available(atMost: batch.count)
    for index in 0..<count {
      // The kernel published the entry, so chunk and descriptor are ours now.
      unsafe batch[index] = packet(for: rings.receive[index], at: now)
    }
    rings.receive.advance(by: count)
    localCounters.received += UInt64(count)
    return count
  }

  @inline(__always)
  private mutating func packet(for entry: linux_xdp_descriptor, at now: UInt64) -> Packet {
    // `receive` checks that the chunk exists and was the kernel's.
    let packet = unsafe pool.receive(chunk: Int(entry.address >> pool.memory.shape.chunkBits))
    let place = entry.address & (1 << pool.memory.shape.chunkBits - 1)
    let data = unsafe packet.pointee.hard_start + place
    // Another core has written it. Whoever works on the packet does so a batch later.
    unsafe linux_prefetch(UnsafeRawPointer(bitPattern: UInt(data)))
    unsafe packet.pointee.data = data
    unsafe packet.pointee.data_meta = data
    unsafe packet.pointee.data_end = data + UInt64(entry.length)
    unsafe packet.pointee.received_at = now
    unsafe packet.pointee.ingress_ifindex = device.interfaceIndex
    unsafe packet.pointee.rx_queue_index = UInt32(queue)
    unsafe packet.pointee.egress_ifindex = 0
    return unsafe packet
  }

  /// Takes the packet over and sends it with the next flush. False when the ring is full: the
  /// packet stays the caller's. It has to lie in this queue's memory, which it may share with others.
  public mutating func transmit(_ packet: Packet) -> Bool {
    guard let chunk = unsafe pool.memory.chunk(of: packet) else {
      preconditionFailure("the packet lies in memory of another queue")
    }
    guard unsafe pool.memory.shape.isTransmittable(packet) else {
      localCounters.droppedInvalid += 1
      unsafe release(packet)
      return true
    }
    guard rings.transmit.push(unsafe entry(for: packet)) else {
      localCounters.refusedRingFull += 1
      return false
    }
    if pool.owns(chunk: chunk) {
      pool.lend(chunk: chunk)
      unsentCount += 1
    } else {
      guests.lend(chunk: chunk)
      localCounters.sentForOthers += 1
    }
    localCounters.transmitted += 1
    return true
  }

  /// Whether the packet lies in memory that the kernel knows at this queue.
  @inline(__always)
  public func canSend(_ packet: Packet) -> Bool { unsafe pool.memory.chunk(of: packet) != nil }

  /// A packet of another queue's that this one has done with.
  public mutating func takeGuest() -> Packet? { unsafe guests.takeFinished() }

  @inline(__always)
  private func entry(for packet: Packet) -> linux_xdp_descriptor {
    // The caller owns the packet, so nobody else writes its descriptor.
    let data = unsafe packet.pointee.data
    let length = unsafe packet.pointee.data_end - data
    let base = unsafe UInt64(UInt(bitPattern: pool.memory.chunks))
    return linux_xdp_descriptor(address: data - base, length: UInt32(length), options: 0)
  }

  /// The packet is done with: its chunk is free, or that of another queue, which gets it back.
  public mutating func release(_ packet: Packet) {
    if let chunk = unsafe pool.memory.chunk(of: packet), pool.owns(chunk: chunk) {
      pool.release(chunk: chunk)
    } else {
      unsafe guests.release(packet)
    }
  }

  /// An empty packet to send; nil when no chunk is free.
  public mutating func allocate() -> Packet? {
    let packet = unsafe pool.allocate()
    if unsafe packet == nil { localCounters.refusedNoChunk += 1 }
    return unsafe packet
  }
}
