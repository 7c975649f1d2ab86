/// What users look at of a socket. By its reference, as a socket is large, and a property of the value would have it copied.
extension SocketReference {
  /// How many octets can be read.
  public var readableCount: Int { value.readable.octetCount }

  /// At whom it waits to be accepted; nil where it does not.
  public var listenerToAccept: SocketReference? {
    value.waiting.isLinked ? value.listener : nil
  }

  /// Whether what can be read lies in more than one place.
  public var hasSeveralBuffers: Bool { value.readable.first != value.readable.last }

  /// Whether the peer sends nothing more behind what can be read.
  public var isAtEnd: Bool {
    guard value.unqueuedCount == 0 else { return false }
    return switch value.connection.state {
    case .established, .finWait1, .finWait2, .synSent, .synReceived: false
    default: true
    }
  }

  /// How many octets can be written now.
  public var writeRoom: Int { value.connection.writeRoom }
}
