/// Answers as a client reads them, one behind the other.
struct HTTPAnswers {
  private(set) var codes: [Int] = []
  private(set) var saysClose = false

  /// Nil unless the octets are whole answers. Which of them have no content is told by the requests, where given:
  /// else an answer may be followed by the next one's start or by its content.
  init?(_ octets: [UInt8], requests: String?) {
    let text = String(decoding: octets, as: UTF8.self)
    var rest = Substring(text)
    var isHead = requests?.hasPrefix("HEAD") ?? false
    while !rest.isEmpty {
      guard rest.hasPrefix("HTTP/1.1 "), let code = Int(rest.dropFirst(9).prefix(3)),
        let end = rest.firstRange(of: "\r\n\r\n")
      else { return nil }
      codes.append(code)
      let head = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      guard code != 100 else { continue }
      saysClose = saysClose || head.contains("\r\nConnection: close")
      guard let field = head.firstRange(of: "\r\nContent-Length: "),
        let length = Int(head[field.upperBound...].prefix { $0.isNumber })
      else { return nil }
      if isHead || (requests == nil && (rest.isEmpty || rest.hasPrefix("HTTP/1.1 "))) {
        isHead = false
        continue
      }
      guard rest.utf8.count >= length else { return nil }
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: length)...]
    }
  }
}
