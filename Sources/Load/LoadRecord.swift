/// What has become of requests, by class.
public struct LoadRecord {
  /// How long the server has had them.
  public private(set) var sojourns = (0..<RequestFrame.classCount).map { _ in Latencies() }
  /// How long they have waited to be begun.
  public private(set) var waits = (0..<RequestFrame.classCount).map { _ in Latencies() }
  /// How much longer than they take to serve the server has had requests of any class, in thousandths: 1,000 for those that
  /// nothing kept.
  private var slowdowns = Latencies()

  public init() {}

  /// Answers of classes that there are not count nowhere.
  public mutating func add(_ answer: Answer) {
    guard sojourns.indices.contains(answer.request.classNumber) else { return }
    sojourns[answer.request.classNumber].record(answer.sojournNanoseconds)
    waits[answer.request.classNumber].record(answer.waitNanoseconds)
    slowdowns.record(UInt64(min(answer.slowdown * 1_000, 1e18)))
  }

  /// A percentile of slowdowns: 1 for requests that nothing kept.
  public func slowdown(_ percentile: Double) -> Double {
    Double(slowdowns.percentile(percentile)) / 1000
  }

  /// Of all classes.
  public var count: UInt64 { sojourns.reduce(0) { $0 + $1.count } }
}
