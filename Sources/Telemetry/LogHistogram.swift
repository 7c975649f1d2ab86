/// How many values there were of each order of magnitude.
///
/// A value `v` is counted at the place of its highest bit: place `n` is for 2^n up to 2^(n + 1) − 1, and the first one
/// for 0, too. Adding takes a few instructions, and a worker can do it in memory that others read.
public struct LogHistogram: Equatable, Codable, Sendable {
  public static let placeCount = 64

  /// By place.
  public private(set) var counts: [UInt64]

  public init() { counts = Array(repeating: 0, count: Self.placeCount) }

  /// - Parameter counts: one for each place.
  public init(counts: [UInt64]) {
    precondition(counts.count == Self.placeCount, "one count for each place")
    self.counts = counts
  }

  public var count: UInt64 { counts.reduce(0, &+) }

  public static func place(of value: UInt64) -> Int {
    value == 0 ? 0 : UInt64.bitWidth - 1 - value.leadingZeroBitCount
  }

  /// The largest value that is counted at a place.
  public static func bound(ofPlace place: Int) -> UInt64 { UInt64.max >> UInt64(63 - place) }

  public mutating func add(_ value: UInt64, count: UInt64 = 1) {
    counts[Self.place(of: value)] += count
  }

  public static func += (sum: inout Self, other: Self) {
    for place in sum.counts.indices { sum.counts[place] += other.counts[place] }
  }

  /// What came since an earlier state of the same histogram.
  public func since(_ earlier: Self) -> Self {
    Self(counts: zip(counts, earlier.counts).map { $0 > $1 ? $0 - $1 : 0 })
  }

  /// A bound that `share` of the values, between 0 and 1, do not exceed, and at most twice too large; nil where there
  /// are none.
  public func bound(ofShare share: Double) -> UInt64? {
    let total = count
    guard total > 0 else { return nil }
    var left = max(1, (Double(total) * share).rounded(.up))
    for (place, count) in counts.enumerated() {
      left -= Double(count)
      if left <= 0 { return Self.bound(ofPlace: place) }
    }
    return Self.bound(ofPlace: Self.placeCount - 1)
  }
}
