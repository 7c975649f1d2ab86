/// What is known of lost segments, with SACK (RFC 6675) or without (RFC 5681 §3.2, RFC 6582).
struct LossRecovery: Sendable, BitwiseCopyable {
  /// What the peer says it has, beyond what it acknowledges.
  var sacked = SequenceRanges()
  /// Duplicate acknowledgements in a row.
  var duplicates = 0
  /// RecoveryPoint: recovery is over once all before it is acknowledged; nil: there is none.
  var point: SequenceNumber?
  /// The same after a timeout, until when duplicates mean nothing.
  var timeoutPoint: SequenceNumber?
  /// HighRxt: all before it that was lost was sent again in this recovery.
  var repeated = SequenceNumber(0)
  /// The last segment was sent again in this recovery, just in case.
  var isRescued = false
  /// The first segment is to be sent again, whatever the window says.
  var mustRepeatFirst = false

  static let duplicateThreshold = 3

  /// Whether duplicates say that the first segment is lost.
  func isFirstLost(unacknowledged: SequenceNumber, segmentSize: Int) -> Bool {
    duplicates >= Self.duplicateThreshold
      || lossEdge(segmentSize: segmentSize).map { $0 > unacknowledged } ?? false
  }

  /// All before it that is not acknowledged one way or the other counts as lost (IsLost of RFC 6675 §4): as much has
  /// arrived behind it.
  func lossEdge(segmentSize: Int) -> SequenceNumber? {
    var octets = 0
    for index in (0..<sacked.count).reversed() {
      octets += sacked[index].count
      if sacked.count - index >= Self.duplicateThreshold
        || octets > (Self.duplicateThreshold - 1) * segmentSize
      {
        return sacked[index].start
      }
    }
    return nil
  }

  /// Forgets what is acknowledged. A peer that acknowledges up to where something begins that it said it has, and not that,
  /// has dropped it (RFC 2018 §8), and perhaps more: true, and nothing is known of what it has.
  mutating func forget(before acknowledgment: SequenceNumber) -> Bool {
    sacked.removeAll(before: acknowledgment)
    guard !sacked.isEmpty, sacked[0].start == acknowledgment else { return false }
    sacked.removeAll()
    return true
  }

  /// How many octets between two numbers the peer does not say it has.
  func missing(from start: SequenceNumber, to end: SequenceNumber) -> Int {
    guard start < end else { return 0 }
    return end - start - (sacked.octetCount(from: start) - sacked.octetCount(from: end))
  }

  /// Pipe of RFC 6675: how much is on the way.
  func pipe(from unacknowledged: SequenceNumber, to next: SequenceNumber, segmentSize: Int) -> Int {
    let edge = lossEdge(segmentSize: segmentSize) ?? unacknowledged
    let again = point == nil ? 0 : missing(from: unacknowledged, to: repeated)
    return missing(from: unacknowledged, to: next) - missing(from: unacknowledged, to: edge) + again
  }
}
