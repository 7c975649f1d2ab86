import Wire

/// A TCP connection: RFC 9293's transmission control block, and all that is decided by it. It keeps no data, reads no
/// clock and sends nothing by itself: segments, times and what the user does come in; what is to be kept and what is to be
/// sent come out. Times are nanoseconds of any clock that only goes forward.
///
/// After anything that came in, `nextTransmission` is called until it has nothing more to send, and `deadline` says when
/// `fire` is to be called at the latest.
public struct TCPConnection: Sendable, BitwiseCopyable {
  /// RFC 9293 §3.3.2. Who listens has no connection yet.
  public enum State: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case closed, synSent, synReceived, established, finWait1, finWait2, closeWait, closing, lastAck,
      timeWait
  }

  /// Why a connection is over.
  public enum End: UInt8, Sendable, BitwiseCopyable {
    /// Both sides have closed it.
    case finished
    /// The peer has reset it.
    case reset
    /// The peer has reset it before it was established.
    case refused
    /// Nothing was answered for too long.
    case timedOut
    /// The user has aborted it.
    case aborted
    /// The network says that there is no way to the peer.
    case unreachable
  }

  public internal(set) var state: State
  public internal(set) var end: End?
  public let configuration: TCPConfiguration
  let isPassive: Bool

  // MARK: What we send

  /// ISS.
  let initialSequence: SequenceNumber
  /// SND.UNA: the first octet that is not acknowledged.
  var unacknowledged: SequenceNumber
  /// SND.NXT: what is sent next. Goes back where a timeout has all be sent again.
  var next: SequenceNumber
  /// Behind all that was ever sent.
  var highest: SequenceNumber
  /// Behind all that the user has written: where FIN is.
  var written: SequenceNumber
  /// The user writes nothing more.
  var isClosing = false
  /// Nobody reads any more, either.
  var isAbandoned = false
  /// Small segments wait for acknowledgements.
  var usesNagle: Bool
  /// SND.WND, in octets.
  var sendWindow = 0
  /// The largest one that the peer ever offered.
  var sendWindowMax = 0
  /// SND.WL1 and SND.WL2: of which segment the window is.
  var windowSequence = SequenceNumber(0)
  var windowAcknowledgment = SequenceNumber(0)
  /// By how many bits the peer's windows are shifted (RFC 7323 §2).
  public internal(set) var sendShift: UInt8 = 0
  /// What the peer takes in a segment, with its options.
  public internal(set) var segmentSize: Int
  var roundTrip: RoundTripEstimator
  var congestion: CongestionController
  /// A segment whose way there and back is measured, where timestamps don't.
  var timedSequence: SequenceNumber?
  var timedAt: UInt64 = 0
  var recovery = LossRecovery()
  /// When something was sent last.
  var lastSent: UInt64 = 0

  // MARK: What we receive

  /// IRS.
  var peerInitialSequence = SequenceNumber(0)
  /// RCV.NXT: all before it has arrived.
  var expected = SequenceNumber(0)
  /// Behind the window that was offered last.
  var windowEnd = SequenceNumber(0)
  /// How many octets more can be kept.
  public var receiveRoom: Int
  var receiveShift: UInt8 = 0
  /// What has arrived beyond a gap.
  var early = SequenceRanges()
  /// Where what has arrived early last lies, which is told first (RFC 2018 §4).
  var latestEarly = SequenceNumber(0)
  /// Where the peer's FIN is, once it has arrived, be it early.
  var finish: SequenceNumber?
  /// How many octets have arrived that are not acknowledged yet.
  var unansweredOctets = 0
  var mustAcknowledge = false
  /// The largest segment that has arrived.
  var receivedSegmentMax = 536

  // MARK: Options

  var sendsSACK = false
  var sendsTimestamps = false
  /// TS.Recent, and when it was taken.
  var recentTimestamp: UInt32 = 0
  var recentTimestampAt: UInt64 = 0
  /// Last.ACK.sent.
  var lastAcknowledged = SequenceNumber(0)
  /// What our clock is ahead by, so that connections tell nothing of each other (RFC 7323 §7.1).
  let timestampOffset: UInt32

  // MARK: Timers; never: UInt64.max

  var retransmitAt = UInt64.max
  var probeAt = UInt64.max
  var acknowledgeAt = UInt64.max
  var keepAliveAt = UInt64.max
  /// The end of TIME-WAIT, or of FIN-WAIT-2.
  var closeAt = UInt64.max
  /// Timeouts in a row.
  var timeoutCount: UInt32 = 0
  var unansweredProbes: UInt32 = 0
  /// The network has said, not for certain, that there is no way to a peer that has not answered yet.
  var hasNoWay = false

  // MARK: What is to be sent

  var mustSynchronize = false
  var mustProbe = false
  /// A reset, and with which number.
  var resetSequence: SequenceNumber?
  /// Answers to segments that don't belong to it (RFC 5961 §7).
  var challenges = RateLimit(perSecond: 10)

  init(
    state: State, isPassive: Bool, initialSequence: SequenceNumber, timestampOffset: UInt32,
    _ configuration: TCPConfiguration
  ) {
    self.state = state
    self.isPassive = isPassive
    self.configuration = configuration
    usesNagle = configuration.usesNagle
    self.initialSequence = initialSequence
    self.timestampOffset = timestampOffset
    unacknowledged = initialSequence
    next = initialSequence
    highest = initialSequence
    written = initialSequence + 1
    // Without another word from the peer.
    segmentSize = Int(configuration.assumedSegmentSize)
    receiveRoom = configuration.receiveBufferByteCount
    roundTrip = RoundTripEstimator(
      RoundTripEstimator.Limits(
        initial: configuration.initialTimeout, minimum: configuration.minimumTimeout,
        maximum: configuration.maximumTimeout))
    congestion = CongestionController(configuration, segmentSize: segmentSize)
    receiveShift = configuration.usesWindowScaling ? Self.shift(for: configuration) : 0
  }

  /// The smallest shift with which the whole buffer can be offered (RFC 7323 §2.3).
  private static func shift(for configuration: TCPConfiguration) -> UInt8 {
    var shift: UInt8 = 0
    while shift < TCPOptions.windowShiftMax,
      configuration.receiveBufferByteCount >> Int(shift) > 0xffff
    {
      shift += 1
    }
    return shift
  }

  /// What our timestamps count: milliseconds (RFC 7323 §5.4).
  @inline(__always)
  func timestamp(at now: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: now / 1_000_000) &+ timestampOffset
  }

  /// When `fire` is to be called at the latest; never: `UInt64.max`.
  @inline(__always)
  public var deadline: UInt64 {
    min(min(retransmitAt, probeAt), min(acknowledgeAt, min(keepAliveAt, closeAt)))
  }

  /// What is on the way: sent, and not acknowledged.
  @inline(__always)
  var flight: Int { next - unacknowledged }

  /// Whether our FIN is acknowledged.
  @inline(__always)
  var isFinishAcknowledged: Bool { isClosing && unacknowledged > written }

  /// The connection is over.
  mutating func finish(_ reason: End) {
    state = .closed
    if end == nil { end = reason }
    stopTimers()
    (mustSynchronize, mustProbe, mustAcknowledge) = (false, false, false)
  }

  mutating func stopTimers() {
    (retransmitAt, probeAt, acknowledgeAt, keepAliveAt, closeAt) = (.max, .max, .max, .max, .max)
  }
}
