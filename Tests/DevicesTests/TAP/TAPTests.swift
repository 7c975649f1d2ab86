import CBaton
import Devices
import Glibc
import Testing

/// TAP against the running kernel, which is at the other end.
@Suite(.serialized, .enabled(if: TAPSupport.isThere)) struct TAPTests {
  @Test func framesPassBothWaysBitExact() throws {
    let tap = try TestTAP("b")
    let device = try TAPDevice(interface: tap.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 3))
    let kernel = try tap.kernelFrames()
    let sizes = [14, 15, 59, 60, 61, 64, 65, 128, 1000, 1513, 1514]
    let frames = sizes.enumerated().map { frame(byteCount: $1, seed: $0) }

    for frame in frames { #expect(kernel.send(frame) == 0) }
    let received = queue.receive(frames.count)
    #expect(received == frames)
    let taken = queue.send(frames)
    #expect(taken == frames.count)
    for frame in frames { #expect(kernel.receive() == frame) }

    #expect(queue.queue.counters.received == UInt64(frames.count))
    #expect(queue.queue.counters.transmitted == UInt64(frames.count))
    #expect(queue.queue.chunkCounts == ChunkCounts(free: 2048, held: 0, lent: 0))
  }

  @Test func aReceivedPacketSaysWhereItIsFrom() throws {
    let tap = try TestTAP("w")
    let device = try TAPDevice(interface: tap.interface)
    var queue = DeviceQueue(try device.openQueue(0, poolID: 9))
    let kernel = try tap.kernelFrames()
    let batch = Batch(capacity: 8)
    #expect(unsafe queue.receive(into: batch.packets, at: 1) == 0, "nothing is there")
    #expect(kernel.send(frame(byteCount: 64)) == 0)
    #expect(unsafe queue.receive(into: batch.packets, at: 123) == 1, "it came at once")
    let packet = unsafe batch.packets[0].pointee
    #expect(packet.received_at == 123)
    #expect(packet.ingress_ifindex == device.interfaceIndex)
    #expect(packet.rx_queue_index == 0)
    #expect(packet.pool == 9)
    #expect(packet.data == packet.data_meta)
    #expect(packet.data - packet.hard_start == 256, "headroom for programs")
    unsafe queue.release(batch.packets[0])
  }

  /// A datagram of a kernel's socket comes out, is turned round here, and is received by the socket.
  @Test func aSocketOfTheKernelIsAnswered() throws {
    let tap = try TestTAP("u")
    let device = try TAPDevice(interface: tap.interface)
    #expect(!device.hardwareAddress.allSatisfy { $0 == 0 })
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let near = "02:00:00:00:78:02"
    let set = shell(
      "ip addr add 10.78.0.1/24 dev \(tap.interface) && ip neigh add 10.78.0.2 lladdr \(near) "
        + "dev \(tap.interface)")
    #expect(set.status == 0, "\(set.output)")
    let client = try PeerSocket(Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(7).bigEndian
    address.sin_addr.s_addr = unsafe inet_addr("10.78.0.2")
    // The structure is an IPv4 address, and its size is passed along.
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(client.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    #expect(connected == 0)
    for number in 0..<20 {
      let payload = Array("datagram \(number)".utf8)
      #expect(client.send(payload) == 0)
      let datagram = try #require(queue.receive(1).first)
      #expect(Array(datagram[42...]) == payload)
      let taken = queue.send([Self.turnedRound(datagram)])
      #expect(taken == 1)
      #expect(client.receive() == payload)
    }
  }

  /// Exchanged addresses and ports leave both checksums as they were.
  private static func turnedRound(_ frame: [UInt8]) -> [UInt8] {
    let parts = [6..<12, 0..<6, 12..<26, 30..<34, 26..<30, 36..<38, 34..<36, 38..<frame.count]
    return parts.flatMap { frame[$0] }
  }

  @Test func sleepingOnTheDescriptorEndsWithAPacket() throws {
    let tap = try TestTAP("p")
    let device = try TAPDevice(interface: tap.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let kernel = try tap.kernelFrames()
    let maySleep = queue.queue.prepareToPark()
    #expect(maySleep)
    let hasSlept = !queue.sleep(milliseconds: 20)
    #expect(hasSlept, "nothing is there to wake for")
    #expect(kernel.send(frame(byteCount: 60)) == 0)
    let isWoken = queue.sleep(milliseconds: 2000)
    #expect(isWoken)
    queue.queue.unpark()
    let received = queue.receive(1)
    #expect(received.count == 1)
  }

  /// Flows stay on one queue each, and both queues have some.
  @Test func flowsAreSpreadOverQueues() throws {
    let tap = try TestTAP("q", hasQueues: true)
    let device = try TAPDevice(interface: tap.interface, queueCount: 2)
    let queues = [
      Cell(try device.openQueue(0, poolID: 0)), Cell(try device.openQueue(1, poolID: 1)),
    ]
    let again = #expect(throws: DeviceError.self) { _ = try device.openQueue(1, poolID: 2) }
    #expect(again?.reason == .queueTaken)
    let kernel = try tap.kernelFrames()
    for round in 0..<4 {
      for flow in 0..<64 { #expect(kernel.send(Self.datagram(flow: flow, round: round)) == 0) }
    }
    let flows = queues.map { cell in cell.drain().map { Int($0[35]) } }
    #expect(flows[0].count + flows[1].count == 256)
    #expect(!flows[0].isEmpty && !flows[1].isEmpty)
    #expect(Set(flows[0]).isDisjoint(with: flows[1]), "a flow is on one queue")
  }

  /// An IPv4 UDP frame of one of 64 flows, by its source port.
  private static func datagram(flow: Int, round: Int) -> [UInt8] {
    let ip: [UInt8] = [0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, 10, 78, 0, 1, 10, 78, 0, 2]
    let udp: [UInt8] = [40, UInt8(flow), 0, 7, 0, 26, 0, 0]
    return [UInt8](repeating: 2, count: 12) + [8, 0] + ip + udp
      + [UInt8](repeating: UInt8(round), count: 18)
  }

  /// While programs hold every chunk nothing is read; then all that the kernel kept comes, in order.
  @Test func withoutChunksTheKernelKeepsPackets() throws {
    let tap = try TestTAP("e")
    let device = try TAPDevice(interface: tap.interface)
    var configuration = TAPQueue.Configuration()
    configuration.shape.chunkCount = 4
    var queue = DeviceQueue(try device.openQueue(0, poolID: 0, configuration: configuration))
    let kernel = try tap.kernelFrames()
    for seed in 0..<10 { #expect(kernel.send(frame(byteCount: 60, seed: seed)) == 0) }
    let batch = Batch(capacity: 16)
    #expect(unsafe queue.receive(into: batch.packets, at: 0) == 4)
    let isFed = queue.flush()
    #expect(!isFed)
    #expect(queue.counters.fillRingEmpty == 1)
    #expect(queue.fileDescriptor == nil, "it could be readable for ever")
    var next = 0
    while next < 10 {
      #expect(unsafe batch.packets[0].bytes == frame(byteCount: 60, seed: next))
      unsafe queue.release(batch.packets[0])
      let isFedAgain = queue.flush()
      #expect(isFedAgain)
      // The rest of the batch moves up, and there is room for one more.
      for index in 1..<4 { unsafe batch.packets[index - 1] = batch.packets[index] }
      let room = unsafe PacketBatch(rebasing: batch.packets[3...])
      let count = unsafe queue.receive(into: room, at: 0)
      #expect(count == (next < 6 ? 1 : 0))
      if count == 0 { break }
      next += 1
    }
    #expect(next == 6)
    for index in 0..<3 { unsafe queue.release(batch.packets[index]) }
    #expect(queue.chunkCounts == ChunkCounts(free: 4, held: 0, lent: 0))
  }

  /// What is longer than a chunk is refused as a whole, and what comes behind it is received.
  @Test func packetsLongerThanAChunkAreDroppedAndCounted() throws {
    let tap = try TestTAP("l", mtu: 3000)
    let device = try TAPDevice(interface: tap.interface)
    #expect(device.mtu == 3000)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let kernel = try tap.kernelFrames()
    for size in [1792, 1793, 3014, 60] {
      #expect(kernel.send(frame(byteCount: size, seed: size)) == 0)
    }
    let received = queue.receive(2)
    #expect(received == [1792, 60].map { frame(byteCount: $0, seed: $0) })
    #expect(queue.queue.counters.droppedTooLong == 2)
    #expect(queue.queue.chunkCounts.free == 2048)
  }

  @Test func aFullQueueRefusesUntilTheFlush() throws {
    let tap = try TestTAP("f")
    let device = try TAPDevice(interface: tap.interface)
    var configuration = TAPQueue.Configuration()
    configuration.transmitCapacity = 4
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0, configuration: configuration))
    let kernel = try tap.kernelFrames()
    let frames = (0..<6).map { frame(byteCount: 60, seed: $0) }
    let taken = queue.send(frames)
    #expect(taken == 4)
    #expect(queue.queue.counters.refusedRingFull == 1)
    let rest = queue.send(Array(frames[4...]))
    #expect(rest == 2)
    for frame in frames { #expect(kernel.receive() == frame) }
    let odd = queue.send([frame(byteCount: 13)])
    #expect(odd == 1, "dropped, not refused")
    #expect(queue.queue.counters.droppedInvalid == 1)
    #expect(queue.queue.chunkCounts.free == 2048)
  }

  @Test func anInterfaceThatIsDownDropsAndComesBack() throws {
    let tap = try TestTAP("d")
    let device = try TAPDevice(interface: tap.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let kernel = try tap.kernelFrames()
    #expect(shell("ip link set \(tap.interface) down").status == 0)
    let taken = queue.send([frame(byteCount: 60), frame(byteCount: 60)])
    #expect(taken == 2)
    #expect(queue.queue.counters.droppedInterfaceDown == 2)
    #expect(shell("ip link set \(tap.interface) up").status == 0)
    let takenAgain = queue.send([frame(byteCount: 60, seed: 5)])
    #expect(takenAgain == 1)
    // The socket is told once that its interface was down.
    #expect((kernel.receive() ?? kernel.receive()) == frame(byteCount: 60, seed: 5))
    #expect(kernel.send(frame(byteCount: 60, seed: 6)) == 0)
    let received = queue.receive(1)
    #expect(received == [frame(byteCount: 60, seed: 6)])
    #expect(queue.queue.chunkCounts.free == 2048)
  }

  @Test func anInterfaceThatIsDeletedIsNoted() throws {
    let tap = try TestTAP("g")
    let device = try TAPDevice(interface: tap.interface)
    var queue = DeviceQueue(try device.openQueue(0, poolID: 0))
    let batch = Batch(capacity: 4)
    #expect(shell("ip link del \(tap.interface)").status == 0)
    #expect(unsafe queue.receive(into: batch.packets, at: 0) == 0)
    #expect(queue.counters.receiveFailures == 1)
    #expect(queue.fileDescriptor == nil, "it would be readable for ever")
    let packet = try unsafe #require(queue.allocate())
    unsafe queue.initialise(packet, byteCount: 60)
    #expect(unsafe queue.transmit(packet))
    queue.flush()
    #expect(queue.counters.droppedByKernel == 1)
    #expect(queue.chunkCounts.free == 2048)
  }
}

/// A queue on the heap, so that several fit into an array.
private final class Cell {
  private var queue: QueueUnderTest
  init(_ queue: consuming TAPQueue) { self.queue = QueueUnderTest(queue) }

  func drain() -> [[UInt8]] { queue.drain() }
}
