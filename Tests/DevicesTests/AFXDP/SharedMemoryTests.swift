import CBaton
import Devices
import Glibc
import Testing

/// Queues that send each other's packets from where they lie.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct SharedMemoryTests {
  private static var configuration: AFXDPQueue.Configuration {
    var configuration = AFXDPQueue.Configuration()
    configuration.shape.chunkCount = 128
    configuration.ringCapacity = 32
    return configuration
  }

  private static func open(
    _ number: Int, of device: AFXDPDevice, sharing memory: AFXDPMemory
  ) throws -> DeviceQueue {
    DeviceQueue(
      try device.openQueue(
        number, poolID: UInt32(number), configuration: configuration, sharing: memory))
  }

  /// Receives what has come by one queue, has another one send it, and brings home what that has done with.
  private static func forward(
    from source: inout DeviceQueue, to target: inout DeviceQueue, _ batch: borrowing Batch
  ) -> Int {
    let count = unsafe source.receive(into: batch.packets, at: 0)
    for index in 0..<count {
      let packet = unsafe batch.packets[index]
      precondition(unsafe target.canSend(packet))
      if unsafe !target.transmit(packet) { unsafe source.release(packet) }
    }
    target.flush()
    bringHome(from: &target, to: &source)
    source.flush()
    return count
  }

  /// Has `target` send a packet of `source`'s. False: it was refused, and is home; nil: there was none.
  private static func send(
    seed: Int, of source: inout DeviceQueue, by target: inout DeviceQueue
  ) -> Bool? {
    guard let packet = unsafe source.allocate() else { return nil }
    let octets = frame(byteCount: 60, seed: seed)
    unsafe source.fill(packet, with: octets.span)
    if unsafe target.transmit(packet) { return true }
    unsafe source.release(packet)
    return false
  }

  private static func bringHome(from target: inout DeviceQueue, to source: inout DeviceQueue) {
    while let packet = unsafe target.takeGuest() { unsafe source.release(packet) }
  }

  /// Between two interfaces, and between two queues of one: all arrives as it was, in order, and no chunk is lost.
  @Test(arguments: [1, 2])
  func packetsLeaveByAnotherQueueUncopied(interfaceCount: Int) throws {
    let pairs = try (0..<interfaceCount).map {
      try VethPair("s\($0)", queueCount: interfaceCount == 1 ? 2 : 1)
    }
    defer { withExtendedLifetime(pairs) {} }
    let devices = try pairs.map { try AFXDPDevice(interface: $0.interface) }
    let memory = try AFXDPMemory(shape: Self.configuration.shape, queueCount: 2)
    var source = try Self.open(0, of: devices[0], sharing: memory)
    var target = try Self.open(
      interfaceCount == 1 ? 1 : 0, of: devices[interfaceCount - 1], sharing: memory)
    #expect(devices.allSatisfy { $0.notices.allSatisfy { !$0.contains("in common") } })
    let sender = try pairs[0].peerFrames()
    let receiver = interfaceCount == 1 ? sender : try pairs[1].peerFrames()
    let batch = Batch(capacity: 16)
    var forwardedCount = 0
    for round in 0..<100 {
      let frames = (0..<10).map { frame(byteCount: 60 + $0, seed: 10 * round + $0) }
      for frame in frames { _ = sender.send(frame) }
      // By which of its two queues a frame comes is the sender's choice.
      var echoes: [[UInt8]] = []
      for _ in 0..<10_000 where echoes.count < frames.count {
        let count = Self.forward(from: &source, to: &target, batch)
        let others = Self.forward(from: &target, to: &source, batch)
        forwardedCount += count + others
        for _ in 0..<count + others { if let frame = receiver.receive() { echoes.append(frame) } }
      }
      let areEqual = echoes == frames
      #expect(areEqual, "round \(round): \(echoes.count) came")
    }
    #expect(forwardedCount == 1000)
    #expect(source.counters.sentForOthers + target.counters.sentForOthers == 1000)
    for _ in 0..<100 where source.chunkCounts.held + target.chunkCounts.held > 0 {
      usleep(1000)
      _ = Self.forward(from: &source, to: &target, batch)
      _ = Self.forward(from: &target, to: &source, batch)
    }
    let expected = ChunkCounts(free: 96, held: 0, lent: 32)
    #expect(source.chunkCounts == expected && target.chunkCounts == expected)
  }

  /// A queue whose interface is down keeps what it was given until the end, and gives all of it back then.
  @Test
  func whatCanNotBeSentComesHome() throws {
    let pair = try VethPair("h", queueCount: 2)
    defer { withExtendedLifetime(pair) {} }
    let device = try AFXDPDevice(interface: pair.interface)
    let memory = try AFXDPMemory(shape: Self.configuration.shape, queueCount: 2)
    var source = try Self.open(0, of: device, sharing: memory)
    var target = try Self.open(1, of: device, sharing: memory)
    #expect(shell("ip link set \(pair.interface) down").status == 0)
    var refusedCount = 0
    for seed in 0..<40 {
      let outcome = Self.send(seed: seed, of: &source, by: &target)
      let isSent: Bool = try #require(outcome as Bool?)
      if !isSent { refusedCount += 1 }
    }
    target.flush()
    let before = source.chunkCounts
    #expect(before.held + refusedCount >= 32, "\(before), \(refusedCount) refused")
    target.close()
    Self.bringHome(from: &target, to: &source)
    #expect(source.chunkCounts == ChunkCounts(free: 96, held: 0, lent: 32))
  }

  /// A queue that doesn't share its memory sends its own packets, and says so.
  @Test
  func withoutSharedMemoryNothingIsSentForOthers() throws {
    let pair = try VethPair("p", queueCount: 2)
    defer { withExtendedLifetime(pair) {} }
    let device = try AFXDPDevice(interface: pair.interface)
    var first = DeviceQueue(try device.openQueue(0, poolID: 0))
    let second = DeviceQueue(try device.openQueue(1, poolID: 1))
    let packet = try unsafe #require(first.allocate())
    let (canFirst, canSecond) = unsafe (first.canSend(packet), second.canSend(packet))
    #expect(canFirst && !canSecond)
    unsafe first.release(packet)
  }

  /// A stage loses, doubles and holds packets of other queues as its own.
  @Test
  func stagesHandleOthersPackets() throws {
    let pair = try VethPair("z", queueCount: 2)
    defer { withExtendedLifetime(pair) {} }
    let device = try AFXDPDevice(interface: pair.interface)
    let memory = try AFXDPMemory(shape: Self.configuration.shape, queueCount: 2)
    var source = try Self.open(0, of: device, sharing: memory)
    let plan = try FaultPlan(parsing: "loss=20%,dup=20%,reorder=20%,delay=1ms,seed=7")
    var target = DeviceQueue(
      FaultInjector(try Self.open(1, of: device, sharing: memory), plan))
    let batch = Batch(capacity: 16)
    for seed in 0..<500 {
      _ = Self.send(seed: seed, of: &source, by: &target)
      _ = unsafe target.receive(into: batch.packets, at: UInt64(seed) * 100_000)
      target.flush()
      Self.bringHome(from: &target, to: &source)
    }
    target.close()
    Self.bringHome(from: &target, to: &source)
    let faults = try #require(target.counters.faults)
    #expect(faults.lost > 50 && faults.duplicated > 50 && faults.reordered > 20, "\(faults)")
    #expect(target.counters.sentForOthers > 250)
    #expect(source.chunkCounts.held == 0 && target.chunkCounts.held == 0)
  }
}
