import Synchronization

/// Gathers copies of the packets that pass through watched queues, for whoever writes or shows them on another thread.
///
/// The worker of a queue copies each packet into a ring of its own; ``drain()`` hands out what is in the rings, in order
/// for each queue. A worker whose ring is full drains by itself where nothing may be missing, and else leaves the packet
/// out, and counts it.
final class PacketWatcher: Sendable {
  private struct State {
    var rings: [(name: String, records: RecordConsumer)] = []
    let sink: any PacketSink
  }

  private let state: Mutex<State>
  private let isLossless: Bool
  private let missed = Atomic<UInt64>(0)

  /// The most that lies between a worker and the next ``drain()``.
  private static let ringByteCount = 4 << 20

  init(isLossless: Bool, sink: sending any PacketSink) {
    self.isLossless = isLossless
    state = Mutex(State(sink: sink))
  }

  /// Copies that found no room.
  var missedCount: UInt64 { missed.load(ordering: .relaxed) }

  /// A ring for one more queue.
  func makeProducer(name: String) throws(DeviceError) -> RecordProducer {
    let ring: RecordRing
    do {
      ring = try RecordRing(capacity: Self.ringByteCount)
    } catch {
      throw DeviceError(
        .outOfMemory, step: "map memory to copy packets", device: name, errno: error)
    }
    state.withLock { $0.rings.append((name, RecordConsumer(ring))) }
    return RecordProducer(ring)
  }

  /// Hands out what was copied so far. From any thread.
  func drain() {
    state.withLock { state in
      for index in state.rings.indices {
        let name = state.rings[index].name
        while state.rings[index].records.take({ head, octets in
          state.sink.take(PacketNote(head, queue: name), octets)
        }) {}
      }
      state.sink.finish()
    }
  }

  /// A ring has no room: makes some where nothing may be missing. False where the copy is to be left out.
  func makeRoom() -> Bool {
    guard isLossless else {
      missed.add(1, ordering: .relaxed)
      return false
    }
    drain()
    return true
  }
}

/// Where copies of packets go, one thread at a time.
protocol PacketSink: AnyObject {
  /// The octets are valid during the call.
  func take(_ note: PacketNote, _ octets: Span<UInt8>)
  /// That was all for now.
  func finish()
}

/// What is known of a copy of a packet beside its octets.
struct PacketNote {
  /// When it passed, in nanoseconds of the world's clock.
  let time: UInt64
  let isTransmitted: Bool
  /// The name of the queue.
  let queue: String

  /// The kinds of records in the rings.
  static let received: UInt32 = 0
  static let transmitted: UInt32 = 1

  init(_ head: RecordRing.Head, queue: String) {
    time = head.time
    isTransmitted = head.kind == Self.transmitted
    self.queue = queue
  }
}
