/// What is to be said to a request.
struct HTTPAnswer: BitwiseCopyable, Sendable {
  var status: HTTPStatus
  var content: Content
  /// The request was a HEAD: all but the content is sent.
  var omitsContent = false
  var persistence = Persistence.implied

  enum Content: UInt8, BitwiseCopyable, Sendable {
    /// The reason phrase, as text.
    case none
    case greeting
    case json
  }

  enum Persistence: UInt8, BitwiseCopyable, Sendable {
    /// HTTP/1.1: stays open without a word.
    case implied
    /// HTTP/1.0, and the client asked for it: it has to be told.
    case told
    case closes
  }
}

enum HTTPStatus: UInt8, BitwiseCopyable, Sendable {
  case ok, badRequest, notFound, methodNotAllowed, lengthRequired, contentTooLarge, uriTooLong
  case expectationFailed, headersTooLarge, notImplemented, versionNotSupported

  /// Code and reason, as in a status line.
  var line: String {
    switch self {
    case .ok: "200 OK"
    case .badRequest: "400 Bad Request"
    case .notFound: "404 Not Found"
    case .methodNotAllowed: "405 Method Not Allowed"
    case .lengthRequired: "411 Length Required"
    case .contentTooLarge: "413 Content Too Large"
    case .uriTooLong: "414 URI Too Long"
    case .expectationFailed: "417 Expectation Failed"
    case .headersTooLarge: "431 Request Header Fields Too Large"
    case .notImplemented: "501 Not Implemented"
    case .versionNotSupported: "505 HTTP Version Not Supported"
    }
  }
}

/// Why a request can't be taken: the status that says so. The connection is closed behind it, since nobody can tell
/// where the next request would start.
struct HTTPRefusal: Error {
  var status: HTTPStatus

  static var malformed: Self { Self(status: .badRequest) }
}
