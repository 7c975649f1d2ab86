/// An answer in RESP2; those of RESP3 are read as what they are in RESP2.
indirect enum Answer: Equatable, Hashable {
  case text(String)
  case error(String)
  case number(Int)
  case bulk([UInt8]?)
  case array([Answer])

  /// The octets of an array of bulks.
  var bulks: [[UInt8]] {
    guard case .array(let answers) = self else { return [] }
    return answers.compactMap { if case .bulk(let octets) = $0 { octets } else { nil } }
  }
}

/// Reads answers one behind the other.
struct ReplyReader {
  private let octets: [UInt8]
  private var position = 0

  init(_ octets: [UInt8]) { self.octets = octets }

  var isAtEnd: Bool { position == octets.count }

  /// All answers; nil unless the octets are whole answers.
  static func all(_ octets: [UInt8]) -> [Answer]? {
    var reader = ReplyReader(octets)
    var answers: [Answer] = []
    while !reader.isAtEnd {
      guard let answer = reader.next() else { return nil }
      answers.append(answer)
    }
    return answers
  }

  mutating func next() -> Answer? {
    guard let line = line(), let mark = line.first else { return nil }
    let text = String(line.dropFirst())
    switch mark {
    case "+": return .text(text)
    case "-": return .error(text)
    case ":": return Int(text).map { .number($0) }
    case "$", "=": return Int(text).flatMap { bulk($0) }
    case "_": return text.isEmpty ? .bulk(nil) : nil
    case "%": return Int(text).flatMap { array(2 * $0) }
    case "*": return Int(text).flatMap { array($0) }
    default: return nil
    }
  }

  private mutating func bulk(_ count: Int) -> Answer? {
    guard count >= 0 else { return .bulk(nil) }
    guard octets.count - position >= count + 2, octets[position + count] == 13 else { return nil }
    defer { position += count + 2 }
    return .bulk(Array(octets[position..<position + count]))
  }

  private mutating func array(_ count: Int) -> Answer? {
    // An array that is not there is read as what RESP3 has for all that is not.
    guard count >= 0 else { return .bulk(nil) }
    var answers: [Answer] = []
    for _ in 0..<count {
      guard let answer = next() else { return nil }
      answers.append(answer)
    }
    return .array(answers)
  }

  private mutating func line() -> String? {
    guard let end = octets[position...].firstIndex(of: 13), end + 1 < octets.count,
      octets[end + 1] == 10
    else { return nil }
    defer { position = end + 2 }
    return String(decoding: octets[position..<end], as: UTF8.self)
  }
}
