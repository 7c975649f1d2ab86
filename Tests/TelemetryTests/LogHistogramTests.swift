import Telemetry
import Testing

@Suite struct LogHistogramTests {
  /// At every edge between two places.
  @Test func valuesLieWithinTheirPlaces() {
    #expect(LogHistogram.place(of: 0) == 0)
    for place in 0..<LogHistogram.placeCount {
      let bound = LogHistogram.bound(ofPlace: place)
      #expect(LogHistogram.place(of: bound) == place)
      #expect(LogHistogram.place(of: bound / 2 + 1) == place || place == 0)
      if bound < .max { #expect(LogHistogram.place(of: bound + 1) == place + 1) }
    }
  }

  /// Against sorted values: never below the true one, and less than twice of it.
  @Test func sharesAreBoundedFromAbove() throws {
    var random = SystemRandomNumberGenerator()
    let values = (0..<1000).map { _ in
      UInt64.random(in: 1...1 << Int.random(in: 1...40, using: &random), using: &random)
    }
    var histogram = LogHistogram()
    for value in values { histogram.add(value) }
    let sorted = values.sorted()
    for share in [0.0, 0.01, 0.5, 0.9, 0.99, 1] {
      let exact = sorted[max(0, Int((1000 * share).rounded(.up)) - 1)]
      let bound = try #require(histogram.bound(ofShare: share))
      #expect(bound >= exact && bound / 2 < exact, "\(share): \(bound), \(exact)")
    }
    #expect(LogHistogram().bound(ofShare: 0.5) == nil)
  }

  @Test func sumsAndDifferencesAreByPlace() {
    var (a, b) = (LogHistogram(), LogHistogram())
    a.add(5, count: 3)
    b.add(4)
    b.add(1 << 40)
    var sum = a
    sum += b
    #expect(sum.count == 5 && sum.counts[2] == 4 && sum.counts[40] == 1)
    #expect(sum.since(b) == a && b.since(sum).count == 0)
  }
}
