/// Reads the words and signs of the contract notation, keeping the column for errors.
struct Scanner {
  let declaration: String
  let text: String
  private let octets: [UInt8]
  private(set) var position = 0

  init(_ text: String, declaration: String) {
    self.declaration = declaration
    self.text = text
    octets = Array(text.utf8)
    skipSpaces()
  }

  var isAtEnd: Bool { position == octets.count }

  /// Whether `sign` comes next.
  func isAt(_ sign: String) -> Bool { octets[position...].starts(with: sign.utf8) }

  /// Consumes `sign` when it comes next.
  mutating func accept(_ sign: String) -> Bool {
    guard isAt(sign) else { return false }
    position += sign.utf8.count
    skipSpaces()
    return true
  }

  mutating func expect(_ sign: String) throws(ContractError) {
    guard accept(sign) else { throw error("expected “\(sign)”") }
  }

  /// Consumes `word` when it comes next as a whole word.
  mutating func acceptWord(_ word: String) -> Bool {
    let saved = self
    guard let next = identifier(), next == word else {
      self = saved
      return false
    }
    return true
  }

  mutating func identifier() -> String? {
    let start = position
    while position < octets.count, Self.isWord(octets[position], first: position == start) {
      position += 1
    }
    guard position > start else { return nil }
    defer { skipSpaces() }
    return String(decoding: octets[start..<position], as: UTF8.self)
  }

  mutating func integer() throws(ContractError) -> Int64? {
    var end = position
    if end < octets.count, octets[end] == UInt8(ascii: "-") { end += 1 }
    let digits = end
    while end < octets.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octets[end]) {
      end += 1
    }
    guard end > digits else { return nil }
    guard let value = Int64(String(decoding: octets[position..<end], as: UTF8.self)) else {
      throw error("the number does not fit 64 bits")
    }
    position = end
    skipSpaces()
    return value
  }

  func error(_ message: String) -> ContractError {
    ContractError(declaration: declaration, text: text, column: position + 1, message: message)
  }

  private mutating func skipSpaces() {
    while position < octets.count, octets[position] == UInt8(ascii: " ") { position += 1 }
  }

  private static func isWord(_ octet: UInt8, first: Bool) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
    default: false
    }
  }
}
