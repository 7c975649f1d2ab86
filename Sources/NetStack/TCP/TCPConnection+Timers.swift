/// What happens as time goes by.
extension TCPConnection {
  /// Does what is due. What is to be sent then, `nextTransmission` says.
  public mutating func fire(at now: UInt64) -> TCPEvents {
    let before = state
    if now >= retransmitAt { fireRetransmission(at: now) }
    if now >= probeAt { fireProbe(at: now) }
    if now >= acknowledgeAt {
      acknowledgeAt = .max
      mustAcknowledge = mustAcknowledge || unansweredOctets > 0
    }
    if now >= keepAliveAt { fireKeepAlive(at: now) }
    if now >= closeAt { finish(.finished) }
    return state == .closed && before != .closed ? .closed : []
  }

  /// RFC 6298 §5.4 to §5.7.
  private mutating func fireRetransmission(at now: UInt64) {
    timeoutCount += 1
    let isOpening = state == .synSent || state == .synReceived
    let most =
      isOpening
      ? configuration.synRetransmissionCountMax : configuration.retransmissionCountMax
    guard timeoutCount <= most else { return finish(hasNoWay ? .unreachable : .timedOut) }
    timedSequence = nil
    if isOpening {
      mustSynchronize = true
    } else {
      congestion.timedOut(flight: flight, isFirst: timeoutCount == 1)
      sendAllAgain()
    }
    roundTrip.backOff()
    retransmitAt = now + roundTrip.timeout
  }

  /// Nothing on the way is believed to be there any more.
  mutating func sendAllAgain() {
    recovery.timeoutPoint = highest
    recovery.point = nil
    recovery.duplicates = 0
    recovery.mustRepeatFirst = true
    recovery.repeated = unacknowledged
    next = unacknowledged
    // A peer may drop what it has said it has (RFC 2018 §8).
    if timeoutCount > 1 { recovery.sacked.removeAll() }
  }

  private mutating func fireProbe(at now: UInt64) {
    mustProbe = true
    roundTrip.backOff()
    probeAt = now + roundTrip.timeout
    unansweredProbes += 1
    if unansweredProbes > configuration.retransmissionCountMax { finish(.timedOut) }
  }

  private mutating func fireKeepAlive(at now: UInt64) {
    guard let keepAlive = configuration.keepAlive else { return keepAliveAt = .max }
    unansweredProbes += 1
    guard unansweredProbes <= keepAlive.countMax else {
      resetSequence = next
      return finish(.timedOut)
    }
    // What is not acknowledged is sent again by itself.
    if unacknowledged == highest { mustProbe = true }
    keepAliveAt = now + keepAlive.interval
  }

  /// The path takes packets of so many octets, IP header and all, and no larger ones (RFC 1191 §6.4): what is on the way is
  /// sent again in smaller segments.
  public mutating func reduceSegmentSize(to size: Int) {
    guard size < segmentSize, state != .closed else { return }
    segmentSize = max(size, 64)
    congestion.segmentSize = payloadByteCountMax
    guard unacknowledged < highest else { return }
    next = unacknowledged
    recovery.mustRepeatFirst = true
    timedSequence = nil
  }
}
