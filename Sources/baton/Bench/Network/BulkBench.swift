import Devices
import NetStack
import Runtime
import World

/// How fast octets go from one TCP to another, when both are on this thread: sent in segments of an MTU of 1,500, summed on
/// either side, acknowledged, read.
struct BulkBench {
  let repetitions: Int

  private static let octetCount = 256 << 20

  func rows() throws -> [BenchRow] {
    progress("TCP in bulk on the memory device")
    var rates: [Double] = []
    for _ in 0..<repetitions { rates.append(try Self.rate()) }
    return [
      BenchRow(
        "TCP in bulk, both ends on one core, memory device", median(rates), "Gbit/s",
        bar: .atLeast(10))
    ]
  }

  private static func rate() throws -> Double {
    let transfer = try BulkTransfer()
    try transfer.move(octetCount / 16)
    let begin = WorldClock.monotonic.now()
    try transfer.move(octetCount)
    return Double(octetCount) * 8 / Double(WorldClock.monotonic.now() - begin)
  }
}

/// A connection between two hosts of a memory link that take turns.
private final class BulkTransfer {
  private let sender: DeviceHost
  private let receiver: DeviceHost
  private let from: SocketReference
  private let to: SocketReference
  private let clock = WorldClock.monotonic
  private let octets = (0..<64 << 10).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
  private var readCount = 0

  init() throws {
    let link = try MemoryLink()
    let now = clock.now()
    sender = DeviceHost(
      .inThisProcess(ClientHost.address),
      queue: DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)), at: now)
    receiver = DeviceHost(
      .inThisProcess(ClientHost.serverAddress),
      queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)), at: now)
    let listener = try receiver.stack.listen(port: 9)
    from = try sender.stack.connect(to: ClientHost.serverAddress, port: 9, at: now)
    var accepted: SocketReference?
    for _ in 0..<16 where accepted == nil {
      sender.poll(at: clock.now())
      receiver.poll(at: clock.now())
      accepted = receiver.stack.accept(listener)
    }
    guard let accepted else { throw Refused("two hosts on a memory link don't come together") }
    to = accepted
  }

  /// Sends so many octets, and returns when they were read.
  func move(_ count: Int) throws {
    var left = count
    let octets = octets
    let end = readCount + count
    while readCount < end {
      let now = clock.now()
      while left > 0 {
        let piece = octets.span.extracting(first: min(left, octets.count))
        let written = sender.stack.write(piece, to: from)
        if written == 0 { break }
        left -= written
      }
      sender.stack.flush(from, at: now)
      sender.poll(at: now)
      receiver.poll(at: now)
      read(at: now)
      guard from.value.connection.state == .established else {
        throw Refused("the connection has come to an end")
      }
    }
  }

  private func read(at now: UInt64) {
    while let count = receiver.stack.peek(to, { $0.count }) {
      receiver.stack.consume(count, of: to)
      readCount += count
    }
    receiver.stack.flush(to, at: now)
    receiver.flush(at: now)
  }
}
