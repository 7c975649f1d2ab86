import Maps
import Runtime
import Testing

extension Instance {
  /// Sends frames to a worker, in order, and hands out what has come back from each once all of them have ended. As many
  /// as there are chunks for wherever they go.
  func exchange(
    _ frames: [[UInt8]], with worker: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [[[UInt8]]] {
    let (before, sentBefore) = (counters, sentCount)
    var answers = [[[UInt8]]](repeating: [], count: workerCount)
    var next = 0
    let isDone = advance {
      while next < frames.count, peers[worker].offer(frames[next]) { next += 1 }
      for (index, peer) in peers.enumerated() {
        peer.collect { octets in answers[index].append((0..<octets.count).map { octets[$0] }) }
      }
      let counters = self.counters
      let begun = sentCount - sentBefore + counters.copied - before.copied
      return next == frames.count && counters.endedCount - before.endedCount == begun
        && answers.reduce(0) { $0 + UInt64($1.count) } == counters.transmitted - before.transmitted
    }
    #expect(isDone, "\(counters)", sourceLocation: sourceLocation)
    return answers
  }

  /// The same of an instance of one worker, for any number of frames.
  func exchange(
    _ frames: [[UInt8]], sourceLocation: SourceLocation = #_sourceLocation
  ) -> [[UInt8]] {
    exchange(frames, with: 0, sourceLocation: sourceLocation)[0]
  }

  /// A map that the programs must have.
  func map(_ name: String) -> Map {
    guard let map = unit.map(named: name) else { preconditionFailure("there is a map \(name)") }
    return map
  }

  /// The values of a map of 64-bit numbers for each worker, by index; they are added up.
  func numbers(in name: String) -> [UInt64] {
    (0..<map(name).spec.maxEntries).map { index in
      let octets = map(name).value(forKey: littleEndian(index)) ?? []
      return (0..<octets.count / 8).reduce(0) { sum, worker in
        sum + (0..<8).reduce(0) { $0 | UInt64(octets[8 * worker + $1]) << UInt64(8 * $1) }
      }
    }
  }
}

/// A number as programs keep it.
func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// A number as it is on the wire.
func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] { littleEndian(number).reversed() }
