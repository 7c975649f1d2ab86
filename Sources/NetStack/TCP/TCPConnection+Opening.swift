import Wire

extension TCPConnection {
  /// Opens a connection: SYN is to be sent.
  public init(
    openingWith initialSequence: SequenceNumber, timestampOffset: UInt32,
    _ configuration: TCPConfiguration
  ) {
    self.init(
      state: .synSent, isPassive: false, initialSequence: initialSequence,
      timestampOffset: timestampOffset, configuration)
    mustSynchronize = true
  }

  /// Answers a peer's SYN.
  public init(
    answering segment: TCPSegment, initialSequence: SequenceNumber, timestampOffset: UInt32,
    _ configuration: TCPConfiguration, at now: UInt64
  ) {
    self.init(
      state: .synReceived, isPassive: true, initialSequence: initialSequence,
      timestampOffset: timestampOffset, configuration)
    take(synchronizing: segment, at: now)
    mustSynchronize = true
  }

  /// Begins a connection whose SYN was answered by a cookie, as far as that tells what the SYN was: `segment` acknowledges the
  /// answer, and is to be received next.
  init(
    provenBy segment: TCPSegment, initialSequence: SequenceNumber, segmentSize: UInt16,
    timestampOffset: UInt32, _ configuration: TCPConfiguration, at now: UInt64
  ) {
    var options = TCPOptions()
    if let timestamps = segment.options.timestamps, configuration.usesTimestamps {
      options = CookieTimestamp.options(echo: timestamps.echo)
      options.timestamps = timestamps
    }
    options.maximumSegmentSize = segmentSize
    let synchronization = TCPSegment(
      sequence: segment.sequence - 1, flags: .synchronize, window: segment.window, options: options)
    self.init(
      answering: synchronization, initialSequence: initialSequence,
      timestampOffset: timestampOffset, configuration, at: now)
    mustSynchronize = false
    next = initialSequence + 1
    highest = next
  }

  /// What a SYN says of the peer.
  mutating func take(synchronizing segment: TCPSegment, at now: UInt64) {
    peerInitialSequence = segment.sequence
    expected = segment.sequence + 1
    lastAcknowledged = expected
    windowEnd = expected + min(receiveRoom, 0xffff)
    // Windows of SYNs are not shifted.
    sendWindow = Int(segment.window)
    sendWindowMax = sendWindow
    windowSequence = segment.sequence
    windowAcknowledgment = segment.acknowledgment
    takeOptions(segment.options, at: now)
  }

  private mutating func takeOptions(_ options: TCPOptions, at now: UInt64) {
    // A peer that names a tiny size is not believed: each segment would cost more than it carries.
    let peerSize = max(Int(options.maximumSegmentSize ?? configuration.assumedSegmentSize), 64)
    segmentSize = min(peerSize, Int(configuration.maximumSegmentSize))
    if let shift = options.windowShift, configuration.usesWindowScaling {
      sendShift = shift
    } else {
      (sendShift, receiveShift) = (0, 0)
    }
    sendsSACK = options.isSACKPermitted && configuration.usesSACK
    if let timestamps = options.timestamps, configuration.usesTimestamps {
      sendsTimestamps = true
      recentTimestamp = timestamps.value
      recentTimestampAt = now
    }
    congestion = CongestionController(configuration, segmentSize: payloadByteCountMax)
  }

  /// How much payload a segment has room for, beside the options that all have.
  @inline(__always)
  var payloadByteCountMax: Int { segmentSize - (sendsTimestamps ? 12 : 0) }

  /// The options of our SYN, or of our answer to one.
  func synchronizingOptions(at now: UInt64) -> TCPOptions {
    let answers = state == .synReceived
    return TCPOptions(
      maximumSegmentSize: configuration.maximumSegmentSize,
      windowScale: configuration.usesWindowScaling
        && (!answers || receiveShift > 0 || sendShift > 0)
        ? receiveShift : nil,
      isSACKPermitted: answers ? sendsSACK : configuration.usesSACK,
      timestamps: (answers ? sendsTimestamps : configuration.usesTimestamps)
        ? TCPOptions.Timestamps(
          value: timestamp(at: now), echo: answers ? recentTimestamp : 0) : nil)
  }
}
