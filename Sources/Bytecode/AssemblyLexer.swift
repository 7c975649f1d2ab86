/// A word, number or symbol of one line.
struct AssemblyToken: Equatable {
  enum Kind: Equatable {
    /// A name: mnemonic, register, type, label.
    case word
    case number(UInt64)
    case symbol
  }

  let kind: Kind
  let text: String
  /// From 1, in octets.
  let column: Int
}

/// Splits one line, up to its comment, into tokens.
struct AssemblyLexer {
  private let octets: [UInt8]
  private let line: Int
  private var index = 0

  /// Longest first, because the first that fits is taken.
  private static let symbols: [String] =
    [">>=", "<<="]
    + ["+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "==", "!=", ">=", "<="]
    + ["+", "-", "*", "%", "&", "<", ">", "(", ")", "[", "]", ",", ":", "="]

  init(_ octets: Substring.UTF8View, line: Int) {
    self.octets = Array(octets)
    self.line = line
  }

  mutating func tokens() throws(AssemblyError) -> [AssemblyToken] {
    var tokens: [AssemblyToken] = []
    while true {
      skipBlanks()
      guard index < octets.count, !isAtComment else { return tokens }
      tokens.append(try next())
    }
  }

  private mutating func skipBlanks() {
    while index < octets.count, [0x20, 0x09, 0x0d].contains(octets[index]) { index += 1 }
  }

  private var isAtComment: Bool {
    switch octets[index] {
    case UInt8(ascii: "#"), UInt8(ascii: ";"): true
    case UInt8(ascii: "/"): octets[index...].starts(with: "//".utf8)
    default: false
    }
  }

  private mutating func next() throws(AssemblyError) -> AssemblyToken {
    let start = index
    if octets[index].isDigit { return try number() }
    if octets[index].isNamePart {
      while index < octets.count, octets[index].isNamePart { index += 1 }
      return token(.word, from: start)
    }
    for symbol in Self.symbols where octets[start...].starts(with: symbol.utf8) {
      index += symbol.utf8.count
      return token(.symbol, from: start)
    }
    // Show the whole character, however many octets it has.
    let character = String(decoding: octets[start...], as: UTF8.self).prefix(1)
    throw AssemblyError(
      line: line, column: start + 1, expected: "an instruction or a comment",
      found: String(character))
  }

  private mutating func number() throws(AssemblyError) -> AssemblyToken {
    let start = index
    while index < octets.count, octets[index].isNamePart { index += 1 }
    let text = String(decoding: octets[start..<index], as: UTF8.self)
    let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
    let value =
      isHexadecimal ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text, radix: 10)
    guard let value else {
      throw AssemblyError(
        line: line, column: start + 1, expected: "a decimal or 0x number of at most 64 bits",
        found: text)
    }
    return token(.number(value), from: start)
  }

  private func token(_ kind: AssemblyToken.Kind, from start: Int) -> AssemblyToken {
    AssemblyToken(
      kind: kind, text: String(decoding: octets[start..<index], as: UTF8.self), column: start + 1)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isNamePart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"):
      true
    default: isDigit
    }
  }
}
