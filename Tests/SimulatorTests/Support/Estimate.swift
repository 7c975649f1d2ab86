/// A mean in the long run, estimated with a control variate: what an ideal server makes of the very same requests, whose
/// mean is known by a closed form.
///
/// What chance does to arrivals and service times, it does to both alike. So their difference, which is all that is
/// estimated, varies little, and few requests are enough. Its own variance is taken from the means of batches, as requests
/// that follow each other are not independent.
struct Estimate: CustomStringConvertible {
  /// What is known, and was to come out.
  let expected: Double
  let mean: Double
  /// Of the interval that holds the mean with a probability of 95 %.
  let halfWidth: Double

  private static let batchCount = 20
  /// Student's t, two-sided, of 19 degrees of freedom.
  private static let quantile = 2.093

  /// - Parameters:
  ///   - values: one for each request, in the order of arrival; the first tenth is left out, as all begin empty.
  ///   - ideals: the same of the ideal server.
  ///   - expected: the ideal server's mean in the long run.
  init(_ values: [Double], ideals: [Double], expected: Double) {
    precondition(values.count == ideals.count && values.count >= 10 * Self.batchCount)
    let differences = zip(values, ideals).map { $0 - $1 }.dropFirst(values.count / 10)
    let length = differences.count / Self.batchCount
    let means = (0..<Self.batchCount).map { batch in
      let start = differences.startIndex + batch * length
      return differences[start..<start + length].reduce(0, +) / Double(length)
    }
    let difference = means.reduce(0, +) / Double(means.count)
    let variance =
      means.reduce(0) { $0 + ($1 - difference) * ($1 - difference) } / Double(means.count - 1)
    self.expected = expected
    mean = expected + difference
    halfWidth = Self.quantile * (variance / Double(means.count)).squareRoot()
  }

  /// How far off the mean is, and how wide the interval, in relation to what was to come out.
  var error: Double { (mean - expected) / expected }
  var relativeHalfWidth: Double { halfWidth / expected }

  /// Within 3 %, and known to 1 %.
  var isRight: Bool { abs(error) <= 0.03 && relativeHalfWidth <= 0.01 }

  var description: String {
    "\(mean.rounded()) ± \(halfWidth.rounded()), expected \(expected.rounded()): "
      + "\((error * 10_000).rounded() / 100) % off, ± \((relativeHalfWidth * 10_000).rounded() / 100) %"
  }
}
