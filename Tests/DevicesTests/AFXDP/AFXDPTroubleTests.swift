import CBaton
import Devices
import Glibc
import Testing

/// What may happen to an interface while its queues are in use.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct AFXDPTroubleTests {
  /// What is sent meanwhile is late or lost, but its memory comes home, and both ways work again.
  @Test func anInterfaceThatIsDownComesBack() throws {
    let pair = try VethPair("v")
    let device = try AFXDPDevice(interface: pair.interface)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let peer = try pair.peerFrames()
    for round in 0..<3 {
      #expect(peer.send(frame(byteCount: 60, seed: round)) == 0)
      let received = queue.receive(1)
      #expect(received == [frame(byteCount: 60, seed: round)])
      #expect(shell("ip link set \(pair.interface) down").status == 0)
      let taken = queue.send((0..<5).map { frame(byteCount: 100, seed: $0) })
      #expect(taken == 5)
      let maySleep = queue.queue.prepareToPark()
      #expect(maySleep)
      let hasSlept = !queue.sleep(milliseconds: 20)
      #expect(hasSlept, "a descriptor that is always readable would have a worker spin")
      #expect(shell("ip link set \(pair.interface) up").status == 0)
      // The carrier takes a moment.
      let isUp = (0..<10_000).contains { _ in
        usleep(1000)
        return peer.send(frame(byteCount: 70, seed: round)) == 0
      }
      #expect(isUp)
      let again = queue.receive(1)
      #expect(again == [frame(byteCount: 70, seed: round)])
      let takenAgain = queue.send([frame(byteCount: 80, seed: round)])
      #expect(takenAgain == 1)
      var echoes: [[UInt8]] = []
      while echoes.last != frame(byteCount: 80, seed: round), let next = peer.receive() {
        echoes.append(next)
      }
      #expect(echoes.last == frame(byteCount: 80, seed: round))
    }
    queue.queue.flush()
    #expect(queue.queue.chunkCounts == ChunkCounts(free: 1024, held: 0, lent: 1024))
  }

  /// A packet that needs several chunks is refused as a whole, by the kernel, which counts it.
  @Test func packetsLongerThanAChunkAreDroppedAndCounted() throws {
    let pair = try VethPair("j")
    let grown = shell(
      "ip link set \(pair.interface) mtu 3000 && ip netns exec \(pair.namespace) "
        + "ip link set \(pair.peer) mtu 3000")
    #expect(grown.status == 0, "\(grown.output)")
    let device = try AFXDPDevice(interface: pair.interface)
    #expect(device.attachMode == .native)
    var queue = QueueUnderTest(try device.openQueue(0, poolID: 0))
    let peer = try pair.peerFrames()
    for size in [1792, 1793, 3014, 60] {
      #expect(peer.send(frame(byteCount: size, seed: size)) == 0)
    }
    let received = queue.receive(2)
    #expect(received == [1792, 60].map { frame(byteCount: $0, seed: $0) })
    #expect(queue.queue.counters.kernel.receiveDropped == 2)
    #expect(queue.queue.chunkCounts == ChunkCounts(free: 1024, held: 0, lent: 1024))
  }

  /// Each queue has its own packets: together all, and none twice.
  @Test func packetsAreSpreadOverQueues() throws {
    let pair = try VethPair("e", queueCount: 2)
    let device = try AFXDPDevice(interface: pair.interface)
    var first = QueueUnderTest(try device.openQueue(0, poolID: 0))
    var second = QueueUnderTest(try device.openQueue(1, poolID: 1))
    // A socket of the kernel's for each flow, as that spreads them.
    let sent = shell(
      "ip netns exec \(pair.namespace) bash -c 'for port in $(seq 1000 1063); do "
        + "echo -n $port > /dev/udp/10.77.0.1/$port; done'")
    #expect(sent.status == 0, "\(sent.output)")
    let ports = [first.drain(), second.drain()].map { datagrams in
      datagrams.map { Int($0[36]) << 8 | Int($0[37]) }
    }
    #expect((ports[0] + ports[1]).sorted() == Array(1000...1063))
    #expect(!ports[0].isEmpty && !ports[1].isEmpty, "\(ports)")
    #expect(first.queue.counters.received == UInt64(ports[0].count))
    #expect(second.queue.counters.received == UInt64(ports[1].count))
  }

  /// What a process has begun does not keep its programs attached.
  @Test func aKilledProcessWhoseChildrenLiveLeavesNothingAttached() async throws {
    let pair = try VethPair("h")
    let interface = pair.interface
    await #expect(processExitsWith: .signal(SIGKILL)) { [interface = interface as String] in
      let device = try AFXDPDevice(interface: interface)
      let queue = try device.openQueue(0, poolID: 0)
      guard shell("sleep 3 > /dev/null 2>&1 &").status == 0 else { exit(1) }
      kill(getpid(), SIGKILL)
      _ = queue.fileDescriptor
    }
    #expect(!pair.linkDetails().contains("xdp"), "\(pair.linkDetails())")
  }

  /// What an interface lacks is said once, however many queues lack it.
  @Test func whatIsMissingIsSaidOnce() throws {
    let pair = try VethPair("z", queueCount: 2)
    let device = try AFXDPDevice(interface: pair.interface)
    #expect(device.notices.isEmpty)
    let first = try device.openQueue(0, poolID: 0)
    let second = try device.openQueue(1, poolID: 1)
    #expect(!first.isZeroCopy && !second.isZeroCopy, "veth has no zero-copy mode")
    #expect(
      device.notices == ["\(pair.interface): no zero-copy mode in this driver; packets are copied"])
    let other = try VethPair("y")
    let copying = try AFXDPDevice(interface: other.interface)
    var configuration = AFXDPQueue.Configuration()
    configuration.forcesCopy = true
    _ = try copying.openQueue(0, poolID: 0, configuration: configuration)
    #expect(copying.notices.isEmpty, "it was not asked for")
  }
}
