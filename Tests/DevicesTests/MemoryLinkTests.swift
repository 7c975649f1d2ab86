import CBaton
import Devices
import Testing

@Suite struct MemoryLinkTests {
  /// A small link: the two ends of its only queue are easily run out of packets.
  private func small(chunkCount: Int = 16, wireCapacity: Int = 8) throws -> MemoryLink {
    var configuration = MemoryLink.Configuration()
    configuration.shape.chunkCount = chunkCount
    configuration.wireCapacity = wireCapacity
    configuration.interfaceIndex = 40
    return try MemoryLink(configuration)
  }

  @Test func passesAPacketOnInPlaceAndTheChunkComesHome() throws {
    let link = try small()
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    let batch = Batch(capacity: 4)

    let sent = try unsafe #require(near.allocate())
    unsafe near.initialise(sent, byteCount: 60)
    unsafe sent.fill(with: 0xab)
    #expect(unsafe near.transmit(sent))
    #expect(unsafe far.receive(into: batch.packets, at: 5) == 0, "not before the flush")
    near.flush()
    #expect(unsafe far.receive(into: batch.packets, at: 5) == 1)

    let packet = unsafe batch.packets[0]
    #expect(unsafe packet == sent)
    #expect(unsafe packet.bytes == [UInt8](repeating: 0xab, count: 60))
    #expect(unsafe packet.pointee.received_at == 5)
    #expect(unsafe packet.pointee.ingress_ifindex == 41)
    #expect(unsafe packet.pointee.pool == 1)
    #expect(near.chunkCounts == ChunkCounts(free: 15, held: 0, lent: 1))
    unsafe far.release(packet)
    far.flush()
    near.flush()
    #expect(near.chunkCounts == ChunkCounts(free: 16, held: 0, lent: 0))
    #expect(far.chunkCounts.free == 16)
    #expect(near.counters.transmitted == 1)
    #expect(far.counters.received == 1)
  }

  @Test func anEchoedPacketIsItsOwnersAgain() throws {
    let link = try small()
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    let batch = Batch(capacity: 4)
    let sent = try unsafe #require(near.allocate())
    unsafe near.initialise(sent, byteCount: 14)
    #expect(unsafe near.transmit(sent))
    near.flush()
    #expect(unsafe far.receive(into: batch.packets, at: 0) == 1)
    #expect(unsafe far.transmit(batch.packets[0]))
    far.flush()
    #expect(unsafe near.receive(into: batch.packets, at: 0) == 1)
    #expect(unsafe batch.packets[0] == sent)
    #expect(unsafe sent.pointee.ingress_ifindex == 40)
    #expect(near.chunkCounts == ChunkCounts(free: 15, held: 1, lent: 0))
    unsafe near.release(sent)
    #expect(near.chunkCounts.free == 16)
  }

  @Test func aFullWireRefusesAndThePacketStaysTheCallers() throws {
    let link = try small()
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    let batch = Batch(capacity: 16)
    for index in 0..<16 {
      let packet = try unsafe #require(near.allocate())
      unsafe near.initialise(packet, byteCount: 60)
      unsafe batch.packets[index] = packet
    }
    #expect(unsafe near.allocate() == nil)
    #expect(unsafe near.transmit(batch.packets) == 8)
    near.flush()
    #expect(near.counters.refusedRingFull == 1)
    #expect(near.counters.refusedNoChunk == 1)
    #expect(near.chunkCounts == ChunkCounts(free: 0, held: 8, lent: 8))
    for index in 8..<16 { unsafe near.release(batch.packets[index]) }
    let count = unsafe far.receive(into: batch.packets, at: 0)
    #expect(count == 8)
    for index in 0..<count { unsafe far.release(batch.packets[index]) }
    far.flush()
    near.flush()
    #expect(near.chunkCounts.free == 16)
  }

  @Test(arguments: [0, 13]) func aPacketWithoutAHeaderIsDroppedAndCounted(byteCount: Int) throws {
    let link = try small()
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    let packet = try unsafe #require(near.allocate())
    unsafe near.initialise(packet, byteCount: byteCount)
    #expect(unsafe near.transmit(packet))
    #expect(near.counters.droppedInvalid == 1)
    #expect(near.counters.transmitted == 0)
    #expect(near.chunkCounts.free == 16)
  }

  /// Programs may move both ends of the data; what then lies outside the chunk is not sent.
  @Test func aPacketOutOfItsChunkIsDroppedAndCounted() throws {
    let link = try small()
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    for (start, end) in [(-1, 100), (0, 2049), (300, 200), (-200, -100), (5000, 6000)] {
      let packet = try unsafe #require(near.allocate())
      let base = unsafe Int(packet.pointee.hard_start)
      unsafe packet.pointee.data = UInt64(base + start)
      unsafe packet.pointee.data_end = UInt64(base + end)
      #expect(unsafe near.transmit(packet))
    }
    #expect(near.counters.droppedInvalid == 5)
    #expect(near.chunkCounts.free == 16)
  }

  @Test func queuesAreOpenedOnceAndExist() throws {
    let link = try small()
    _ = try link.openQueue(0, at: .near, poolID: 1)
    let again = #expect(throws: DeviceError.self) {
      _ = try link.openQueue(0, at: .near, poolID: 1)
    }
    #expect(again?.reason == .queueTaken)
    let outOfRange = #expect(throws: DeviceError.self) {
      _ = try link.openQueue(1, at: .near, poolID: 1)
    }
    #expect(outOfRange?.reason == .queueOutOfRange(count: 1))
    #expect(outOfRange?.queue == 1)
  }

  @Test func queuesOfALinkAreApart() throws {
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 3
    let link = try MemoryLink(configuration)
    let batch = Batch(capacity: 4)
    for queue in 0..<3 {
      var near = try link.openQueue(queue, at: .near, poolID: 0)
      let packet = try unsafe #require(near.allocate())
      unsafe packet.pointee.data_end = packet.pointee.data + 64
      unsafe packet.number = UInt64(queue)
      #expect(unsafe near.transmit(packet))
      near.flush()
    }
    for queue in 0..<3 {
      var far = try link.openQueue(queue, at: .far, poolID: 0)
      #expect(unsafe far.receive(into: batch.packets, at: 0) == 1)
      #expect(unsafe batch.packets[0].number == UInt64(queue))
      #expect(unsafe batch.packets[0].pointee.rx_queue_index == UInt32(queue))
      unsafe far.release(batch.packets[0])
    }
  }

  @Test func aPacketOfAnotherDeviceTraps() async {
    await #expect(processExitsWith: .failure) {
      let link = try MemoryLink()
      var near = try link.openQueue(0, at: .near, poolID: 1)
      var pool = try PacketPool()
      unsafe near.release(try unsafe #require(pool.allocate()))
    }
  }

  @Test func releasingWhatTheWireHasTraps() async {
    await #expect(processExitsWith: .failure) {
      let link = try MemoryLink()
      var near = try link.openQueue(0, at: .near, poolID: 1)
      let packet = try unsafe #require(near.allocate())
      unsafe packet.pointee.data_end = packet.pointee.data + 64
      guard unsafe near.transmit(packet) else { return }
      unsafe near.release(packet)
    }
  }
}
