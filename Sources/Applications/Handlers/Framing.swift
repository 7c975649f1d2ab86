/// Where one request ends in what arrives, and the next begins.
public struct Framing: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case stream, lines, http, datagrams
    case lengthPrefixed(LengthPrefix)
  }

  /// How long a message's length is, which stands before it, the most significant octet first.
  public enum LengthPrefix: Int, Sendable, CaseIterable {
    case octet = 1
    case twoOctets = 2
    case fourOctets = 4

    /// The longest message that it can tell of.
    var messageByteCountMax: Int { 1 << (8 * rawValue) - 1 }
  }

  let kind: Kind
  /// How long a request may be, without what frames it. Who sends a longer one is refused, and the connection closed.
  public let byteCountMax: Int

  /// A connection holds no more than that of a request that is not whole: the receive window has to have room for it.
  public static let byteCountLimit = 64 << 10

  /// Each piece that has arrived, as it came: what the peer sent at once may come in several, and the other way round.
  public static let stream = Framing(kind: .stream, byteCountMax: byteCountLimit)

  /// Lines that end in a line feed, or in a carriage return and one: the handler gets them without. Answers are sent as they
  /// are.
  public static let lines = Framing(kind: .lines, byteCountMax: 8 << 10)

  /// HTTP/1.1 (RFC 9112). The handler gets the content, and the head beside it; what it appends is the content of the answer,
  /// for which the head is made. Content in chunks is refused (411).
  public static let http = Framing(kind: .http, byteCountMax: byteCountLimit)

  /// Datagrams (RFC 768): each is a request, and what the handler appends goes back as one, if it is anything. Not longer than a
  /// packet has room for; longer answers are counted as `datagramsTooLong`, and not sent.
  public static let datagrams = Framing(kind: .datagrams, byteCountMax: 65_507)

  /// Whether requests come as datagrams, and not on streams.
  public var isOfDatagrams: Bool { kind == .datagrams }

  /// Messages behind their lengths; each is answered with one, behind its length, too.
  public static func lengthPrefixed(_ prefix: LengthPrefix = .fourOctets) -> Framing {
    Framing(
      kind: .lengthPrefixed(prefix),
      byteCountMax: min(prefix.messageByteCountMax, byteCountLimit))
  }

  /// The same for requests of at most `byteCount` octets, which is 1 to ``byteCountLimit``.
  public func limited(to byteCount: Int) -> Framing {
    precondition((1...Self.byteCountLimit).contains(byteCount), "1 to \(Self.byteCountLimit)")
    return Framing(kind: kind, byteCountMax: min(byteCount, byteCountMax))
  }
}
