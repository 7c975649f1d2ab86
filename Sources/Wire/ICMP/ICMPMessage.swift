/// What an ICMP message says (RFC 792). Errors are followed by the datagram that they are about: see
/// `QuotedDatagram`.
@frozen
public enum ICMPMessage: Hashable, Sendable {
  case echoReply(ICMPEcho)
  /// `code` is one of `ICMPUnreachable`; the MTU that would do (RFC 1191 §4), 0 when the router doesn't say
  /// or the datagram isn't too big.
  case destinationUnreachable(code: UInt8, nextHopMTU: UInt16)
  case echoRequest(ICMPEcho)
  /// `code` is 0 on the way, 1 while fragments were waited for.
  case timeExceeded(code: UInt8)
  /// `pointer` says which octet of the datagram is wrong, when `code` is 0.
  case parameterProblem(code: UInt8, pointer: UInt8)
  /// Others: redirects, timestamps, what is obsolete.
  case other(ICMPHeader)

  @usableFromInline
  enum TypeNumber {
    @usableFromInline static let echoReply: UInt8 = 0
    @usableFromInline static let destinationUnreachable: UInt8 = 3
    @usableFromInline static let echoRequest: UInt8 = 8
    @usableFromInline static let timeExceeded: UInt8 = 11
    @usableFromInline static let parameterProblem: UInt8 = 12
  }

  /// Of an echo, the code counts for nothing.
  @inlinable
  public init(_ header: ICMPHeader) {
    self =
      switch header.type {
      case TypeNumber.echoReply: .echoReply(ICMPEcho(word: header.word))
      case TypeNumber.destinationUnreachable:
        .destinationUnreachable(
          code: header.code, nextHopMTU: UInt16(truncatingIfNeeded: header.word))
      case TypeNumber.echoRequest: .echoRequest(ICMPEcho(word: header.word))
      case TypeNumber.timeExceeded: .timeExceeded(code: header.code)
      case TypeNumber.parameterProblem:
        .parameterProblem(code: header.code, pointer: UInt8(truncatingIfNeeded: header.word >> 24))
      default: .other(header)
      }
  }

  @inlinable
  public var header: ICMPHeader {
    switch self {
    case .echoReply(let echo): ICMPHeader(type: TypeNumber.echoReply, word: echo.word)
    case .destinationUnreachable(let code, let mtu):
      ICMPHeader(type: TypeNumber.destinationUnreachable, code: code, word: UInt32(mtu))
    case .echoRequest(let echo): ICMPHeader(type: TypeNumber.echoRequest, word: echo.word)
    case .timeExceeded(let code): ICMPHeader(type: TypeNumber.timeExceeded, code: code)
    case .parameterProblem(let code, let pointer):
      ICMPHeader(type: TypeNumber.parameterProblem, code: code, word: UInt32(pointer) << 24)
    case .other(let header): header
    }
  }

  /// Whether it is about another datagram, which follows; such messages are never answered by errors
  /// (RFC 1122 §3.2.2).
  @inlinable
  public var isError: Bool {
    switch self {
    case .destinationUnreachable, .timeExceeded, .parameterProblem: true
    // Source quench and redirect (RFC 792).
    case .other(let header): header.type == 4 || header.type == 5
    case .echoReply, .echoRequest: false
    }
  }

  /// How many octets of a datagram to quote at most, so that the whole is at most 576 octets long
  /// (RFC 1812 §4.3.2.3).
  public static let quotedByteCountMax = 576 - IPv4Header.byteCountMin - ICMPHeader.byteCount
}

/// Why a destination is unreachable: codes of ICMP (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1).
public enum ICMPUnreachable {
  public static let network: UInt8 = 0
  public static let host: UInt8 = 1
  public static let `protocol`: UInt8 = 2
  public static let port: UInt8 = 3
  public static let fragmentationNeeded: UInt8 = 4
  public static let sourceRouteFailed: UInt8 = 5
  public static let prohibited: UInt8 = 13
}
