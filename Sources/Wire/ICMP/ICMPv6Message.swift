/// What an ICMPv6 message says (RFC 4443). Errors are followed by the packet that they are about: see
/// `QuotedDatagram`. `NeighborMessage` reads those of neighbour discovery.
@frozen
public enum ICMPv6Message: Hashable, Sendable {
  /// `code` is one of `ICMPv6Unreachable`.
  case destinationUnreachable(code: UInt8)
  /// The MTU of the link that the packet is too big for.
  case packetTooBig(mtu: UInt32)
  /// `code` is 0 on the way, 1 while fragments were waited for.
  case timeExceeded(code: UInt8)
  /// `code` is one of `ICMPv6ParameterProblem`; `pointer` says which octet of the packet it is about.
  case parameterProblem(code: UInt8, pointer: UInt32)
  case echoRequest(ICMPEcho)
  case echoReply(ICMPEcho)
  case other(ICMPHeader)

  @usableFromInline
  enum TypeNumber {
    @usableFromInline static let destinationUnreachable: UInt8 = 1
    @usableFromInline static let packetTooBig: UInt8 = 2
    @usableFromInline static let timeExceeded: UInt8 = 3
    @usableFromInline static let parameterProblem: UInt8 = 4
    @usableFromInline static let echoRequest: UInt8 = 128
    @usableFromInline static let echoReply: UInt8 = 129
  }

  /// Of an echo and of "packet too big", the code counts for nothing (RFC 4443 §3.2).
  @inlinable
  public init(_ header: ICMPHeader) {
    self =
      switch header.type {
      case TypeNumber.destinationUnreachable: .destinationUnreachable(code: header.code)
      case TypeNumber.packetTooBig: .packetTooBig(mtu: header.word)
      case TypeNumber.timeExceeded: .timeExceeded(code: header.code)
      case TypeNumber.parameterProblem:
        .parameterProblem(code: header.code, pointer: header.word)
      case TypeNumber.echoRequest: .echoRequest(ICMPEcho(word: header.word))
      case TypeNumber.echoReply: .echoReply(ICMPEcho(word: header.word))
      default: .other(header)
      }
  }

  @inlinable
  public var header: ICMPHeader {
    switch self {
    case .destinationUnreachable(let code):
      ICMPHeader(type: TypeNumber.destinationUnreachable, code: code)
    case .packetTooBig(let mtu): ICMPHeader(type: TypeNumber.packetTooBig, word: mtu)
    case .timeExceeded(let code): ICMPHeader(type: TypeNumber.timeExceeded, code: code)
    case .parameterProblem(let code, let pointer):
      ICMPHeader(type: TypeNumber.parameterProblem, code: code, word: pointer)
    case .echoRequest(let echo): ICMPHeader(type: TypeNumber.echoRequest, word: echo.word)
    case .echoReply(let echo): ICMPHeader(type: TypeNumber.echoReply, word: echo.word)
    case .other(let header): header
    }
  }

  /// Whether it is about another packet, which follows; such messages are never answered by errors
  /// (RFC 4443 §2.1, §2.4 (e)).
  @inlinable public var isError: Bool { header.type < 128 }

  /// How many octets of a packet to quote at most, so that the whole is at most 1280 octets long
  /// (RFC 4443 §2.4 (c)).
  public static let quotedByteCountMax =
    IPv6Header.linkMTUMin - IPv6Header.byteCount - ICMPHeader.byteCount
}

/// Why a destination is unreachable: codes of ICMPv6 (RFC 4443 §3.1).
public enum ICMPv6Unreachable {
  public static let noRoute: UInt8 = 0
  public static let prohibited: UInt8 = 1
  public static let beyondScope: UInt8 = 2
  public static let address: UInt8 = 3
  public static let port: UInt8 = 4
}

/// What is wrong with a packet: codes of ICMPv6 (RFC 4443 §3.4).
public enum ICMPv6ParameterProblem {
  public static let badField: UInt8 = 0
  public static let unknownNextHeader: UInt8 = 1
  public static let unknownOption: UInt8 = 2
  /// The first fragment has not all headers (RFC 7112).
  public static let incompleteHeaders: UInt8 = 3
}
