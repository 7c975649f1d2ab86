/// Has a line said for each packet that passes through queues.
///
/// ```swift
/// let tracer = Tracer(summary: { "\($0.count) octets" }, say: { print($0) })
/// var queue = try tracer.watching(DeviceQueue(link.openQueue(0, at: .near, poolID: 0)), name: "near")
/// …
/// tracer.drain()   // now and then, from a thread that has time
/// ```
///
/// A worker only copies packets; lines are made by whoever drains. Where more has passed meanwhile than there is room for,
/// packets are left out, and counted.
public final class Tracer: Sendable {
  private let watcher: PacketWatcher

  /// - Parameters:
  ///   - summary: what is in a frame, in one line.
  ///   - say: gets lines such as `0.001250 near < 60 octets`, where `<` has come in and `>` is sent.
  public init(
    summary: @escaping @Sendable (Span<UInt8>) -> String, say: @escaping @Sendable (String) -> Void
  ) {
    watcher = PacketWatcher(isLossless: false, sink: Sink(summary, say))
  }

  /// A stage around the queue, whose packets are told. There may be any number of those.
  public func watching(
    _ queue: consuming DeviceQueue, name: String
  ) throws(DeviceError) -> DeviceQueue {
    DeviceQueue(try WatchedQueue(queue, watcher, name: name))
  }

  /// Says what has passed so far. From any thread.
  public func drain() { watcher.drain() }

  /// How many packets were left out.
  public var missedCount: UInt64 { watcher.missedCount }

  private final class Sink: PacketSink {
    private let summary: (Span<UInt8>) -> String
    private let say: (String) -> Void

    init(_ summary: @escaping (Span<UInt8>) -> String, _ say: @escaping (String) -> Void) {
      self.summary = summary
      self.say = say
    }

    func take(_ note: PacketNote, _ octets: Span<UInt8>) {
      let micros = note.time / 1000
      let fraction = String(micros % 1_000_000 + 1_000_000).dropFirst()
      let arrow = note.isTransmitted ? ">" : "<"
      say("\(micros / 1_000_000).\(fraction) \(note.queue) \(arrow) \(summary(octets))")
    }

    func finish() {}
  }
}
