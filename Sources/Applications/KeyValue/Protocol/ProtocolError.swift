/// Octets that are no request. It is said, and the connection is closed, since nobody can tell where the next request
/// starts.
enum ProtocolError: Error {
  case invalidArgumentCount, tooLongArgumentCount
  case invalidLength, tooLongLength
  case expectedLength(UInt8)
  case tooLongInline, unbalancedQuotes
  case tooLongRequest

  var text: String {
    switch self {
    case .invalidArgumentCount: "invalid multibulk length"
    case .tooLongArgumentCount: "too big mbulk count string"
    case .invalidLength: "invalid bulk length"
    case .tooLongLength: "too big bulk count string"
    case .expectedLength: "expected '$', got '"
    case .tooLongInline: "too big inline request"
    case .unbalancedQuotes: "unbalanced quotes in request"
    case .tooLongRequest: "too big request"
    }
  }
}
