import Devices
import Monitors
import Runtime

/// What was seen of one run.
struct Observation {
  /// By packet.
  var records: [Record]
  /// What came back from the device, by the number in the packet, each time.
  var answers: [Int: [[UInt8]]]
  var counters: WorkerCounters
  var tally: Tally
  var sentCount: Int
  /// Coroutines after the shut-down.
  var frameCount: Int
  /// Where packet memory is after the shut-down: of all queues, both ends.
  var chunkCounts: [ChunkCounts]
  var violations: [Violation]
  /// Whether nothing was left to do before the shut-down.
  var hasEnded: Bool
  /// Passes of safe points, where a plan counts them.
  var passCount = 0
  /// How often a coroutine went on elsewhere before the queue program that gave its handle away had returned.
  var windowCount = 0
  var turnCount = 0

  /// What a packet's coroutine has noted: `struct record` of the surroundings.
  struct Record: Equatable {
    var count: UInt64
    var waits: UInt64
    var ends: UInt64
    var notes: ArraySlice<UInt64>

    static let noteCountMax = 61

    init(octets: [UInt8]) {
      let words = stride(from: 0, to: octets.count, by: 8).map {
        UInt64(octets: octets[$0..<$0 + 8])
      }
      count = words[0]
      waits = words[1]
      ends = words[2]
      notes = words[3...].prefix(Int(min(words[0], UInt64(Self.noteCountMax))))
    }
  }

  /// What the surroundings' programs have counted, in the order of their `struct tally`.
  struct Tally: Equatable {
    var suspended: UInt64
    var refused: UInt64
    var destroyed: UInt64
    var moved: UInt64
    var guests: UInt64
    /// Of programs that are no coroutines.
    var throwCount: UInt64
    var stale: UInt64
    var odd: UInt64
    /// How often a data path broke a clause on purpose.
    var wrong: UInt64

    init(octets: [UInt8]) {
      let words = stride(from: 0, to: octets.count, by: 8).map {
        UInt64(octets: octets[$0..<$0 + 8])
      }
      (suspended, refused, destroyed) = (words[0], words[1], words[2])
      (moved, guests, throwCount) = (words[3], words[4], words[5])
      (stale, odd, wrong) = (words[6], words[7], words[8])
    }
  }
}
