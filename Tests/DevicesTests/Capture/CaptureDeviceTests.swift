import CBaton
import Devices
import Glibc
import Testing
import Wire

@Suite struct CaptureDeviceTests {
  private let folder = TestFolder()

  /// Packets whose times are in microseconds.
  private func device(
    _ packets: [(time: UInt64, octets: [UInt8])], cutBy count: Int = 0,
    _ change: (inout CaptureDevice.Configuration) -> Void = { _ in }
  ) throws -> CaptureDevice {
    let path = folder.file("in.pcap")
    let octets = captureOctets(
      packets.map { CapturedPacket(nanoseconds: 7_000_000_000 + 1000 * $0.time, octets: $0.octets) }
    )
    try write(octets.dropLast(count), to: path)
    var configuration = CaptureDevice.Configuration()
    change(&configuration)
    return try CaptureDevice(path: path, configuration)
  }

  /// What comes in at a time, in one batch.
  private func receive(
    _ queue: inout DeviceQueue, at now: UInt64, atMost limit: Int = 16
  ) -> [[UInt8]] {
    let batch = Batch(capacity: limit)
    let count = unsafe queue.receive(into: batch.packets, at: now)
    let frames = (0..<count).map { unsafe batch.packets[$0].bytes }
    for index in 0..<count { unsafe queue.release(batch.packets[index]) }
    return frames
  }

  @Test func atSpeedAllComesInOrder() throws {
    let frames = (0..<40).map { frame(byteCount: 14 + 10 * $0, seed: $0) }
    let device = try device(frames.map { (1_000_000, $0) })
    var queue = DeviceQueue(try device.openQueue(poolID: 3))
    var received: [[UInt8]] = []
    for count in [16, 16, 8] {
      let maySleep = queue.prepareToPark()
      #expect(!maySleep, "more can be received at once")
      let batch = receive(&queue, at: 5)
      #expect(batch.count == count)
      received += batch
      #expect(!device.isAtEnd)
    }
    #expect(received == frames)
    let maySleep = queue.prepareToPark()
    #expect(maySleep)
    let rest = receive(&queue, at: 5)
    #expect(rest.isEmpty && device.isAtEnd && device.error == nil)
    #expect(queue.nextEvent == nil && queue.fileDescriptor == nil)
    #expect(queue.counters.received == 40)
  }

  @Test func atTheRecordedPacePacketsComeAtTheirTimes() throws {
    let times: [UInt64] = [500, 500, 510, 505, 2000]
    let frames = times.indices.map { frame(byteCount: 60, seed: $0) }
    let device = try device(Array(zip(times, frames))) { $0.pace = .recorded }
    var queue = DeviceQueue(try device.openQueue(poolID: 3))
    #expect(queue.nextEvent == nil, "time has not begun")
    // From the first look on; what was recorded out of order comes in the file's order.
    var log: [(time: UInt64, count: Int)] = []
    var now: UInt64 = 100_000
    while true {
      log.append((now, receive(&queue, at: now).count))
      guard let next = queue.nextEvent else { break }
      #expect(next > now)
      let early = receive(&queue, at: next - 1)
      #expect(early.isEmpty)
      now = next
    }
    #expect(log.map(\.time) == [100_000, 110_000, 1_600_000])
    #expect(log.map(\.count) == [2, 2, 1])
    let maySleep = queue.prepareToPark()
    #expect(maySleep)
  }

  @Test func aFileRepeatsOnRequest() throws {
    let frames = (0..<3).map { frame(byteCount: 60, seed: $0) }
    let device = try device(Array(zip([0, 10, 30], frames))) {
      $0.pace = .recorded
      $0.repeats = true
    }
    var queue = DeviceQueue(try device.openQueue(poolID: 0))
    var received: [[UInt8]] = []
    var times: [UInt64] = []
    var now: UInt64 = 0
    while received.count < 7 {
      let batch = receive(&queue, at: now)
      received += batch
      times += batch.map { _ in now }
      guard let next = queue.nextEvent else { break }
      now = next
    }
    #expect(received == [0, 1, 2, 0, 1, 2, 0].map { frames[$0] })
    #expect(times == [0, 10, 30, 30, 40, 60, 60].map { 1000 * $0 })
    #expect(!device.isAtEnd)
  }

  /// A packet that is longer than a chunk is refused, also where there are no others.
  @Test func packetsLongerThanAChunkAreDroppedAndCounted() throws {
    let device = try device([
      (0, frame(byteCount: 1793)), (0, frame(byteCount: 1792)), (0, frame(byteCount: 9000)),
    ])
    var queue = DeviceQueue(try device.openQueue(poolID: 0))
    let received = receive(&queue, at: 0)
    #expect(received == [frame(byteCount: 1792)])
    #expect(queue.counters.droppedTooLong == 2)
    let endless = try self.device([(0, frame(byteCount: 1793))]) { $0.repeats = true }
    var other = DeviceQueue(try endless.openQueue(poolID: 0))
    let none = receive(&other, at: 0)
    #expect(none.isEmpty && other.counters.droppedTooLong == 16)
  }

  @Test func withoutChunksTheFileWaits() throws {
    let frames = (0..<10).map { frame(byteCount: 60, seed: $0) }
    let device = try device(frames.map { (0, $0) }) { $0.shape.chunkCount = 4 }
    var queue = DeviceQueue(try device.openQueue(poolID: 0))
    let batch = Batch(capacity: 16)
    #expect(unsafe queue.receive(into: batch.packets, at: 0) == 4)
    let isFed = queue.flush()
    #expect(!isFed)
    #expect(queue.counters.fillRingEmpty == 1)
    let maySleep = queue.prepareToPark()
    #expect(maySleep, "only whoever has the packets can go on")
    #expect(unsafe queue.transmit(batch.packets[0]))
    for index in 1..<4 { unsafe queue.release(batch.packets[index]) }
    #expect(queue.counters.transmitted == 1)
    let more = receive(&queue, at: 0)
    #expect(more == Array(frames[4..<8]))
  }

  @Test func aCutFileGivesWhatIsWholeAndSaysWhereItEnds() throws {
    let device = try device((0..<3).map { (0, frame(byteCount: 60, seed: $0)) }, cutBy: 5)
    var queue = DeviceQueue(try device.openQueue(poolID: 0))
    let received = receive(&queue, at: 0)
    #expect(received.count == 2)
    #expect(device.error == .truncated(offset: 24 + 2 * 76 + 16, needed: 60, got: 55))
    let rest = receive(&queue, at: 0)
    #expect(rest.isEmpty && device.isAtEnd)
  }

  @Test func whatIsSentIsWrittenByAStage() throws {
    let device = try device([
      (0, frame(byteCount: 60, seed: 1)), (0, frame(byteCount: 60, seed: 2)),
    ])
    let output = folder.file("out.pcap")
    let writer = try PcapWriter(path: output)
    var queue = try writer.watching(
      DeviceQueue(try device.openQueue(poolID: 0)), name: "in", .transmitted)
    let batch = Batch(capacity: 16)
    #expect(unsafe queue.receive(into: batch.packets, at: 40) == 2)
    #expect(unsafe queue.transmit(batch.packets[1]))
    unsafe queue.release(batch.packets[0])
    queue.close()
    #expect(
      try capturedPackets(output)
        == [CapturedPacket(nanoseconds: 40, octets: frame(byteCount: 60, seed: 2))])
    #expect(queue.chunkCounts == ChunkCounts(free: 2048, held: 0, lent: 0))
  }

  @Test func whatCannotBeReadIsSaid() throws {
    func error(_ octets: [UInt8]) throws -> DeviceError? {
      let path = folder.file("bad.pcap")
      try write(octets, to: path)
      return #expect(throws: DeviceError.self) { _ = try CaptureDevice(path: path) }
    }
    #expect(try error([])?.reason == .noCapture(.truncated(offset: 0, needed: 24, got: 0)))
    var other = PcapFile.ethernet.header
    other[20] = 113
    #expect(try error(other)?.reason == .noEthernet(linkType: 113))
    let missing = #expect(throws: DeviceError.self) { _ = try CaptureDevice(path: "/no/file") }
    #expect(missing?.reason == .badFile && missing?.errno == Errno(ENOENT))
    let device = try device([])
    _ = try device.openQueue(poolID: 0)
    let again = #expect(throws: DeviceError.self) { _ = try device.openQueue(poolID: 0) }
    #expect(again?.reason == .queueTaken)
    let second = #expect(throws: DeviceError.self) { _ = try device.openQueue(1, poolID: 0) }
    #expect(second?.reason == .queueOutOfRange(count: 1))
  }
}
