import Wire

/// A segment as a script writes it: numbers count from each side's SYN.
public struct ScriptSegment: Equatable, Sendable {
  public var flags: TCPFlags
  public var sequence: Int
  public var payloadByteCount: Int
  public var acknowledgment: Int?
  /// As on the wire; nil: whatever.
  public var window: Int?
  /// Nil: whatever.
  public var options: ScriptOptions?
}

/// The options of a segment, as a script writes them.
public struct ScriptOptions: Equatable, Sendable {
  public struct Timestamps: Equatable, Sendable {
    /// Nil: whatever.
    public var value: Int?
    public var echo: Int?
  }

  public var maximumSegmentSize: Int?
  public var windowScale: Int?
  public var isSACKPermitted = false
  public var timestamps: Timestamps?
  public var blocks: [Range<Int>] = []

  public init() {}
}

extension ScriptSegment {
  /// Whether a segment is what the script has, but for what that leaves open.
  func matches(_ other: ScriptSegment) -> Bool {
    flags == other.flags && sequence == other.sequence
      && payloadByteCount == other.payloadByteCount && acknowledgment == other.acknowledgment
      && (window == nil || window == other.window)
      && (options == nil || options!.matches(other.options ?? ScriptOptions()))
  }
}

extension ScriptOptions {
  fileprivate func matches(_ other: ScriptOptions) -> Bool {
    guard let mine = timestamps, let theirs = other.timestamps else {
      return self == other
    }
    var filled = self
    filled.timestamps = Timestamps(
      value: mine.value ?? theirs.value, echo: mine.echo ?? theirs.echo)
    return filled == other
  }
}

// MARK: Writing

extension ScriptSegment: CustomStringConvertible {
  public var description: String {
    var text = "\(flags) \(sequence):\(sequence + payloadByteCount)(\(payloadByteCount))"
    if let acknowledgment { text += " ack \(acknowledgment)" }
    if let window { text += " win \(window)" }
    if let options { text += " <\(options)>" }
    return text
  }
}

extension ScriptOptions: CustomStringConvertible {
  public var description: String {
    var parts: [String] = []
    if let maximumSegmentSize { parts.append("mss \(maximumSegmentSize)") }
    if isSACKPermitted { parts.append("sackOK") }
    if let timestamps {
      let (value, echo) = (timestamps.value.map(String.init), timestamps.echo.map(String.init))
      parts.append("TS val \(value ?? "*") ecr \(echo ?? "*")")
    }
    if let windowScale { parts.append("wscale \(windowScale)") }
    if !blocks.isEmpty {
      let list = blocks.map { "\($0.lowerBound):\($0.upperBound)" }.joined(separator: " ")
      parts.append("sack " + list)
    }
    return parts.joined(separator: ",")
  }
}
