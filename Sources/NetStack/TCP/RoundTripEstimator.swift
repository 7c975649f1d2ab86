/// The smoothed round-trip time of a connection, and the retransmission timeout that follows from it (RFC 6298). Times in
/// nanoseconds.
struct RoundTripEstimator: Sendable, BitwiseCopyable {
  /// SRTT; nil before the first measurement.
  private(set) var smoothed: UInt64?
  /// RTTVAR.
  private(set) var variation: UInt64 = 0
  /// How often the timeout was doubled since something new was acknowledged.
  private(set) var backoffs: UInt32 = 0
  private let limits: Limits

  struct Limits: Sendable, BitwiseCopyable {
    var initial: UInt64
    var minimum: UInt64
    var maximum: UInt64
  }

  init(_ limits: Limits) { self.limits = limits }

  /// The clock granularity G of the RFC: our wheel's, rounded up.
  private static let granularity: UInt64 = 1_000_000

  /// Of a segment that was sent once, or that its timestamp tells apart (RFC 6298 §3).
  mutating func note(_ time: UInt64) {
    guard let old = smoothed else {
      smoothed = time
      variation = time / 2
      return
    }
    let difference = old > time ? old - time : time - old
    variation = (3 * variation + difference) / 4
    smoothed = (7 * old + time) / 8
  }

  mutating func backOff() { if backoffs < 32 { backoffs += 1 } }

  /// Something new was acknowledged.
  mutating func resetBackoff() { backoffs = 0 }

  /// Nothing was answered to a SYN for long: what is measured next is no continuation (RFC 6298 §5.7).
  mutating func forget() { smoothed = nil }

  /// RTO.
  var timeout: UInt64 {
    let base =
      smoothed.map { $0 + max(Self.granularity, 4 * variation) } ?? limits.initial
    let bounded = min(max(base, limits.minimum), limits.maximum)
    // 2⁻³² of what a number holds.
    guard backoffs < 32, bounded <= limits.maximum >> UInt64(backoffs) else {
      return limits.maximum
    }
    return bounded << UInt64(backoffs)
  }
}
