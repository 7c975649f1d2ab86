import Synchronization
import Wire

/// Writes the packets that pass through queues to a capture file, in nanoseconds.
///
/// ```swift
/// let writer = try PcapWriter(path: "all.pcap")
/// var queue = try writer.watching(DeviceQueue(link.openQueue(0, at: .near, poolID: 0)), name: "near")
/// …
/// writer.drain()   // now and then, from a thread that has time
/// ```
///
/// What passed is written with each ``drain()``, and when a queue is closed; by the worker itself where more has passed
/// meanwhile than there is room for, so that nothing is missing. Records are written whole: whatever happens to the process,
/// the file can be read up to the last one that was. Packets of one queue are in their order, those of several about so.
public final class PcapWriter: Sendable {
  public let path: String
  private let watcher: PacketWatcher
  private let failure = Failure()

  /// Creates the file, or empties it.
  ///
  /// - Parameter epoch: the zero of the world's clock, in nanoseconds of the Unix epoch.
  public init(path: String, epoch: UInt64 = 0) throws(DeviceError) {
    self.path = path
    let file = try CaptureFileWriter(path: path)
    watcher = PacketWatcher(isLossless: true, sink: Sink(file: file, epoch: epoch, failure))
  }

  /// A stage around the queue, whose packets are written. There may be any number of those.
  public func watching(
    _ queue: consuming DeviceQueue, name: String, _ directions: WatchedDirections = .both
  ) throws(DeviceError) -> DeviceQueue {
    DeviceQueue(try WatchedQueue(queue, watcher, name: name, directions))
  }

  /// Writes what has passed so far. From any thread.
  public func drain() { watcher.drain() }

  /// Why nothing more is written, if that is so: what has passed since is missing in the file.
  public var error: Errno? {
    let number = failure.number.load(ordering: .relaxed)
    return number == 0 ? nil : Errno(number)
  }

  private final class Failure: Sendable {
    let number = Atomic<Int32>(0)
  }

  private final class Sink: PacketSink {
    private let file: CaptureFileWriter
    private let epoch: UInt64
    private let failure: Failure

    init(file: CaptureFileWriter, epoch: UInt64, _ failure: Failure) {
      self.file = file
      self.epoch = epoch
      self.failure = failure
    }

    func take(_ note: PacketNote, _ octets: Span<UInt8>) {
      file.append(octets, nanoseconds: note.time &+ epoch)
    }

    func finish() {
      file.flush()
      if let error = file.error { failure.number.store(error.number, ordering: .relaxed) }
    }
  }
}
