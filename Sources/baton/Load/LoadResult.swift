import Load
import Simulator

/// What has become of a load's requests.
struct LoadResult {
  private(set) var record = LoadRecord()
  /// Requests of whose time a tenth or more lies where the load's thread did not run.
  private(set) var inGaps = LoadRecord()
  private(set) var refusedCount: UInt64 = 0
  private(set) var openCount: UInt64 = 0
  var gaps = GapDetector(at: 0)
  /// How many cores, each of them a thread, the server had.
  var coreCount = 0
  private var firstBegun = UInt64.max
  private var lastEnded: UInt64 = 0
  private var servedCount = 0
  private let period: Range<UInt64>
  /// What requests take that were served while requests came, by class, in nanoseconds.
  private(set) var served = InlineArray<4, UInt64>(repeating: 0)

  /// Of requests that come in that time; where nobody asks what was served then, of any.
  init(during period: Range<UInt64> = 0..<UInt64.max) { self.period = period }

  /// Whether it lies in a gap.
  @discardableResult
  mutating func add(_ answer: Answer, _ gaps: GapDetector) -> Bool {
    if period.contains(answer.ended), served.indices.contains(answer.request.classNumber) {
      served[answer.request.classNumber] += answer.request.service
    }
    firstBegun = min(firstBegun, answer.begun)
    lastEnded = max(lastEnded, answer.ended)
    servedCount += 1
    let lost = gaps.lost(since: answer.request.arrival)
    let isLost = 10 * lost > answer.received - answer.request.arrival
    if isLost { inGaps.add(answer) } else { record.add(answer) }
    return isLost
  }

  mutating func finish(_ source: LoadSource) {
    refusedCount += source.refusedCount
    openCount += source.openCount
  }

  /// The same of a virtual run, whose requests may still be under way where it has run out of patience.
  mutating func finish(_ simulation: Simulation) {
    refusedCount += simulation.refusedCount
    openCount += simulation.sentCount - simulation.answeredCount
  }

  /// What one in a hundred requests of a class takes longer than, in microseconds.
  func p99(ofClass number: Int = 0) -> Double {
    Double(record.sojourns[number].percentile(99)) / 1000
  }

  /// How long the server has had for each request, from the first to the last: where it was never idle, what one takes.
  var nanosecondsPerRequest: Double {
    servedCount == 0 ? .nan : Double(lastEnded - firstBegun) / Double(servedCount)
  }

  var summary: String { summary(record.count, inGaps.count) }

  func summary(ofClass number: Int) -> String {
    summary(record.sojourns[number].count, inGaps.sojourns[number].count)
  }

  private func summary(_ count: UInt64, _ inGapsCount: UInt64) -> String {
    var text = "\(count) answered, \(inGapsCount) in \(gaps.gaps.count) gaps"
    if refusedCount + openCount > 0 { text += ", \(refusedCount + openCount) lost" }
    return text
  }
}
