#if canImport(Glibc)
  import Glibc
#endif

/// How much a connection may have on the way, by what was acknowledged and lost: NewReno (RFC 5681) or CUBIC (RFC 9438).
/// All sizes are octets, times nanoseconds.
struct CongestionController: Sendable, BitwiseCopyable {
  private(set) var window: Int
  private(set) var slowStartThreshold = Int.max
  var segmentSize: Int {
    didSet { window = max(window, segmentSize) }
  }
  private let algorithm: TCPConfiguration.CongestionAlgorithm

  /// What of an acknowledgement did not make a whole step yet (RFC 5681 §3.1, RFC 3465).
  private var acknowledgedOctets = 0
  private var cubic = Cubic()

  /// CUBIC's constants (RFC 9438 §4.1, §4.6).
  private static let beta = 0.7
  private static let scale = 0.4

  private struct Cubic: Sendable, BitwiseCopyable {
    /// W_max and cwnd_prior of the RFC, in segments.
    var maximum = 0.0
    var prior = 0.0
    /// When this stage of congestion avoidance began; nil: it has not.
    var epoch: UInt64?
    /// K: after how many seconds the curve reaches W_max.
    var period = 0.0
    /// W_est, in segments.
    var estimate = 0.0
  }

  init(_ configuration: TCPConfiguration, segmentSize: Int) {
    algorithm = configuration.congestion
    self.segmentSize = segmentSize
    window = Self.initialWindow(configuration, segmentSize)
  }

  /// RFC 6928 §2.
  private static func initialWindow(_ configuration: TCPConfiguration, _ segmentSize: Int) -> Int {
    let segments = configuration.initialWindowSegments
    return min(segments * segmentSize, max(2 * segmentSize, segments * 1460))
  }

  var isInSlowStart: Bool { window < slowStartThreshold }

  /// New data was acknowledged outside of recovery, and the window was in use.
  mutating func acknowledged(
    _ octets: Int, roundTrip: UInt64, isAfterTimeout: Bool, at now: UInt64
  ) {
    if isInSlowStart {
      // RFC 9406 §4.2 for who does not pace: an acknowledgement of many segments, as batches bring, counts for eight. After a
      // timeout it is of what had arrived before, and counts for one (RFC 3465 §2.3).
      let most = (isAfterTimeout ? 1 : 8) * segmentSize
      window = min(window + min(octets, most), slowStartThreshold)
      return
    }
    switch algorithm {
    case .newReno: grow(by: octets)
    case .cubic: growAlongCurve(octets, roundTrip: roundTrip, at: now)
    }
  }

  /// A segment for each window that is acknowledged.
  private mutating func grow(by octets: Int) {
    acknowledgedOctets += octets
    guard acknowledgedOctets >= window else { return }
    acknowledgedOctets -= window
    window += segmentSize
  }

  private mutating func growAlongCurve(_ octets: Int, roundTrip: UInt64, at now: UInt64) {
    let current = Double(window) / Double(segmentSize)
    if cubic.epoch == nil { beginEpoch(current, at: now) }
    let time = Double(now - (cubic.epoch ?? now)) / 1e9
    let segments = Double(octets) / Double(segmentSize)
    // RFC 9438 §4.3: as fast as Reno would, first with a smaller step.
    let alpha =
      cubic.estimate >= cubic.prior ? 1 : 3 * (1 - Self.beta) / (1 + Self.beta)
    cubic.estimate += alpha * segments / current
    // Where the curve will be in a round trip, but not more than half as much again (§4.2).
    let curve = Self.curve(time + Double(roundTrip) / 1e9, cubic)
    let target = min(max(curve, current), 1.5 * current)
    if Self.curve(time, cubic) < cubic.estimate {
      window = max(window, Int(cubic.estimate * Double(segmentSize)))
    } else {
      window += Int((target - current) / current * Double(octets))
    }
  }

  private mutating func beginEpoch(_ current: Double, at now: UInt64) {
    cubic.epoch = now
    cubic.estimate = current
    if cubic.maximum <= current {
      cubic.maximum = current
      cubic.period = 0
    } else {
      cubic.period = cbrt((cubic.maximum - current) / Self.scale)
    }
  }

  private static func curve(_ time: Double, _ cubic: Cubic) -> Double {
    let distance = time - cubic.period
    return scale * distance * distance * distance + cubic.maximum
  }

  /// A segment was lost, of as much as was on the way.
  mutating func enterRecovery(flight: Int) {
    reduceThreshold(flight: flight)
    window = slowStartThreshold
  }

  /// Nothing is known to have arrived for a whole timeout. Where that comes again before anything was acknowledged, the
  /// threshold stays (RFC 5681 §3.1).
  mutating func timedOut(flight: Int, isFirst: Bool) {
    if isFirst { reduceThreshold(flight: flight) }
    window = segmentSize
    acknowledgedOctets = 0
  }

  private mutating func reduceThreshold(flight: Int) {
    acknowledgedOctets = 0
    let least = 2 * segmentSize
    switch algorithm {
    case .newReno: slowStartThreshold = max(flight / 2, least)
    case .cubic:
      let current = Double(window) / Double(segmentSize)
      // Fast convergence (RFC 9438 §4.7): who has less than before leaves room to others.
      cubic.maximum = current < cubic.maximum ? current * (1 + Self.beta) / 2 : current
      cubic.prior = current
      cubic.epoch = nil
      slowStartThreshold = max(Int(Self.beta * Double(flight)), least)
    }
  }

  /// Without SACK, the window grows while duplicates say that segments have left the network (RFC 5681 §3.2).
  mutating func inflate(by octets: Int) { window += octets }

  /// Part of what was on the way is acknowledged, without SACK (RFC 6582 §3.2).
  mutating func deflate(by octets: Int) {
    window = max(window - octets, 0)
    if octets >= segmentSize { window += segmentSize }
    window = max(window, segmentSize)
  }

  mutating func leaveRecovery(flight: Int) {
    window = min(slowStartThreshold, max(flight, segmentSize) + segmentSize)
    cubic.epoch = nil
  }

  /// A SYN, or the answer to one, was lost (RFC 6928 §2).
  mutating func restartAfterLostSynchronization() { window = segmentSize }

  /// Nothing was sent for longer than a timeout: what was known is old (RFC 5681 §4.1).
  mutating func restart(_ configuration: TCPConfiguration) {
    window = min(window, Self.initialWindow(configuration, segmentSize))
    cubic.epoch = nil
  }
}
