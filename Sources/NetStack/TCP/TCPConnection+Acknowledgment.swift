import Wire

/// What an acknowledgement says: what has arrived, what was lost, and how much the peer takes (RFC 9293 §3.10.7.4, fifth;
/// RFC 5681, RFC 6675, RFC 6582, RFC 6298).
extension TCPConnection {
  /// False: the segment is not to be looked at further.
  mutating func receiveAcknowledgment(
    _ segment: TCPSegment, at now: UInt64, _ arrival: inout TCPArrival
  ) -> Bool {
    let acknowledgment = segment.acknowledgment
    if state == .synReceived {
      guard acknowledgment > unacknowledged, acknowledgment <= highest else {
        resetSequence = acknowledgment
        return false
      }
      openPassively(segment, at: now, &arrival)
    }
    // RFC 5961 §5: neither of what was never sent, nor of what is too old.
    guard acknowledgment <= highest, acknowledgment >= unacknowledged - max(sendWindowMax, 1) else {
      challenge(ofAcknowledgmentAt: now)
      return false
    }
    noteLife(at: now)
    let news = takeSACK(segment)
    if acknowledgment > unacknowledged {
      takeNew(acknowledgment, segment, at: now, &arrival)
    } else if acknowledgment == unacknowledged {
      takeDuplicate(segment, hasNews: news, at: now)
    }
    updateWindow(segment, at: now)
    return passFinishAcknowledged(at: now, &arrival)
  }

  private mutating func openPassively(
    _ segment: TCPSegment, at now: UInt64, _ arrival: inout TCPArrival
  ) {
    measureSynchronization(at: now)
    unacknowledged = initialSequence + 1
    state = .established
    (next, retransmitAt, timeoutCount) = (.max(next, unacknowledged), .max, 0)
    mustSynchronize = false
    sendWindow = offeredWindow(by: segment)
    sendWindowMax = max(sendWindowMax, sendWindow)
    (windowSequence, windowAcknowledgment) = (segment.sequence, segment.acknowledgment)
    if isClosing { state = .finWait1 }
    arrival.events.insert(.opened)
  }

  private mutating func challenge(ofAcknowledgmentAt now: UInt64) {
    if challenges.admits(at: now) { mustAcknowledge = true }
  }

  /// Windows of SYNs are not shifted (RFC 7323 §2.2), those of a simultaneous opening's answers included.
  @inline(__always)
  private func offeredWindow(by segment: TCPSegment) -> Int {
    segment.flags.contains(.synchronize)
      ? Int(segment.window) : Int(segment.window) << Int(sendShift)
  }

  // MARK: New data is acknowledged

  private mutating func takeNew(
    _ acknowledgment: SequenceNumber, _ segment: TCPSegment, at now: UInt64,
    _ arrival: inout TCPArrival
  ) {
    let octets = acknowledgment - unacknowledged
    let flightBefore = flight
    measure(segment, at: now)
    unacknowledged = acknowledgment
    next = .max(next, acknowledgment)
    if recovery.forget(before: acknowledgment) {
      congestion.timedOut(flight: flight, isFirst: recovery.point == nil)
      sendAllAgain()
    }
    timeoutCount = 0
    arrival.acknowledged = octets - (isFinishAcknowledged ? 1 : 0)
    adjustWindow(octets, flightBefore: flightBefore, at: now)
    leaveTimeout(acknowledgment)
    recovery.mustRepeatFirst = recovery.mustRepeatFirst && recovery.point != nil
    (probeAt, mustProbe) = (.max, false)
    // RFC 6298 §5.2, §5.3.
    retransmitAt = unacknowledged == highest ? .max : now + roundTrip.timeout
  }

  /// All that was sent before a timeout is acknowledged. Without SACK that is not enough: what was sent again for nothing
  /// brings duplicates of exactly this number (RFC 6582 §3.2, §4).
  private mutating func leaveTimeout(_ acknowledgment: SequenceNumber) {
    guard let point = recovery.timeoutPoint else { return }
    if acknowledgment > point || (sendsSACK && acknowledgment == point) {
      recovery.timeoutPoint = nil
    }
  }

  /// RFC 7323 §4.1, or RFC 6298 §3 with Karn's rule: `timedSequence` is never one that was sent twice.
  private mutating func measure(_ segment: TCPSegment, at now: UInt64) {
    if sendsTimestamps, let echo = segment.options.timestamps?.echo, echo != 0 {
      let elapsed = timestamp(at: now) &- echo
      if elapsed < 1 << 30 {
        roundTrip.note(refined(UInt64(elapsed) * 1_000_000, segment.acknowledgment, at: now))
      }
      if let timed = timedSequence, segment.acknowledgment > timed { timedSequence = nil }
    } else if let timed = timedSequence, segment.acknowledgment > timed {
      roundTrip.note(now - timedAt)
      timedSequence = nil
    }
  }

  /// Timestamps count milliseconds: within one, our own clock tells more. Where it tells something else, what was timed has
  /// waited behind a gap.
  @inline(__always)
  private func refined(
    _ time: UInt64, _ acknowledgment: SequenceNumber, at now: UInt64
  ) -> UInt64 {
    guard let timed = timedSequence, acknowledgment > timed else { return time }
    let precise = now - timedAt
    let difference = precise > time ? precise - time : time - precise
    return difference <= 1_000_000 ? precise : time
  }

  private mutating func adjustWindow(_ octets: Int, flightBefore: Int, at now: UInt64) {
    guard let point = recovery.point else {
      recovery.duplicates = 0
      if usesWindow(flightBefore) {
        congestion.acknowledged(
          octets, roundTrip: roundTrip.smoothed ?? 0, isAfterTimeout: recovery.timeoutPoint != nil,
          at: now)
      }
      return
    }
    if unacknowledged >= point {
      recovery.point = nil
      recovery.duplicates = 0
      congestion.leaveRecovery(flight: flight)
    } else if !sendsSACK {
      // A partial acknowledgement: the next one is lost, too (RFC 6582 §3.2).
      congestion.deflate(by: octets)
      recovery.mustRepeatFirst = true
    } else {
      recovery.repeated = .max(recovery.repeated, unacknowledged)
    }
  }

  /// Who does not use the window learns nothing of it (RFC 7661 §4.1).
  @inline(__always)
  private func usesWindow(_ flight: Int) -> Bool {
    congestion.isInSlowStart
      ? 2 * flight >= congestion.window : flight + segmentSize >= congestion.window
  }

  // MARK: Duplicates

  /// Takes what the peer says it has; whether that was new.
  private mutating func takeSACK(_ segment: TCPSegment) -> Bool {
    guard sendsSACK else { return false }
    let blocks = segment.options.sackBlocks
    let before = recovery.sacked.octetCount
    for index in 0..<blocks.count {
      let start = SequenceNumber(blocks[index].start)
      let end = SequenceNumber(blocks[index].end)
      // Others tell of duplicates (RFC 2883), or make no sense.
      guard start < end, start > segment.acknowledgment, start >= unacknowledged, end <= highest
      else { continue }
      _ = recovery.sacked.insert(SequenceRanges.Range(start: start, end: end))
    }
    return recovery.sacked.octetCount > before
  }

  private mutating func takeDuplicate(_ segment: TCPSegment, hasNews: Bool, at now: UInt64) {
    // RFC 5681 §2, RFC 6675 §2.
    let isDuplicate =
      sendsSACK
      ? hasNews
      : segment.length == 0 && offeredWindow(by: segment) == sendWindow
    // Answers to probes are none.
    guard isDuplicate, flight > 0 else { return }
    recovery.duplicates += 1
    if recovery.point != nil {
      if !sendsSACK { congestion.inflate(by: segmentSize) }
      return
    }
    // After a timeout duplicates are of what it has sent again (RFC 6582 §3.2, RFC 6675 §5.1).
    guard recovery.timeoutPoint == nil,
      recovery.isFirstLost(unacknowledged: unacknowledged, segmentSize: segmentSize)
    else { return }
    enterRecovery(at: now)
  }

  private mutating func enterRecovery(at now: UInt64) {
    recovery.point = highest
    recovery.repeated = unacknowledged
    recovery.isRescued = false
    recovery.mustRepeatFirst = true
    congestion.enterRecovery(flight: flight)
    if !sendsSACK { congestion.inflate(by: LossRecovery.duplicateThreshold * segmentSize) }
    timedSequence = nil
  }

  // MARK: The peer's window

  private mutating func updateWindow(_ segment: TCPSegment, at now: UInt64) {
    // RFC 9293 §3.10.7.4: an older acknowledgement's window counts from elsewhere.
    guard segment.acknowledgment == unacknowledged,
      windowSequence < segment.sequence
        || (windowSequence == segment.sequence && windowAcknowledgment <= segment.acknowledgment)
    else { return }
    sendWindow = offeredWindow(by: segment)
    sendWindowMax = max(sendWindowMax, sendWindow)
    windowSequence = segment.sequence
    windowAcknowledgment = segment.acknowledgment
    if sendWindow > 0 {
      if probeAt != .max { roundTrip.resetBackoff() }
      (probeAt, mustProbe) = (.max, false)
    } else {
      // As long as it answers, it may take its time (RFC 9293 §3.8.6.1).
      timeoutCount = 0
    }
  }

  /// False: the connection is over, or has nothing to receive any more.
  private mutating func passFinishAcknowledged(
    at now: UInt64, _ arrival: inout TCPArrival
  ) -> Bool {
    guard isFinishAcknowledged else { return true }
    switch state {
    case .finWait1:
      state = .finWait2
      if isAbandoned { closeAt = now + configuration.finWait2 }
    case .closing: beginTimeWait(at: now)
    case .lastAck:
      close(.finished, &arrival)
      return false
    default: break
    }
    return true
  }
}
