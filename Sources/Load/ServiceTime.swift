#if canImport(Glibc)
  import Glibc
#endif

/// How long requests take to serve, in nanoseconds.
public enum ServiceTime: Equatable, Sendable {
  case fixed(UInt64)
  case exponential(mean: Double)
  /// Long with a probability, else short.
  case bimodal(short: UInt64, long: UInt64, longShare: Double)

  /// The time of one request.
  public func draw(_ random: inout some RandomNumberGenerator) -> UInt64 {
    switch self {
    case .fixed(let time): time
    case .exponential(let mean): UInt64(drawExponential(mean: mean, &random).rounded())
    case .bimodal(let short, let long, let longShare):
      Double.random(in: 0..<1, using: &random) < longShare ? long : short
    }
  }

  /// The mean of the times' powers: of themselves for 1, of their squares for 2, and so on.
  public func moment(_ order: Int) -> Double {
    switch self {
    case .fixed(let time): power(Double(time), order)
    case .exponential(let mean): (1...order).reduce(1) { $0 * mean * Double($1) }
    case .bimodal(let short, let long, let longShare):
      (1 - longShare) * power(Double(short), order) + longShare * power(Double(long), order)
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

/// When requests arrive.
public enum ArrivalProcess: Equatable, Sendable {
  /// Each independently of all others.
  case poisson
  /// All at the same distance.
  case periodic

  /// How long after the last request the next one arrives.
  func gap(mean: Double, _ random: inout some RandomNumberGenerator) -> Double {
    switch self {
    case .poisson: drawExponential(mean: mean, &random)
    case .periodic: mean
    }
  }
}

private func drawExponential(mean: Double, _ random: inout some RandomNumberGenerator) -> Double {
  -mean * log(1 - Double.random(in: 0..<1, using: &random))
}
