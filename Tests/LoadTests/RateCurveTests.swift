import Load
import Testing

/// Rates that change with time, and requests that arrive at them.
@Suite struct RateCurveTests {
  private static let peak = Workload(
    arrivals: .poisson, ratePerSecond: 1_000_000,
    classes: [TrafficClass(share: 3, service: .fixed(10)), TrafficClass(service: .fixed(20))])

  private static let curves: [RateCurve] = [
    .day(least: 0.05, nanoseconds: 400_000_000),
    .steps([0.1, 1, 0, 0.5], nanoseconds: 400_000_000),
    RateCurve([
      .init(time: 0, share: 0), .init(time: 100_000_000, share: 1),
      .init(time: 100_000_000, share: 0.2), .init(time: 400_000_000, share: 0.9),
    ]),
  ]

  @Test func sharesLieOnTheLinesBetweenPoints() {
    let curve = Self.curves[2]
    for (time, share) in [
      (0, 0), (25_000_000, 0.25), (99_000_000, 0.99), (100_000_000, 0.2), (250_000_000, 0.55),
      (400_000_000, 0), (500_000_000, 0), (.max, 0),
    ] as [(UInt64, Double)] {
      #expect(abs(curve.share(at: time) - share) < 1e-9, "\(time): \(curve.share(at: time))")
    }
    #expect(curve.duration == 400_000_000)
  }

  @Test func aDayBeginsAndEndsAtItsLeastAndHasItsPeakInTheMiddle() {
    let day = RateCurve.day(least: 0.2, nanoseconds: 1_000_000)
    #expect(abs(day.share(at: 0) - 0.2) < 1e-9 && abs(day.share(at: 999_999) - 0.2) < 1e-3)
    #expect(day.share(at: 500_000) == 1)
    for time in stride(from: UInt64(0), to: 500_000, by: 10_000) {
      #expect(day.share(at: time) < day.share(at: time + 10_000))
      #expect(abs(day.share(at: time) - day.share(at: 1_000_000 - 1 - time)) < 1e-3)
    }
  }

  @Test func stepsAreLevel() {
    let steps = RateCurve.steps([0.25, 1, 0.5], nanoseconds: 300)
    #expect((0..<100).allSatisfy { steps.share(at: $0) == 0.25 })
    #expect((100..<200).allSatisfy { steps.share(at: $0) == 1 })
    #expect((200..<300).allSatisfy { steps.share(at: $0) == 0.5 })
  }

  @Test func meansAreThoseOfManyMoments() {
    for curve in Self.curves {
      for (begin, end) in [(0, 400_000_000), (37_000_000, 141_000_000)] as [(UInt64, UInt64)] {
        let moments = stride(from: begin, to: end, by: 10_000).map { curve.share(at: $0 + 5_000) }
        let mean = moments.reduce(0, +) / Double(moments.count)
        #expect(abs(curve.meanShare(from: begin, to: end) - mean) < 1e-4)
      }
    }
  }

  /// In each piece of the time, as many as a Poisson process has: within six standard deviations of the mean, and neither
  /// closer to it all in all, nor further away, than chance has it.
  @Test(arguments: curves.indices)
  func requestsArriveAtTheCurvesRate(_ index: Int) {
    let curve = Self.curves[index]
    let requests = Array(VaryingRequests(peak: Self.peak, curve, seed: 11, begin: 5_000))
    let length: UInt64 = 2_000_000
    var counts = Array(repeating: 0, count: Int(curve.duration / length))
    for request in requests { counts[Int((request.arrival - 5_000) / length)] += 1 }
    var (sum, count) = (0.0, 0)
    for (piece, arrived) in counts.enumerated() {
      let begin = UInt64(piece) * length
      let expected =
        curve.meanShare(from: begin, to: begin + length) * Self.peak.ratePerSecond
        * Double(length) / 1e9
      guard expected > 0 else {
        #expect(arrived == 0)
        continue
      }
      let deviation = (Double(arrived) - expected) / expected.squareRoot()
      #expect(abs(deviation) < 6, "piece \(piece): \(arrived), expected \(expected)")
      sum += deviation * deviation
      count += 1
    }
    // Chi squared, its mean and its standard deviation.
    #expect(abs(sum - Double(count)) < 6 * (2 * Double(count)).squareRoot(), "\(sum) \(count)")
  }

  @Test func requestsAreInOrderAndOfAllClasses() {
    let requests = Array(VaryingRequests(peak: Self.peak, Self.curves[0], seed: 3))
    #expect(requests.enumerated().allSatisfy { Int($1.sequence) == $0 })
    #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
    #expect(requests.allSatisfy { $0.arrival < Self.curves[0].duration })
    let short = requests.count { $0.classNumber == 0 }
    #expect((0.74...0.76).contains(Double(short) / Double(requests.count)))
    #expect(requests.allSatisfy { $0.service == ($0.classNumber == 0 ? 10 : 20) })
  }

  @Test func aSeedIsEnoughToHaveThemAgain() {
    func requests(_ seed: UInt64) -> [Request] {
      Array(VaryingRequests(peak: Self.peak, Self.curves[1], seed: seed))
    }
    #expect(requests(7) == requests(7))
    #expect(requests(7) != requests(8))
  }

  /// At a rate that does not change, nothing is taken away.
  @Test func aLevelCurveIsThePeak() {
    let level = RateCurve.steps([1], nanoseconds: 10_000_000)
    let requests = Array(VaryingRequests(peak: Self.peak, level, seed: 4, begin: 100))
    let plain = RequestGenerator(Self.peak, seed: 4, begin: 100).prefix(requests.count)
    #expect(requests.count > 9_000 && requests == Array(plain))
  }
}
