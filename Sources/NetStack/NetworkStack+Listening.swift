import Wire

/// Segments for who listens (RFC 9293 §3.10.7.2).
extension NetworkStack {
  /// A SYN begins a connection; an acknowledgement may prove one that was not remembered.
  mutating func listen(
    _ segment: TCPSegment, _ key: SocketKey, at listener: SocketReference, at now: UInt64
  ) {
    guard !segment.flags.contains(.reset) else { return }
    if segment.flags.contains(.acknowledgment) {
      guard admit(segment, key, at: listener, at: now) else {
        return refuse(segment, key, at: now)
      }
      return
    }
    guard segment.flags.contains(.synchronize) else { return }
    // Nobody accepts: another one would only wait.
    guard listener.value.acceptable.count < listener.value.backlog else {
      return counters.backlogFull += 1
    }
    guard listener.value.halfOpenCount < listener.value.backlog else {
      return sendCookie(segment, key, at: now)
    }
    guard let socket = sockets.take() else { return counters.socketsExhausted += 1 }
    let connection = TCPConnection(
      answering: segment, initialSequence: initialSequence(key, at: now),
      timestampOffset: timestampOffset(key), configuration.tcp(to: key.remote),
      at: now)
    begin(socket, key, connection)
    socket.value.listener = listener
    listener.value.halfOpenCount += 1
    settle(socket, at: now)
  }

  // MARK: Cookies

  /// Answers a SYN without remembering it.
  private mutating func sendCookie(_ segment: TCPSegment, _ key: SocketKey, at now: UInt64) {
    let cookie = SynchronizationCookie(
      answering: segment, key, secret: configuration.secret, at: now)
    cookieSentAt = now
    tellOthersOfCookie(at: now)
    counters.cookiesSent += 1
    // As the connection will be, once it is proven.
    var connection = TCPConnection(
      answering: remembered(of: segment, cookie), initialSequence: cookie.sequence,
      timestampOffset: timestampOffset(key), configuration.tcp(to: key.remote),
      at: now)
    var answer = TCPTransmission.none
    guard connection.nextTransmission(&answer, at: now) else { return }
    if let timestamps = answer.options.timestamps {
      answer.header.options.timestamps?.value = CookieTimestamp.value(
        timestamps.value, offered: segment.options)
    }
    send(answer, key, at: now)
  }

  /// A SYN as it will be remembered: without timestamps, neither its shift nor SACK are.
  private func remembered(
    of segment: TCPSegment, _ cookie: SynchronizationCookie
  ) -> TCPSegment {
    var kept = segment
    kept.options.maximumSegmentSize = cookie.segmentSize
    if !configuration.tcp.usesTimestamps || segment.options.timestamps == nil {
      (kept.options.windowScale, kept.options.isSACKPermitted) = (nil, false)
    }
    return kept
  }

  /// Whether a cookie may come back.
  func areCookiesOut(at now: UInt64) -> Bool {
    // Another stack's time, which told of it, may be ahead of ours.
    cookieSentAt.map { now < $0 + 2 * SynchronizationCookie.slot } ?? false
  }

  /// The cookie that a segment gives back; nil where it has none of ours.
  func cookie(
    in segment: TCPSegment, _ key: SocketKey, at now: UInt64
  ) -> SynchronizationCookie? {
    guard areCookiesOut(at: now), segment.flags.contains(.acknowledgment),
      !segment.flags.contains(.synchronize),
      !segment.flags.contains(.reset)
    else { return nil }
    return SynchronizationCookie(provenBy: segment, key, secret: configuration.secret, at: now)
  }

  /// A connection whose SYN was answered by a cookie. False: the segment proves none.
  private mutating func admit(
    _ segment: TCPSegment, _ key: SocketKey, at listener: SocketReference, at now: UInt64
  ) -> Bool {
    guard let cookie = cookie(in: segment, key, at: now) else { return false }
    // Where there is no room now, there may be once it comes again with text.
    guard listener.value.acceptable.count < listener.value.backlog else {
      counters.backlogFull += 1
      return true
    }
    guard let socket = sockets.take() else {
      counters.socketsExhausted += 1
      return true
    }
    counters.cookiesProven += 1
    let connection = TCPConnection(
      provenBy: segment, initialSequence: cookie.sequence, segmentSize: cookie.segmentSize,
      timestampOffset: timestampOffset(key), configuration.tcp(to: key.remote),
      at: now)
    begin(socket, key, connection)
    socket.value.listener = listener
    listener.value.halfOpenCount += 1
    // Its text comes again: it is acknowledged only up to there.
    let arrival = socket.value.connection.receive(segment, at: now, canKeep: false)
    note(arrival.events, of: socket)
    settle(socket, at: now)
    return true
  }
}
