import CBaton
import Devices
import Glibc
import Testing
import Wire

@Suite struct PcapWriterTests {
  private let folder = TestFolder()
  private var path: String { folder.file("all.pcap") }

  /// A link whose near end is watched.
  private struct Bench: ~Copyable {
    var near: DeviceQueue
    var far: DeviceQueue
    let batch: Batch

    init(
      _ writer: PcapWriter, _ directions: WatchedDirections = .both, wireCapacity: Int = 1024
    ) throws {
      var configuration = MemoryLink.Configuration()
      configuration.wireCapacity = wireCapacity
      let link = try MemoryLink(configuration)
      let near = try writer.watching(
        DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)), name: "near", directions)
      let far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 1))
      self.near = near
      self.far = far
      batch = Batch(capacity: 64)
    }

    mutating func transmit(_ octets: [UInt8]) -> Bool {
      guard let packet = unsafe near.allocate() else { return false }
      unsafe near.fill(packet, with: octets.span)
      let isTaken = unsafe near.transmit(packet)
      if !isTaken { unsafe near.release(packet) }
      near.flush()
      return isTaken
    }

    /// Sends a packet to the near end, which lets go of it.
    mutating func receive(_ octets: [UInt8], at now: UInt64) throws {
      let packet = try unsafe #require(far.allocate())
      unsafe far.fill(packet, with: octets.span)
      #expect(unsafe far.transmit(packet))
      far.flush()
      #expect(unsafe near.receive(into: batch.packets, at: now) == 1)
      unsafe near.release(batch.packets[0])
      near.flush()
    }

    mutating func swallow() {
      let count = unsafe far.receive(into: batch.packets, at: 0)
      for index in 0..<count { unsafe far.release(batch.packets[index]) }
      far.flush()
      near.flush()
    }
  }

  @Test func bothDirectionsAreWrittenInOrder() throws {
    let writer = try PcapWriter(path: path, epoch: 1_700_000_000_000_000_000)
    var bench = try Bench(writer)
    var expected: [CapturedPacket] = []
    for number in 0..<50 {
      let now = UInt64(1_000_000_007 * number)
      let incoming = frame(byteCount: 60 + number, seed: number)
      try bench.receive(incoming, at: now)
      let outgoing = frame(byteCount: 1514 - number, seed: 100 + number)
      let isSent = bench.transmit(outgoing)
      #expect(isSent)
      let time = 1_700_000_000_000_000_000 + now
      expected.append(CapturedPacket(nanoseconds: time, octets: incoming))
      expected.append(CapturedPacket(nanoseconds: time, octets: outgoing))
    }
    #expect(try capturedPackets(path).isEmpty, "nothing but the head is written before")
    writer.drain()
    #expect(try capturedPackets(path) == expected)
    let isSent = bench.transmit(expected[0].octets)
    #expect(isSent)
    bench.near.close()
    #expect(try capturedPackets(path).count == 101, "closing writes the rest")
    #expect(writer.error == nil)
    bench.swallow()
    bench.swallow()
  }

  /// What the device didn't take was not sent.
  @Test func refusedAndInvalidPacketsAreNotWritten() throws {
    let writer = try PcapWriter(path: path)
    var bench = try Bench(writer, wireCapacity: 4)
    let taken = (0..<10).prefix { bench.transmit(frame(byteCount: 60, seed: $0)) }.count
    #expect(taken == 4)
    bench.swallow()
    let isDropped = bench.transmit(frame(byteCount: 13))
    let isSent = bench.transmit(frame(byteCount: 60, seed: 50))
    #expect(isDropped && isSent)
    writer.drain()
    let seeds = [0, 1, 2, 3, 50]
    #expect(try capturedPackets(path).map(\.octets) == seeds.map { frame(byteCount: 60, seed: $0) })
    bench.swallow()
  }

  @Test func whatIsSentCanBeWrittenAlone() throws {
    let writer = try PcapWriter(path: path)
    var bench = try Bench(writer, .transmitted)
    try bench.receive(frame(byteCount: 60, seed: 1), at: 5)
    let isSent = bench.transmit(frame(byteCount: 60, seed: 2))
    #expect(isSent)
    writer.drain()
    let expected = CapturedPacket(nanoseconds: 5, octets: frame(byteCount: 60, seed: 2))
    #expect(try capturedPackets(path) == [expected])
    bench.swallow()
  }

  /// More than there is room for until somebody drains: the worker does it, and nothing is missing.
  @Test func nothingIsMissingWhenNobodyDrains() throws {
    let writer = try PcapWriter(path: path)
    var bench = try Bench(writer)
    for number in 0..<6000 {
      let isSent = bench.transmit(frame(byteCount: 1500, seed: number))
      #expect(isSent)
      bench.swallow()
    }
    writer.drain()
    let packets = try capturedPackets(path)
    #expect(packets.count == 6000)
    #expect(
      packets.enumerated().allSatisfy { $1.octets == frame(byteCount: 1500, seed: $0) })
  }

  /// Whatever ends the process, the file is whole up to what was drained last.
  @Test func aKilledProcessLeavesAReadableFile() async throws {
    let path = self.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let writer = try PcapWriter(path: path)
      var bench = try Bench(writer)
      for number in 0..<150 {
        guard bench.transmit(frame(byteCount: 60, seed: number)) else { exit(1) }
        if number == 99 { writer.drain() }
      }
      kill(getpid(), SIGKILL)
      bench.swallow()
    }
    let packets = try capturedPackets(path)
    #expect(packets.map(\.octets) == (0..<100).map { frame(byteCount: 60, seed: $0) })
  }

  /// A file that may not grow holds whole records, and the error is told.
  @Test func aFullDiskLeavesAReadableFile() async throws {
    let path = self.path
    await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      // The structure is read during the call.
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
        exit(1)
      }
      let writer = try PcapWriter(path: path)
      var bench = try Bench(writer)
      for number in 0..<30 {
        guard bench.transmit(frame(byteCount: 60, seed: number)) else { exit(2) }
        if number % 5 == 4 { writer.drain() }
      }
      bench.swallow()
      exit(writer.error == Errno(EFBIG) ? 42 : 3)
    }
    // The head and 76 octets a packet: 12 packets would fit, of which 10 were written with whole parts.
    #expect(try capturedPackets(path).count == 10)
  }

  @Test func whatCannotBeWrittenIsSaid() {
    for (path, number) in [("/no/such/folder/x.pcap", ENOENT), ("/dev/full", ENOSPC)] {
      let error = #expect(throws: DeviceError.self) { _ = try PcapWriter(path: path) }
      #expect(error?.reason == .badFile)
      #expect(error?.errno == Errno(number))
      #expect(error?.description.contains("\(path): the file can't be used") == true)
    }
  }
}
