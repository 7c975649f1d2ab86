import Wire

/// What is sent, and when (RFC 9293 §3.8, RFC 5681, RFC 6675, RFC 6582).
extension TCPConnection {
  /// Makes `segment` the next one to send; false: there is none. Whoever asks sends it: it counts as sent.
  ///
  /// Segments are made where they are needed, here and below: as results, they would be copied piece by piece.
  public mutating func nextTransmission(_ segment: inout TCPTransmission, at now: UInt64) -> Bool {
    if let sequence = resetSequence {
      resetSequence = nil
      mustAcknowledge = false
      segment = reset(sequence)
      return true
    }
    switch state {
    case .closed: return false
    case .synSent, .synReceived: return nextSynchronization(&segment, at: now)
    default: break
    }
    if nextText(&segment, at: now) { return true }
    if mustProbe {
      probe(&segment, at: now)
      return true
    }
    guard mustAcknowledge else { return false }
    acknowledge(&segment, at: now)
    return true
  }

  /// Whether it is established, and has nothing to send.
  @inline(__always)
  var isQuiet: Bool {
    state == .established && isAllOnTheWay && !mustAcknowledge && !mustProbe
      && resetSequence == nil
  }

  /// Whether all that was written has been sent, and nothing of it is known to be lost.
  @inline(__always)
  private var isAllOnTheWay: Bool {
    next == writtenOrFinishEnd && !recovery.mustRepeatFirst && recovery.point == nil
  }

  /// With a number that is in the peer's window, behind all that was sent where that is: after a timeout, what is sent next
  /// may lie before what the peer expects, which would not look at it.
  private mutating func acknowledge(_ segment: inout TCPTransmission, at now: UInt64) {
    transmit(
      &segment, sequence: .min(highest, unacknowledged + sendWindow), payloadByteCount: 0,
      flags: .acknowledgment, at: now)
  }

  private func reset(_ sequence: SequenceNumber) -> TCPTransmission {
    // Before it is established, a reset answers a segment, which it repeats the number of.
    let answers = state == .synSent || state == .synReceived
    return TCPTransmission(
      sequence: sequence, acknowledgment: answers ? SequenceNumber(0) : expected,
      flags: answers ? .reset : [.reset, .acknowledgment])
  }

  // MARK: SYN

  private mutating func nextSynchronization(
    _ segment: inout TCPTransmission, at now: UInt64
  ) -> Bool {
    guard mustSynchronize else {
      guard mustAcknowledge, state == .synReceived else { return false }
      acknowledge(&segment, at: now)
      return true
    }
    mustSynchronize = false
    mustAcknowledge = false
    let isFirst = highest == initialSequence
    next = initialSequence + 1
    highest = .max(highest, next)
    if isFirst { (timedSequence, timedAt) = (initialSequence, now) } else { timedSequence = nil }
    if retransmitAt == .max { retransmitAt = now + roundTrip.timeout }
    let answers = state == .synReceived
    lastSent = now
    segment = TCPTransmission(
      sequence: initialSequence, acknowledgment: answers ? expected : SequenceNumber(0),
      flags: answers ? [.synchronize, .acknowledgment] : .synchronize,
      // Not shifted (RFC 7323 §2.2).
      window: UInt16(clamping: answers ? windowEnd - expected : receiveRoom),
      options: synchronizingOptions(at: now), isRepeated: !isFirst)
    return true
  }

  // MARK: Text

  private mutating func nextText(_ segment: inout TCPTransmission, at now: UInt64) -> Bool {
    guard writtenOrFinishEnd > unacknowledged, !isAllOnTheWay else { return false }
    restartWhenIdle(at: now)
    if recovery.mustRepeatFirst {
      recovery.mustRepeatFirst = false
      return repeatText(&segment, at: unacknowledged, now)
    }
    if recovery.point != nil, sendsSACK { return nextInRecovery(&segment, at: now) }
    return nextUnsent(&segment, within: congestion.window, at: now)
  }

  /// Behind all that is to be sent, FIN included.
  @inline(__always)
  private var writtenOrFinishEnd: SequenceNumber { written + (isClosing ? 1 : 0) }

  /// RFC 5681 §4.1.
  private mutating func restartWhenIdle(at now: UInt64) {
    guard unacknowledged == highest, lastSent > 0, now - lastSent > roundTrip.timeout else {
      return
    }
    congestion.restart(configuration)
  }

  /// NextSeg of RFC 6675 §4.
  private mutating func nextInRecovery(_ segment: inout TCPTransmission, at now: UInt64) -> Bool {
    let size = segmentSize
    let pipe = recovery.pipe(from: unacknowledged, to: next, segmentSize: size)
    let room = congestion.window - pipe
    guard room >= min(size, payloadByteCountMax) else { return false }
    let from = SequenceNumber.max(recovery.repeated, unacknowledged)
    if let edge = recovery.lossEdge(segmentSize: size), let hole = hole(from: from, before: edge) {
      return repeatText(&segment, at: hole, now)
    }
    if nextUnsent(&segment, within: flight + room, at: now) { return true }
    if !recovery.sacked.isEmpty {
      let last = recovery.sacked[recovery.sacked.count - 1].start
      if let hole = hole(from: from, before: last) {
        return repeatText(&segment, at: hole, now)
      }
    }
    return rescue(&segment, at: now)
  }

  /// NextSeg's rule 4: once in a recovery, the last segment that the peer does not say it has, in case that the end of what
  /// was sent is lost: nothing would tell of it but a timeout. HighRxt stays.
  private mutating func rescue(_ segment: inout TCPTransmission, at now: UInt64) -> Bool {
    let behind =
      recovery.sacked.isEmpty ? unacknowledged : recovery.sacked[recovery.sacked.count - 1].end
    guard !recovery.isRescued, behind < highest, recovery.repeated < highest else { return false }
    recovery.isRescued = true
    let repeated = recovery.repeated
    defer { recovery.repeated = repeated }
    return repeatText(&segment, at: .max(behind, highest - payloadLimit), now)
  }

  /// The first octet from a number on that the peer does not say it has, if it lies before `limit`.
  private func hole(from start: SequenceNumber, before limit: SequenceNumber) -> SequenceNumber? {
    var place = start
    if let range = recovery.sacked.range(containing: place) { place = range.end }
    return place < limit ? place : nil
  }

  /// A segment that was sent before.
  private mutating func repeatText(
    _ segment: inout TCPTransmission, at place: SequenceNumber, _ now: UInt64
  ) -> Bool {
    guard place < highest else { return false }
    var end = SequenceNumber.min(place + payloadLimit, highest)
    if let range = recovery.sacked.first(behind: place) { end = .min(end, range.start) }
    recovery.repeated = .max(recovery.repeated, end)
    timedSequence = nil
    if retransmitAt == .max { retransmitAt = now + roundTrip.timeout }
    transmitText(&segment, from: place, to: end, at: now)
    return true
  }

  /// A segment from SND.NXT on, as far as the windows go.
  private mutating func nextUnsent(
    _ segment: inout TCPTransmission, within congestionWindow: Int, at now: UInt64
  ) -> Bool {
    skipWhatArrived()
    let limit = unacknowledged + min(congestionWindow + limitedTransmit, sendWindow)
    guard next < writtenOrFinishEnd else { return false }
    let usable = limit - next
    let isRepeated = next < highest
    var last = SequenceNumber.min(next + payloadLimit, written)
    if let range = recovery.sacked.first(behind: next) { last = .min(last, range.start) }
    guard let allowed = allowed(upTo: last, usable: usable, isRepeated: isRepeated) else {
      if flight == 0, probeAt == .max, retransmitAt == .max { armProbe(at: now) }
      return false
    }
    transmitText(&segment, from: next, to: allowed, at: now)
    return true
  }

  /// After a timeout, what the peer says it has is not sent again.
  @inline(__always)
  private mutating func skipWhatArrived() {
    while next < highest, let range = recovery.sacked.range(containing: next) { next = range.end }
  }

  /// RFC 3042: a segment for each of the first two duplicates.
  @inline(__always)
  private var limitedTransmit: Int {
    recovery.point == nil && recovery.duplicates < LossRecovery.duplicateThreshold
      ? recovery.duplicates * segmentSize : 0
  }

  /// Up to where is sent, of what ends at `last`; nil: nothing now. Avoids silly windows (RFC 9293 §3.8.6.2.1), and with
  /// Nagle's rule small segments (§3.7.4).
  @inline(__always)
  private func allowed(
    upTo last: SequenceNumber, usable: Int, isRepeated: Bool
  ) -> SequenceNumber? {
    let count = last - next
    if count == 0 { return next }
    guard usable > 0 else { return nil }
    let sent = min(count, usable)
    if sent >= payloadByteCountMax { return next + sent }
    // What was sent before is not cut into smaller pieces, unless nothing else would go.
    if isRepeated { return sent == count || flight == 0 ? next + sent : nil }
    let isAll = next + sent == written
    if isAll, !usesNagle || flight == 0 || isClosing { return next + sent }
    if !isAll, sent == count { return next + sent }
    return sent >= max(sendWindowMax / 2, 1) ? next + sent : nil
  }

  /// Sends octets of the stream, with FIN where they are the last ones and it fits.
  private mutating func transmitText(
    _ segment: inout TCPTransmission, from start: SequenceNumber, to end: SequenceNumber,
    at now: UInt64
  ) {
    let textEnd = SequenceNumber.min(end, written)
    var flags = TCPFlags.acknowledgment
    // FIN takes no room in the windows' data, and is sent whatever they say.
    let finishes = isClosing && textEnd == written
    if finishes { flags.insert(.finish) }
    if textEnd == written, textEnd > start { flags.insert(.push) }
    let count = textEnd - start
    let behind = textEnd + (finishes ? 1 : 0)
    let isRepeated = start < highest
    if start == next || behind > next { next = .max(next, behind) }
    highest = .max(highest, next)
    // What is sent while others are lost may wait for these.
    if !isRepeated, timedSequence == nil, count > 0, recovery.point == nil {
      (timedSequence, timedAt) = (start, now)
    }
    if isRepeated, let timed = timedSequence, timed >= start { timedSequence = nil }
    if retransmitAt == .max { retransmitAt = now + roundTrip.timeout }
    (probeAt, mustProbe) = (.max, false)
    lastSent = now
    transmit(
      &segment, sequence: start, payloadByteCount: count, flags: flags, at: now,
      isRepeated: isRepeated)
  }

  // MARK: Probes

  /// RFC 9293 §3.8.6.1.
  private mutating func armProbe(at now: UInt64) { probeAt = now + roundTrip.timeout }

  /// An octet beyond a window of none, or of an old one where there is nothing to send: either way the peer answers.
  private mutating func probe(_ segment: inout TCPTransmission, at now: UInt64) {
    mustProbe = false
    guard unacknowledged < written else {
      return transmit(
        &segment, sequence: highest - 1, payloadByteCount: 0, flags: .acknowledgment, at: now)
    }
    if sendWindow > 0 {
      // As much as a small window has room for: that it is small is no reason to wait any longer (§3.8.6.2.1).
      let count = min(min(written - unacknowledged, sendWindow), payloadLimit)
      return transmitText(
        &segment, from: unacknowledged, to: unacknowledged + count, at: now)
    }
    highest = .max(highest, unacknowledged + 1)
    timedSequence = nil
    transmit(
      &segment, sequence: unacknowledged, payloadByteCount: 1, flags: [.acknowledgment, .push],
      at: now, isRepeated: true)
  }

  // MARK: Headers

  @inline(__always)
  private mutating func transmit(
    _ segment: inout TCPTransmission, sequence: SequenceNumber, payloadByteCount: Int,
    flags: TCPFlags, at now: UInt64, isRepeated: Bool = false
  ) {
    let window = offeredWindow()
    lastAcknowledged = expected
    (mustAcknowledge, acknowledgeAt, unansweredOctets) = (false, .max, 0)
    segment = TCPTransmission(
      sequence: sequence, acknowledgment: expected, flags: flags, window: window,
      options: options(at: now), payloadByteCount: payloadByteCount, isRepeated: isRepeated)
  }

  /// How much payload a segment has room for now.
  @inline(__always)
  private var payloadLimit: Int { max(segmentSize - optionByteCount, 1) }

  /// How many octets the options of a segment take that is sent now.
  @inline(__always)
  private var optionByteCount: Int {
    let blockCount = sendsSACK ? min(early.count, sackBlockCountMax) : 0
    return TCPOptions.byteCount(hasTimestamps: sendsTimestamps, sackBlockCount: blockCount)
  }

  /// RFC 2018 §3.
  @inline(__always)
  private var sackBlockCountMax: Int { sendsTimestamps ? 3 : 4 }

  @inline(__always)
  private func options(at now: UInt64) -> TCPOptions {
    var options = TCPOptions()
    if sendsTimestamps {
      options.timestamps = TCPOptions.Timestamps(
        value: timestamp(at: now), echo: recentTimestamp)
    }
    if sendsSACK, !early.isEmpty { options.sackBlocks = sackBlocks() }
    return options
  }

  /// What has arrived early: the latest first, then the others (RFC 2018 §4).
  @inline(__always)
  private func sackBlocks() -> SACKBlocks {
    var blocks = SACKBlocks()
    let most = sackBlockCountMax
    let latest = early.range(containing: latestEarly)
    if let latest { blocks.append(SACKBlock(latest)) }
    for index in 0..<early.count where blocks.count < most && early[index] != latest {
      blocks.append(SACKBlock(early[index]))
    }
    return blocks
  }

  /// Behind the window that there is room for, and that a header has room for.
  @inline(__always)
  var possibleWindowEnd: SequenceNumber {
    expected + min(max(receiveRoom, 0), 0xffff << Int(receiveShift))
  }

  /// Offers what there is room for, never less than before, and not in small steps (RFC 9293 §3.8.6.2.2).
  private mutating func offeredWindow() -> UInt16 {
    let possible = possibleWindowEnd
    let step = min(configuration.receiveBufferByteCount / 2, receivedSegmentMax)
    if possible - windowEnd >= step || windowEnd < expected {
      windowEnd = .max(possible, windowEnd)
    }
    let shift = Int(receiveShift)
    let window = max(windowEnd - expected, 0)
    // Rounded up, so that what was offered stays.
    let field = min((window + (1 << shift) - 1) >> shift, 0xffff)
    windowEnd = .max(expected + min(field << shift, window), expected)
    return UInt16(field)
  }
}

extension SACKBlock {
  init(_ range: SequenceRanges.Range) { self.init(start: range.start.value, end: range.end.value) }
}
