import Wire

/// What becomes of a segment that has arrived: RFC 9293 §3.10.7, with RFC 5961 and RFC 7323.
extension TCPConnection {
  /// Takes a segment. Where `canKeep` is false, there is no memory for its payload, which is as if it had not come.
  ///
  /// What `kept` says has to be kept by the caller, who tells with `receiveRoom` what room is left after that.
  public mutating func receive(
    _ segment: TCPSegment, at now: UInt64, canKeep: Bool = true
  ) -> TCPArrival {
    var arrival = TCPArrival()
    switch state {
    case .closed: break
    case .synSent: receiveInSynSent(segment, at: now, canKeep: canKeep, &arrival)
    default: receiveSynchronized(segment, at: now, canKeep: canKeep, &arrival)
    }
    return arrival
  }

  // MARK: SYN-SENT (§3.10.7.3)

  private mutating func receiveInSynSent(
    _ segment: TCPSegment, at now: UInt64, canKeep: Bool, _ arrival: inout TCPArrival
  ) {
    let acknowledges = segment.flags.contains(.acknowledgment)
    if acknowledges, segment.acknowledgment != initialSequence + 1 || highest == initialSequence {
      if !segment.flags.contains(.reset) { resetSequence = segment.acknowledgment }
      return
    }
    if segment.flags.contains(.reset) {
      if acknowledges { close(.refused, &arrival) }
      return
    }
    guard segment.flags.contains(.synchronize) else { return }
    take(synchronizing: segment, at: now)
    guard acknowledges else {
      // Both have opened at once.
      state = .synReceived
      mustSynchronize = true
      (next, retransmitAt) = (initialSequence, .max)
      return
    }
    measureSynchronization(at: now)
    unacknowledged = segment.acknowledgment
    establish(at: now, &arrival)
    mustAcknowledge = true
    receiveText(segment, at: now, canKeep: canKeep, &arrival)
  }

  /// Our SYN, or our answer to one, is acknowledged.
  mutating func measureSynchronization(at now: UInt64) {
    if timeoutCount > 0 {
      // RFC 6298 §5.7, RFC 6928 §2: a SYN, or its answer, was lost.
      roundTrip.forgetAfterLostSynchronization()
      congestion.restartAfterLostSynchronization()
    } else if timedSequence != nil {
      roundTrip.note(now - timedAt)
    }
    timedSequence = nil
  }

  private mutating func establish(at now: UInt64, _ arrival: inout TCPArrival) {
    state = isClosing ? .finWait1 : .established
    (next, highest) = (.max(next, unacknowledged), .max(highest, unacknowledged))
    retransmitAt = .max
    timeoutCount = 0
    mustSynchronize = false
    arrival.events.insert(.opened)
    noteLife(at: now)
  }

  // MARK: All other states (§3.10.7.4)

  private mutating func receiveSynchronized(
    _ segment: TCPSegment, at now: UInt64, canKeep: Bool, _ arrival: inout TCPArrival
  ) {
    if isSynchronizedAgain(segment, at: now) { return }
    // RFC 7323 §3.2: who has agreed to send timestamps sends them always.
    if sendsTimestamps, segment.options.timestamps == nil, !segment.flags.contains(.reset) {
      return
    }
    guard passesTimestamps(segment, at: now), isAcceptable(segment) else {
      return refuse(segment, at: now)
    }
    if segment.flags.contains(.reset) { return receiveReset(segment, at: now, &arrival) }
    if segment.flags.contains(.synchronize), !isAnswerToOurs(segment) {
      // RFC 5961 §4: who really has begun anew answers our acknowledgement with a reset.
      if state == .synReceived, isPassive { return close(.reset, &arrival) }
      return challenge(at: now)
    }
    guard segment.flags.contains(.acknowledgment) else { return }
    noteTimestamp(segment, at: now)
    if segment.flags.contains(.synchronize) { mustAcknowledge = true }
    guard receiveAcknowledgment(segment, at: now, &arrival) else { return }
    receiveText(segment, at: now, canKeep: canKeep, &arrival)
  }

  /// The peer has not got our answer to its SYN, and sends it again.
  private mutating func isSynchronizedAgain(_ segment: TCPSegment, at now: UInt64) -> Bool {
    guard state == .synReceived, segment.flags.contains(.synchronize),
      segment.flags.isDisjoint(with: [.reset, .acknowledgment]),
      segment.sequence == peerInitialSequence
    else { return false }
    // The answer's echo tells how long the last one took, not the first.
    noteTimestamp(segment, at: now)
    mustSynchronize = true
    return true
  }

  /// Both have opened at once, and this is the other's answer to our SYN: an acknowledgement like others.
  @inline(__always)
  private func isAnswerToOurs(_ segment: TCPSegment) -> Bool {
    state == .synReceived && segment.sequence == peerInitialSequence
      && segment.flags.contains(.acknowledgment)
      && segment.acknowledgment == initialSequence + 1
  }

  /// PAWS (RFC 7323 §5.3): a segment that is older than what has come since is left alone.
  private mutating func passesTimestamps(_ segment: TCPSegment, at now: UInt64) -> Bool {
    guard sendsTimestamps, !segment.flags.contains(.reset) else { return true }
    guard let timestamps = segment.options.timestamps else { return false }
    let age = Int32(bitPattern: timestamps.value &- recentTimestamp)
    return age >= 0 || isRecentTimestampOutdated(at: now)
  }

  /// A clock may have gone round since (RFC 7323 §5.5): the next timestamp counts, whatever it is.
  @inline(__always)
  private func isRecentTimestampOutdated(at now: UInt64) -> Bool {
    now - recentTimestampAt > Self.timestampLife
  }

  private static let timestampLife: UInt64 = 24 * 24 * 3600 * 1_000_000_000

  /// The four cases of §3.4's table, the SYN of simultaneous opening counted as received.
  @inline(__always)
  private func isAcceptable(_ segment: TCPSegment) -> Bool {
    let isSynchronization = state == .synReceived && segment.sequence == peerInitialSequence
    if isSynchronization, segment.flags.contains(.synchronize) { return true }
    let window = windowEnd - expected
    let length = segment.length
    let first = segment.sequence - expected
    // The end of the window counts, too, other than in the table: where both sides have filled the other's window and lost
    // of it, neither would look at the other's acknowledgements.
    if length == 0 { return first >= 0 && first <= window }
    let last = first + length - 1
    guard window > 0 else {
      // Nothing has room, but what it acknowledges is of use.
      return first == 0 && segment.flags.isDisjoint(with: [.synchronize, .reset])
    }
    return first < window && last >= 0
  }

  private mutating func refuse(_ segment: TCPSegment, at now: UInt64) {
    guard !segment.flags.contains(.reset) else { return }
    // Whoever sends data gets an answer each time, as it waits for one; others might answer us, and so on.
    if segment.payloadByteCount > 0 || segment.flags.contains(.finish) {
      mustAcknowledge = true
    } else {
      challenge(at: now)
    }
    if state == .timeWait, segment.flags.contains(.finish) { beginTimeWait(at: now) }
  }

  private mutating func challenge(at now: UInt64) {
    if challenges.admits(at: now) { mustAcknowledge = true }
  }

  /// RFC 5961 §3.2: only a reset of exactly the next octet is believed.
  private mutating func receiveReset(
    _ segment: TCPSegment, at now: UInt64, _ arrival: inout TCPArrival
  ) {
    guard segment.sequence == expected else { return challenge(at: now) }
    switch state {
    case .synReceived: close(isPassive ? .reset : .refused, &arrival)
    case .closing, .lastAck, .timeWait: close(.finished, &arrival)
    default: close(.reset, &arrival)
    }
  }

  mutating func close(_ reason: End, _ arrival: inout TCPArrival) {
    finish(reason)
    arrival.events.insert(.closed)
  }

  /// RFC 7323 §4.3.
  private mutating func noteTimestamp(_ segment: TCPSegment, at now: UInt64) {
    guard sendsTimestamps, let timestamps = segment.options.timestamps,
      segment.sequence <= lastAcknowledged,
      Int32(bitPattern: timestamps.value &- recentTimestamp) >= 0
        || isRecentTimestampOutdated(at: now)
    else { return }
    recentTimestamp = timestamps.value
    recentTimestampAt = now
  }

  // MARK: Text and FIN

  private mutating func receiveText(
    _ segment: TCPSegment, at now: UInt64, canKeep: Bool, _ arrival: inout TCPArrival
  ) {
    let synchronizes = segment.flags.contains(.synchronize) ? 1 : 0
    let start = segment.sequence + synchronizes
    let canReceive = state == .established || state == .finWait1 || state == .finWait2
    if canReceive, segment.payloadByteCount > 0 {
      if isAbandoned { return resetWhatNobodyReads(&arrival) }
      // Text of a SYN comes again once it can be told from a forged one.
      if canKeep, synchronizes == 0 {
        keep(segment, at: now, &arrival)
      } else {
        mustAcknowledge = true
      }
    }
    if segment.flags.contains(.finish), state != .synReceived, synchronizes == 0 {
      let place = start + segment.payloadByteCount
      let isKept = canKeep || segment.payloadByteCount == 0
      if canReceive, finish == nil, place <= windowEnd, isKept, !hasArrived(behind: place) {
        finish = place
      }
      mustAcknowledge = true
    }
    takeFinish(at: now, &arrival)
    if state == .timeWait, segment.flags.contains(.finish) { beginTimeWait(at: now) }
  }

  /// Whether text has arrived behind a place, where there can't be a FIN then.
  @inline(__always)
  private func hasArrived(behind place: SequenceNumber) -> Bool {
    !early.isEmpty && early[early.count - 1].end > place
  }

  /// RFC 2525 §2.17: data that comes when the user has gone is lost, and the peer is told so.
  private mutating func resetWhatNobodyReads(_ arrival: inout TCPArrival) {
    resetSequence = highest
    close(.aborted, &arrival)
  }

  private mutating func keep(_ segment: TCPSegment, at now: UInt64, _ arrival: inout TCPArrival) {
    receivedSegmentMax = max(receivedSegmentMax, min(segment.payloadByteCount, 65_535))
    let limit = finish.map { SequenceNumber.min($0, windowEnd) } ?? windowEnd
    let start = SequenceNumber.max(segment.sequence, expected)
    let end = SequenceNumber.min(segment.sequence + segment.payloadByteCount, limit)
    guard start < end else {
      mustAcknowledge = true
      return
    }
    let isInOrder = start == expected
    if isInOrder {
      advance(to: end, at: now, &arrival)
    } else {
      mustAcknowledge = true
      let range = SequenceRanges.Range(start: start, end: end)
      if early.range(containing: start).map({ $0.end >= end }) ?? false { return }
      guard early.insert(range) else { return }
      latestEarly = start
    }
    arrival.kept = start - segment.sequence..<end - segment.sequence
    arrival.place = start
  }

  /// Text has arrived up to there without a gap.
  private mutating func advance(
    to end: SequenceNumber, at now: UInt64, _ arrival: inout TCPArrival
  ) {
    let before = expected
    expected = end
    if !early.isEmpty {
      // What fills a gap is acknowledged at once (RFC 5681 §4.2).
      mustAcknowledge = true
      early.removeAll(before: expected)
      if !early.isEmpty, early[0].start == expected {
        expected = early[0].end
        early.removeAll(before: expected)
      }
    }
    arrival.readable += expected - before
    unansweredOctets += expected - before
    // At least for each second full segment (RFC 9293 §3.8.6.3).
    if unansweredOctets >= 2 * receivedSegmentMax { mustAcknowledge = true }
    if acknowledgeAt == .max { acknowledgeAt = now + configuration.delayedAcknowledgment }
  }

  /// All before the peer's FIN has arrived.
  private mutating func takeFinish(at now: UInt64, _ arrival: inout TCPArrival) {
    guard let place = finish, place == expected else { return }
    expected = place + 1
    windowEnd = .max(windowEnd, expected)
    mustAcknowledge = true
    arrival.events.insert(.ended)
    switch state {
    case .established, .synReceived: state = .closeWait
    case .finWait1:
      if isFinishAcknowledged { beginTimeWait(at: now) } else { state = .closing }
    case .finWait2: beginTimeWait(at: now)
    default: break
    }
  }

  mutating func beginTimeWait(at now: UInt64) {
    state = .timeWait
    (retransmitAt, probeAt, keepAliveAt) = (.max, .max, .max)
    closeAt = now + configuration.timeWait
  }

  /// The peer lives.
  mutating func noteLife(at now: UInt64) {
    unansweredProbes = 0
    keepAliveAt = configuration.keepAlive.map { now + $0.idle } ?? .max
  }
}
