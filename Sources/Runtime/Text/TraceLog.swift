import CBaton
import Maps
import Synchronization

/// What programs write with `bpf_trace_printk`: lines of all workers in one ring buffer, which whoever is
/// interested reads from time to time. A line that finds no room is lost, and counted.
@safe
final class TraceLog: Sendable {
  private let ring: Map
  private let lost = Atomic<UInt64>(0)

  /// Before the text of each record.
  private struct Head: BitwiseCopyable {
    var time: UInt64
    var worker: UInt64
  }

  private static let byteCount: UInt32 = 256 << 10
  /// As in Linux (`MAX_BPRINTF_BUF`).
  static let lineByteCountMax = 1024

  init(epochs: Epochs) throws(MapError) {
    ring = try Map(
      MapSpec(type: MapType.ring.rawValue, keySize: 0, valueSize: 0, maxEntries: Self.byteCount),
      seed: 0, epochs: epochs)
  }

  /// Adds a line; called by workers, while programs run.
  func append(_ text: UnsafeRawBufferPointer, worker: UInt32, time: UInt64) {
    let headByteCount = MemoryLayout<Head>.size
    guard
      let record = unsafe MapOperations.reserve(
        ring.address, UInt64(headByteCount + text.count), 0)
    else {
      lost.add(1, ordering: .relaxed)
      return
    }
    // Sound: the record has room for both, and begins at a multiple of eight bytes.
    unsafe record.storeBytes(of: Head(time: time, worker: UInt64(worker)), as: Head.self)
    if let start = text.baseAddress {
      unsafe (record + headByteCount).copyMemory(from: start, byteCount: text.count)
    }
    unsafe MapOperations.submit(record, 0)
  }

  /// Takes out the lines so far.
  func take(_ body: (TraceLine) -> Void) {
    _ = ring.consumeRecords { record in
      let bytes = unsafe record.bytes
      // Sound: `append` put a head there, and any bytes are one.
      let head = unsafe bytes.unsafeLoad(as: Head.self)
      let text = (MemoryLayout<Head>.size..<record.count).map { record[$0] }
      body(
        TraceLine(
          worker: Int(head.worker), nanoseconds: head.time,
          text: String(decoding: text, as: UTF8.self)))
    }
  }

  /// Lines that found no room so far.
  var lostCount: UInt64 { lost.load(ordering: .relaxed) }
}

/// A line that a program wrote with `bpf_trace_printk`.
public struct TraceLine: Equatable, Sendable {
  public var worker: Int
  /// Of the world's clock.
  public var nanoseconds: UInt64
  public var text: String
}
