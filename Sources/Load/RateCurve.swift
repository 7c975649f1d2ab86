import World

#if canImport(Glibc)
  import Glibc
#endif

/// How a rate changes with time, as a share of its peak: straight from point to point.
public struct RateCurve: Equatable, Sendable {
  /// A moment in nanoseconds since the beginning, and the share of the peak rate at that moment, 0 to 1.
  public struct Point: Equatable, Sendable {
    public var time: UInt64
    public var share: Double

    public init(time: UInt64, share: Double) {
      self.time = time
      self.share = share
    }
  }

  public let points: [Point]

  /// - Parameter points: the first at time 0, each of the others later than the one before it, or at the same time, where the
  ///   rate jumps; the last one ends the curve, later than 0.
  public init(_ points: [Point]) {
    precondition(points.first?.time == 0 && points.last.map { $0.time > 0 } == true)
    precondition(zip(points, points.dropFirst()).allSatisfy { $0.time <= $1.time }, "time goes on")
    precondition(points.allSatisfy { (0...1).contains($0.share) }, "shares are 0 to 1")
    self.points = points
  }

  /// Levels that hold for equally long, one after the other.
  public static func steps(_ shares: [Double], nanoseconds: UInt64) -> RateCurve {
    precondition(!shares.isEmpty && nanoseconds >= UInt64(shares.count))
    let bounds = (0...shares.count).map { nanoseconds / UInt64(shares.count) * UInt64($0) }
    return RateCurve(
      shares.enumerated().flatMap { index, share in
        [
          Point(time: bounds[index], share: share), Point(time: bounds[index + 1], share: share),
        ]
      })
  }

  /// A day: from its least share up to the peak, in the middle, and down again, as a cosine.
  public static func day(least: Double, nanoseconds: UInt64) -> RateCurve {
    let pieceCount = 48
    return RateCurve(
      (0...pieceCount).map { piece in
        let phase = 2 * Double.pi * Double(piece) / Double(pieceCount)
        let height = (1 - cos(phase)) / 2
        return Point(
          time: UInt64(Double(nanoseconds) * Double(piece) / Double(pieceCount)),
          share: min(least + (1 - least) * height, 1))
      })
  }

  /// When the curve ends, in nanoseconds since its beginning.
  public var duration: UInt64 { points[points.count - 1].time }

  /// The share at a moment in nanoseconds since the beginning; 0 once the curve has ended.
  public func share(at time: UInt64) -> Double {
    guard time < duration, let next = firstPoint(after: time) else { return 0 }
    let (from, to) = (points[next - 1], points[next])
    let way = Double(time - from.time) / Double(to.time - from.time)
    return from.share + (to.share - from.share) * way
  }

  /// By bisection: it is asked for each request.
  private func firstPoint(after time: UInt64) -> Int? {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low < points.count ? low : nil
  }

  /// The mean of the share from one moment to a later one.
  public func meanShare(from begin: UInt64, to end: UInt64) -> Double {
    precondition(begin < end)
    var area = 0.0
    for (from, to) in zip(points, points.dropFirst()) {
      let (first, last) = (max(from.time, begin), min(to.time, end))
      guard first < last else { continue }
      let slope = (to.share - from.share) / Double(to.time - from.time)
      let middle = (Double(first - from.time) + Double(last - from.time)) / 2
      area += (from.share + slope * middle) * Double(last - first)
    }
    return area / Double(end - begin)
  }
}

/// The requests of a workload whose rate changes with time, in the order of their arrival, until the curve ends: a Poisson
/// process of the peak rate, thinned out. Each candidate stays with the probability that the curve says (Lewis and Shedler 1979), so
/// that what is left is a Poisson process of the curve's rate.
public struct VaryingRequests: Sequence, IteratorProtocol, Sendable {
  private let curve: RateCurve
  private let begin: UInt64
  private var candidates: RequestGenerator
  private var choices: RandomSource
  private var sequence: UInt32 = 0

  /// - Parameters:
  ///   - peak: arrives as a Poisson process.
  ///   - begin: when the curve begins, in nanoseconds.
  public init(peak: Workload, _ curve: RateCurve, seed: UInt64, begin: UInt64 = 0) {
    precondition(
      peak.arrivals == .poisson, "only Poisson processes stay what they are, thinned out")
    self.curve = curve
    self.begin = begin
    candidates = RequestGenerator(peak, seed: seed, begin: begin)
    var seeds = RandomSource(seed: ~seed)
    choices = RandomSource(seed: seeds.next())
  }

  public mutating func next() -> Request? {
    while var request = candidates.next(), request.arrival - begin < curve.duration {
      let share = curve.share(at: request.arrival - begin)
      guard Double.random(in: 0..<1, using: &choices) < share else { continue }
      request.sequence = sequence
      sequence &+= 1
      return request
    }
    return nil
  }
}
