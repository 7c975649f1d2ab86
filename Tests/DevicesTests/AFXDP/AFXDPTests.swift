import CBaton
import Devices
import Glibc
import Testing

/// AF_XDP against the kernel's own stack over a veth pair.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct AFXDPTests {
  @Test func framesOfThePeerArriveBitExact() throws {
    let pair = try VethPair("a")
    let device = try AFXDPDevice(interface: pair.interface)
    #expect(device.attachMode == .native)
    #expect(device.notices.isEmpty)
    #expect(device.queueCount == 1)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 3))
    let peer = try pair.peerFrames()

    let sizes = [14, 15, 59, 60, 61, 64, 65, 128, 1000, 1513, 1514]
    for (seed, size) in sizes.enumerated() {
      #expect(peer.send(frame(byteCount: size, seed: seed)) == 0)
    }
    let received = queue.receive(sizes.count)
    #expect(received == sizes.enumerated().map { frame(byteCount: $1, seed: $0) })
    #expect(queue.queue.counters.received == UInt64(sizes.count))
    #expect(queue.queue.chunkCounts.held == 0)
  }

  @Test func aReceivedPacketSaysWhereItIsFrom() throws {
    let pair = try VethPair("w")
    let device = try AFXDPDevice(interface: pair.interface)
    var queue = DeviceQueue(try device.openQueue(0, poolID: 9))
    let peer = try pair.peerFrames()
    let batch = Batch(capacity: 8)
    #expect(peer.send(frame(byteCount: 64)) == 0)
    while unsafe queue.receive(into: batch.packets, at: 123) == 0 { usleep(100) }

    let packet = unsafe batch.packets[0].pointee
    #expect(packet.received_at == 123)
    #expect(packet.ingress_ifindex == device.interfaceIndex)
    #expect(packet.rx_queue_index == 0)
    #expect(packet.pool == 9)
    #expect(packet.data == packet.data_meta)
    #expect(packet.data - packet.hard_start >= 256, "headroom for programs")
    unsafe queue.release(batch.packets[0])
  }

  @Test func aDatagramOfTheKernelArrivesWithItsChecksum() throws {
    let pair = try VethPair("u")
    let device = try AFXDPDevice(interface: pair.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let payload = "hello over the wire"
    let sent = shell(
      "ip netns exec \(pair.namespace) bash -c 'echo -n \(payload) > /dev/udp/10.77.0.1/7'")
    #expect(sent.status == 0, "\(sent.output)")

    let datagram = try #require(queue.receive(1).first)
    #expect(Array(datagram[0..<6]) == device.hardwareAddress)
    #expect(Array(datagram[12..<14]) == [8, 0], "IPv4")
    #expect(Array(datagram[26..<30]) == VethPair.peerAddress)
    #expect(Array(datagram[30..<34]) == VethPair.ourAddress)
    #expect(Array(datagram[42...]) == Array(payload.utf8))
    #expect(udpChecksumResidue(datagram) == 0xffff)
  }

  @Test func whatWeTransmitArrivesAtThePeer() throws {
    let pair = try VethPair("t")
    let device = try AFXDPDevice(interface: pair.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let peer = try pair.peerFrames()
    let frames = (0..<100).map { frame(byteCount: 14 + $0 * 15, seed: $0) }
    let taken = queue.send(frames)
    #expect(taken == frames.count)
    for (index, frame) in frames.enumerated() {
      #expect(peer.receive() == frame, "frame \(index)")
    }
    queue.queue.flush()
    let counts = queue.queue.chunkCounts
    #expect(counts == ChunkCounts(free: 1024, held: 0, lent: 1024), "all were completed")
    #expect(queue.queue.counters.transmitted == 100)
    #expect(queue.queue.counters.kickFailures == 0)
  }

  /// The kernel refuses to send some of these; whatever gets through gets through whole.
  @Test func oddFramesDoNoHarm() throws {
    let pair = try VethPair("o")
    let device = try AFXDPDevice(interface: pair.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let peer = try pair.peerFrames()
    for size in [0, 13, 9000] {
      #expect(peer.send(frame(byteCount: size)) != 0, "the kernel sends \(size) bytes")
    }
    #expect(peer.send(frame(byteCount: 14)) == 0)
    #expect(queue.receive(1) == [frame(byteCount: 14)])

    let taken = queue.send([0, 13, 60].map { frame(byteCount: $0) })
    #expect(taken == 3, "dropped, not refused")
    #expect(peer.receive() == frame(byteCount: 60))
    #expect(queue.queue.counters.droppedInvalid == 2)
    #expect(queue.queue.chunkCounts.held == 0)
  }

  /// While we hold every chunk, the kernel drops; once we release them, frames arrive again.
  @Test func anEmptyFillRingRecovers() throws {
    let pair = try VethPair("f")
    let device = try AFXDPDevice(interface: pair.interface)
    var configuration = AFXDPQueue.Configuration()
    configuration.shape.chunkCount = 32
    configuration.ringCapacity = 16
    var queue = DeviceQueue(try device.openQueue(0, poolID: 0, configuration: configuration))
    let peer = try pair.peerFrames()
    let batch = Batch(capacity: 64)
    var held = 0
    for seed in 0..<100 {
      #expect(peer.send(frame(byteCount: 60, seed: seed)) == 0)
      let room = unsafe PacketBatch(rebasing: batch.packets[held...])
      unsafe held += queue.receive(into: room, at: 0)
      queue.flush()
    }
    #expect(queue.chunkCounts == ChunkCounts(free: 0, held: 32, lent: 0))
    #expect(queue.counters.fillRingEmpty > 0)
    #expect(queue.counters.kernel.fillRingEmpty > 0)
    for index in 0..<held { unsafe queue.release(batch.packets[index]) }
    queue.flush()
    #expect(queue.chunkCounts == ChunkCounts(free: 16, held: 0, lent: 16))

    #expect(peer.send(frame(byteCount: 60, seed: 200)) == 0)
    while unsafe queue.receive(into: batch.packets, at: 0) == 0 { usleep(100) }
    #expect(unsafe batch.packets[0].bytes == frame(byteCount: 60, seed: 200))
    unsafe queue.release(batch.packets[0])
  }

  /// More than the ring holds: what isn't refused all arrives.
  @Test func aFullTransmitRingRefuses() throws {
    let pair = try VethPair("r")
    let device = try AFXDPDevice(interface: pair.interface)
    var configuration = AFXDPQueue.Configuration()
    configuration.shape.chunkCount = 128
    configuration.ringCapacity = 16
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0, configuration: configuration))
    let peer = try pair.peerFrames()
    let frames = (0..<40).map { frame(byteCount: 60, seed: $0) }
    let taken = queue.send(frames)
    #expect(taken == 16)
    #expect(queue.queue.counters.refusedRingFull == 1)
    for frame in frames[..<16] { #expect(peer.receive() == frame) }
    let takenAgain = queue.send([frames[0]])
    #expect(takenAgain == 1, "there is room again")
    #expect(peer.receive() != nil)
  }

  /// The rings wrap round many times while both sides are at work on them.
  @Test func manyFramesAreEchoedInOrder() throws {
    let pair = try VethPair("m")
    let device = try AFXDPDevice(interface: pair.interface)
    var configuration = AFXDPQueue.Configuration()
    configuration.shape.chunkCount = 256
    configuration.ringCapacity = 64
    var queue = DeviceQueue(try device.openQueue(0, poolID: 0, configuration: configuration))
    let peer = try pair.peerFrames()
    let wrong = Count()
    let isDone = Flag()
    let thread = TestThread {
      for round in 0..<2000 { wrong.add(Self.frameEchoesThatDiffer(peer, round: round)) }
      isDone.set()
    }
    let batch = Batch(capacity: 16)
    while !isDone.isSet {
      let count = unsafe queue.receive(into: batch.packets, at: 0)
      let sent = unsafe queue.transmit(PacketBatch(rebasing: batch.packets[..<count]))
      queue.flush()
      precondition(sent == count, "there is room for all that is on the way")
    }
    thread.join()
    #expect(wrong.value == 0)
    #expect(queue.counters.received == 32_000)
    #expect(queue.counters.transmitted == 32_000)
    #expect(queue.chunkCounts == ChunkCounts(free: 192, held: 0, lent: 64))
  }

  /// Sends a burst of frames and awaits their echoes.
  private static func frameEchoesThatDiffer(_ peer: PeerSocket, round: Int) -> Int {
    let frames = (0..<16).map { frame(byteCount: 60 + $0, seed: round * 16 + $0) }
    let unsent = frames.count { peer.send($0) != 0 }
    return unsent + frames.count { peer.receive() != $0 }
  }

  @Test func busyPollingReceivesAndTransmits() throws {
    let pair = try VethPair("b")
    let device = try AFXDPDevice(interface: pair.interface)
    var configuration = AFXDPQueue.Configuration()
    configuration.busyPoll = .init()
    var queue = QueueUnderTest(
      try device.openQueue(0, poolID: 0, configuration: configuration))
    let peer = try pair.peerFrames()
    for seed in 0..<10 {
      #expect(peer.send(frame(byteCount: 60, seed: seed)) == 0)
      #expect(queue.receive(1) == [frame(byteCount: 60, seed: seed)])
    }
    let mustWake = queue.queue.mustWake
    #expect(mustWake)
    #expect(queue.queue.counters.kicks > 0)
  }
}

/// The ones' complement sum over pseudo header and datagram: 0xffff when the checksum is right
/// (RFC 768). `frame` is Ethernet, IPv4 without options, UDP.
private func udpChecksumResidue(_ frame: [UInt8]) -> Int {
  let datagram = Array(frame[34...])
  let pseudo = Array(frame[26..<34]) + [0, 17] + Array(datagram[4..<6])
  let bytes = pseudo + datagram + (datagram.count % 2 == 1 ? [0] : [])
  var sum = stride(from: 0, to: bytes.count, by: 2).reduce(0) {
    $0 + Int(bytes[$1]) << 8 + Int(bytes[$1 + 1])
  }
  while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
  return sum
}
