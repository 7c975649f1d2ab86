/// What has become of requests, by class.
public struct LoadRecord {
  /// How long the server has had them.
  public private(set) var sojourns = (0..<RequestFrame.classCount).map { _ in Latencies() }
  /// How much longer that was than they take, in thousandths.
  public private(set) var slowdowns = (0..<RequestFrame.classCount).map { _ in Latencies() }
  /// How long they have waited to be begun.
  public private(set) var waits = (0..<RequestFrame.classCount).map { _ in Latencies() }

  /// Longer ones, in thousandths, count as that.
  private static let slowdownMost = 1e12

  public init() {}

  /// Answers of classes that there are not count nowhere.
  public mutating func add(_ answer: Answer) {
    guard sojourns.indices.contains(answer.request.classNumber) else { return }
    sojourns[answer.request.classNumber].record(answer.sojournNanoseconds)
    slowdowns[answer.request.classNumber].record(
      UInt64(min(answer.slowdown * 1000, Self.slowdownMost)))
    waits[answer.request.classNumber].record(answer.waitNanoseconds)
  }

  /// How much longer requests of all classes were with the server than they take: a percentile.
  public func slowdown(_ percentile: Double) -> Double {
    var all = Latencies()
    for slowdowns in slowdowns { all.add(slowdowns) }
    return Double(all.percentile(percentile)) / 1000
  }

  /// Of all classes.
  public var count: UInt64 { sojourns.reduce(0) { $0 + $1.count } }
}
