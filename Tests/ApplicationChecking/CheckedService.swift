import Applications

/// The services that are checked: those with names, and handlers in each framing.
enum CheckedService: Int, CaseIterable {
  case echo, http, keyValue, stream, lines, messages, longMessages, handledHTTP

  /// A new one, with as little memory as a store may have.
  func make() -> Application {
    let configuration = ApplicationConfiguration(hashKey: (1, 2), memoryByteCountMax: 1 << 20)
    switch self {
    case .echo: return Application(named: "echo", configuration: configuration)!
    case .http: return Application(named: "http", configuration: configuration)!
    case .keyValue: return Application(named: "kv", configuration: configuration)!
    case .stream: return Self.handler(.stream) { Self.sendBack($0, &$1) }
    case .lines: return Self.handler(.lines, Self.answerLine)
    case .messages: return Self.handler(.lengthPrefixed(.octet), Self.answerLine)
    case .longMessages:
      return Self.handler(.lengthPrefixed(.twoOctets).limited(to: 5000)) {
        Self.sendBack($0, &$1)
      }
    case .handledHTTP: return Self.handler(.http, Self.answerHTTP)
    }
  }

  private static func handler(
    _ framing: Framing, _ handler: @escaping RequestHandler
  ) -> Application {
    Application(HandlerService(framing, configuration: .init(), handler))
  }

  private static func sendBack(_ request: RequestView, _ reply: inout Reply) {
    reply.append(request.octets)
  }

  /// Longer by an octet than the request, which not every message may be; some end the connection.
  private static func answerLine(_ request: RequestView, _ reply: inout Reply) {
    reply.append(request.octets)
    reply.append("\n")
    reply.closesConnection = request.octets.count == 4 && request.octets[0] == UInt8(ascii: "q")
  }

  /// Shows that head and content were told apart, in a status that the path chooses, also one that there is not.
  private static func answerHTTP(_ request: RequestView, _ reply: inout Reply) {
    reply.status = 200 + 2 * request.path.count
    reply.append(decimal: request.method.count)
    reply.append(" ")
    reply.append(decimal: request.field("content-type")?.count ?? -1)
    reply.append(" ")
    reply.append(request.octets)
    reply.closesConnection = request.target.count > request.path.count + 10
  }

  /// What is compared of its answers: whether a client is told to go on depends on how much of its request has come
  /// (RFC 9110 §10.1.1).
  func comparable(_ answers: [UInt8]) -> [UInt8] {
    guard self == .handledHTTP else { return answers }
    let word = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    var rest: [UInt8] = []
    var index = 0
    while index < answers.count {
      if answers[index] == word[0], answers[index...].starts(with: word) {
        index += word.count
      } else {
        rest.append(answers[index])
        index += 1
      }
    }
    return rest
  }
}
