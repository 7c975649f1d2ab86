/// The smoothed round-trip time of a connection, and the retransmission timeout that follows from it (RFC 6298). Times in
/// nanoseconds.
struct RoundTripEstimator: Sendable, BitwiseCopyable {
  /// SRTT; nil before the first measurement.
  private(set) var smoothed: UInt64?
  /// RTTVAR.
  private(set) var variation: UInt64 = 0
  /// How often the timeout was doubled since the last measurement.
  private(set) var backoffs: UInt32 = 0
  private let limits: Limits
  /// The timeout before there is any measurement.
  private var first: UInt64

  struct Limits: Sendable, BitwiseCopyable {
    var initial: UInt64
    var minimum: UInt64
    var maximum: UInt64
  }

  init(_ limits: Limits) {
    self.limits = limits
    first = limits.initial
  }

  /// The clock granularity G of the RFC: our wheel's, rounded up.
  private static let granularity: UInt64 = 1_000_000

  /// Of a segment that was sent once, or that its timestamp tells apart (RFC 6298 §3).
  ///
  /// Only this ends a back-off (RFC 6298 §5.5, Karn): an acknowledgement of what was sent twice may be of the first one, and
  /// says nothing of whether the timeout was too short.
  mutating func note(_ time: UInt64) {
    backoffs = 0
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

  /// The peer answers probes: that there was no room says nothing of the path.
  mutating func resetBackoff() { backoffs = 0 }

  /// Nothing was answered to a SYN for a whole timeout: data begins with three seconds at least (RFC 6298 §5.7).
  mutating func forgetAfterLostSynchronization() {
    (smoothed, backoffs) = (nil, 0)
    first = max(first, Self.timeoutAfterLostSynchronization)
  }

  private static let timeoutAfterLostSynchronization: UInt64 = 3_000_000_000

  /// RTO.
  @inline(__always)
  var timeout: UInt64 {
    let base =
      smoothed.map { $0 + max(Self.granularity, 4 * variation) } ?? first
    let bounded = min(max(base, limits.minimum), limits.maximum)
    guard backoffs < 32, bounded <= limits.maximum >> UInt64(backoffs) else {
      return limits.maximum
    }
    return bounded << UInt64(backoffs)
  }
}
