/// What the user of a connection does.
///
/// A connection is a large value. Looks at it are inlined, here and elsewhere, as it would be copied for each call of them.
extension TCPConnection {
  /// One that was never opened.
  static let closed = {
    var connection = TCPConnection(
      state: .closed, isPassive: false, initialSequence: SequenceNumber(0), timestampOffset: 0,
      TCPConfiguration())
    connection.end = .finished
    return connection
  }()

  /// Whether the user may write.
  @inline(__always)
  public var canWrite: Bool {
    guard !isClosing else { return false }
    return state == .established || state == .closeWait || state == .synSent
      || state == .synReceived
  }

  /// How many octets the user may write now.
  @inline(__always)
  public var writeRoom: Int {
    canWrite ? max(configuration.sendBufferByteCount - (written - firstKept), 0) : 0
  }

  /// The first octet of ours that has to be kept.
  @inline(__always)
  public var firstKept: SequenceNumber { .max(unacknowledged, initialSequence + 1) }

  /// Behind the last octet that was written.
  @inline(__always)
  public var writtenEnd: SequenceNumber { written }

  /// What is read next, if all that has arrived was read.
  public var expectedSequence: SequenceNumber { expected }

  /// The first octet of text of the peer, once that has sent its SYN.
  var firstSequence: SequenceNumber { peerInitialSequence + 1 }

  /// Whether an octet is sent and not acknowledged, as what tells of errors has to name one (RFC 5927 §4.1).
  func hasOnTheWay(_ sequence: SequenceNumber) -> Bool {
    unacknowledged <= sequence && sequence < highest && state != .closed
  }

  /// The user has written so many octets, `writeRoom` at most.
  public mutating func write(_ count: Int) {
    precondition(count <= writeRoom, "\(count) octets were written, with room for \(writeRoom)")
    written += count
  }

  /// The user has read, and there is room again.
  public mutating func setReceiveRoom(_ room: Int) {
    receiveRoom = room
    let possible = possibleWindowEnd
    // RFC 9293 §3.8.6.2.2: half of the buffer, or two segments, are worth a word.
    let step = min(configuration.receiveBufferByteCount / 2, 2 * receivedSegmentMax)
    switch state {
    case .synReceived where highest == initialSequence:
      // Nothing was offered yet.
      windowEnd = expected + min(room, 0xffff)
    case .established, .finWait1, .finWait2:
      if possible - windowEnd >= step { mustAcknowledge = true }
    default: break
    }
  }

  /// How much may be on the way at once, as the path and the peer's window are now.
  @inline(__always)
  var sendableByteCount: Int { min(congestion.window, sendWindow) }

  /// What has arrived beyond gaps was dropped, as if it had not come (RFC 2018 §8).
  mutating func forgetEarly() {
    early.removeAll()
    if let place = finish, place > expected { finish = nil }
  }

  /// The user writes nothing more; what was written is sent. Who does not read any more, either, abandons the connection.
  public mutating func close(abandoning: Bool, at now: UInt64) {
    isAbandoned = isAbandoned || abandoning
    guard !isClosing else {
      if abandoning, state == .finWait2, closeAt == .max { closeAt = now + configuration.finWait2 }
      return
    }
    isClosing = true
    switch state {
    case .synSent: finish(.finished)
    case .established: state = .finWait1
    case .closeWait: state = .lastAck
    default: break
    }
  }

  /// Ends the connection at once; the peer is told.
  public mutating func abort() {
    switch state {
    // RFC 9293 §3.10.5: where both have closed, there is nothing to reset.
    case .closed, .synSent, .closing, .lastAck, .timeWait: break
    default: resetSequence = highest
    }
    finish(.aborted)
  }

  /// The network says that there is no way to the peer. Where that is for certain (its host lacks the protocol or the port),
  /// it is a reason to give up before the connection is established, else only what is told in the end (RFC 9293 §3.9.2.2,
  /// RFC 5461 §4): ways come and go.
  public mutating func noteUnreachable(isCertain: Bool) {
    guard state == .synSent || state == .synReceived else { return }
    if isCertain { finish(.unreachable) } else { hasNoWay = true }
  }

  /// Whether a SYN may begin another connection with the same addresses (RFC 9293 §3.6.1, RFC 6191).
  public func mayBeginAnew(with segment: TCPSegment) -> Bool {
    guard state == .timeWait, segment.flags.contains(.synchronize),
      segment.flags.isDisjoint(with: [.reset, .acknowledgment])
    else { return false }
    if sendsTimestamps, let timestamps = segment.options.timestamps,
      timestamps.value != recentTimestamp
    {
      return Int32(bitPattern: timestamps.value &- recentTimestamp) > 0
    }
    return segment.sequence > expected
  }
}
