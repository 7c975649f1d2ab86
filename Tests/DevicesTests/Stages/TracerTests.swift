import CBaton
import Devices
import Synchronization
import Testing

@Suite struct TracerTests {
  /// What a tracer has said.
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private static func tracer(_ lines: Lines) -> Tracer {
    Tracer(summary: { "\($0.count) octets, the last one \($0[$0.count - 1])" }) { lines.add($0) }
  }

  @Test func eachPacketIsALine() throws {
    let lines = Lines()
    let tracer = Self.tracer(lines)
    let link = try MemoryLink()
    var near = try tracer.watching(
      DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)), name: "near")
    var far = try tracer.watching(
      DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)), name: "far")
    let batch = Batch(capacity: 4)
    let packet = try unsafe #require(near.allocate())
    unsafe near.fill(packet, with: ([UInt8](repeating: 0, count: 59) + [7]).span)
    #expect(unsafe near.receive(into: batch.packets, at: 1_000_250_999) == 0)
    #expect(unsafe near.transmit(packet))
    near.flush()
    #expect(unsafe far.receive(into: batch.packets, at: 2_000_000_000) == 1)
    unsafe far.release(batch.packets[0])
    #expect(lines.all.isEmpty, "lines are made by whoever drains")
    tracer.drain()
    #expect(
      lines.all == [
        "1.000250 near > 60 octets, the last one 7", "2.000000 far < 60 octets, the last one 7",
      ])
    #expect(tracer.missedCount == 0)
  }

  /// A record of 60 octets takes 80 in a ring of 4 MiB.
  @Test func whatFindsNoRoomIsLeftOutAndCounted() throws {
    let lines = Lines()
    let tracer = Self.tracer(lines)
    let link = try MemoryLink()
    var near = try tracer.watching(
      DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)), name: "near")
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 1))
    let batch = Batch(capacity: 4)
    let room = (4 << 20) / 80
    for _ in 0..<room + 100 {
      let packet = try unsafe #require(near.allocate())
      unsafe near.initialise(packet, byteCount: 60)
      unsafe packet.fill(with: 1)
      #expect(unsafe near.transmit(packet))
      near.flush()
      let count = unsafe far.receive(into: batch.packets, at: 0)
      #expect(count == 1)
      unsafe far.release(batch.packets[0])
      far.flush()
    }
    #expect(tracer.missedCount == 100)
    tracer.drain()
    #expect(lines.all.count == room)
  }

  /// Stages are put around each other; the tracer sees what a host sees.
  @Test func stagesStack() throws {
    let lines = Lines()
    let tracer = Self.tracer(lines)
    let link = try MemoryLink()
    let device = DeviceQueue(try link.openQueue(0, at: .near, poolID: 0))
    let plan = try FaultPlan(parsing: "in.loss=100%,delay=1us")
    var near = try tracer.watching(DeviceQueue(FaultInjector(device, plan)), name: "near")
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 1))
    let batch = Batch(capacity: 4)
    for _ in 0..<2 {
      let packet = try unsafe #require(far.allocate())
      unsafe far.fill(packet, with: frame(byteCount: 60).span)
      #expect(unsafe far.transmit(packet))
    }
    far.flush()
    let packet = try unsafe #require(near.allocate())
    unsafe near.fill(packet, with: ([UInt8](repeating: 0, count: 59) + [9]).span)
    #expect(unsafe near.transmit(packet))
    #expect(unsafe near.receive(into: batch.packets, at: 5) == 0)
    #expect(near.nextEvent == 1000)
    near.close()
    #expect(lines.all == ["0.000000 near > 60 octets, the last one 9"])
    #expect(near.counters.faults?.lost == 2 && near.counters.faults?.droppedAtClose == 1)
    #expect(near.chunkCounts == ChunkCounts(free: 2048, held: 0, lent: 0))
  }
}
