/// What all HTTP answers have in common.
extension ReplyBuffer {
  /// The status line and the fields that every answer has, without the end of the last one.
  mutating func append(headOf answer: HTTPAnswer, _ date: borrowing HTTPDate) {
    append("HTTP/1.1 ")
    append(answer.status.line)
    appendCommonFields(date, answer.persistence)
    // RFC 9110 §15.5.6.
    if answer.status == .methodNotAllowed { append("\r\nAllow: GET, HEAD") }
  }

  mutating func appendCommonFields(
    _ date: borrowing HTTPDate, _ persistence: HTTPAnswer.Persistence
  ) {
    append("\r\nServer: baton\r\nDate: ")
    append(date.octets)
    switch persistence {
    case .implied: break
    case .told: append("\r\nConnection: keep-alive")
    case .closes: append("\r\nConnection: close")
    }
  }

  /// Says why a request can't be taken, and that the connection is closed.
  mutating func append(refusal: HTTPRefusal, _ date: borrowing HTTPDate) {
    let answer = HTTPAnswer(status: refusal.status, content: .none, persistence: .closes)
    append(headOf: answer, date)
    append(reasonOf: answer)
  }

  /// Has a client that waits for it send its content.
  mutating func appendContinue() { append("HTTP/1.1 100 Continue\r\n\r\n") }

  /// The rest of an answer that says its status once more as its content.
  mutating func append(reasonOf answer: HTTPAnswer) {
    append("\r\nContent-Type: text/plain\r\nContent-Length: ")
    append(decimal: answer.status.line.utf8.count + 1)
    append("\r\n\r\n")
    guard !answer.omitsContent else { return }
    append(answer.status.line)
    append(.lineFeed)
  }
}
