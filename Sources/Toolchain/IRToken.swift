/// The smallest unit of LLVM's textual code that a change can concern. Joined together, tokens give
/// the text they came from.
struct IRToken: Equatable {
  enum Kind: Equatable {
    /// Keywords, types, labels and numbers.
    case word
    /// `@name`: a function or variable.
    case global
    /// `%name`: a value or a type.
    case local
    /// `!7` or `!name`.
    case metadata
    /// `#7`, or `#dbg_value`.
    case hash
    case string
    case punctuation
    case space
    case comment
  }

  var kind: Kind
  var text: String

  func isWord(_ word: String) -> Bool { kind == .word && text == word }
  func isPunctuation(_ mark: String) -> Bool { kind == .punctuation && text == mark }

  static let space = IRToken(kind: .space, text: " ")

  static func word(_ text: String) -> IRToken { IRToken(kind: .word, text: text) }

  /// What a global or string stands for, without sigil, quotes and escapes.
  var name: String {
    let body = text.drop { $0 == "@" || $0 == "%" || $0 == "!" || $0 == "$" }
    guard body.first == "\"" else { return String(body) }
    return Self.unescape(body.dropFirst().dropLast())
  }

  /// LLVM writes `\22` for the octet 0x22, and `\\` for a backslash.
  private static func unescape(_ text: Substring) -> String {
    guard text.contains("\\") else { return String(text) }
    var octets: [UInt8] = []
    var rest = text.utf8[...]
    while let octet = rest.first {
      rest = rest.dropFirst()
      let digits = rest.prefix(2)
      if octet == UInt8(ascii: "\\"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        octets.append(value)
        rest = rest.dropFirst(2)
      } else {
        octets.append(octet)
        if octet == UInt8(ascii: "\\") { rest = rest.dropFirst() }
      }
    }
    return String(decoding: octets, as: UTF8.self)
  }
}

extension [IRToken] {
  var text: String { map(\.text).joined() }

  /// Cuts one line. Every line can be cut: what is no longer token is punctuation.
  init(line: Substring) {
    self = []
    var rest = line.utf8[...]
    while let first = rest.first {
      let (kind, count) = Self.next(first, rest)
      append(IRToken(kind: kind, text: String(Substring(rest.prefix(count)))))
      rest = rest.dropFirst(count)
    }
  }

  private static func next(
    _ first: UInt8, _ rest: Substring.UTF8View
  ) -> (IRToken.Kind, Int) {
    switch first {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      return (.space, rest.prefix { $0 == first }.count)
    case UInt8(ascii: ";"): return (.comment, rest.count)
    case UInt8(ascii: "\""): return (.string, quoted(rest))
    case UInt8(ascii: "@"): return sigil(.global, rest)
    case UInt8(ascii: "%"): return sigil(.local, rest)
    case UInt8(ascii: "!"): return sigil(.metadata, rest)
    case UInt8(ascii: "#"): return sigil(.hash, rest)
    default:
      let count = rest.prefix(while: isNameOctet).count
      return count > 0 ? (.word, count) : (.punctuation, 1)
    }
  }

  /// A sigil with its name, or alone as punctuation (`!{`, `!"`).
  private static func sigil(
    _ kind: IRToken.Kind, _ rest: Substring.UTF8View
  ) -> (IRToken.Kind, Int) {
    let name = rest.dropFirst()
    if name.first == UInt8(ascii: "\""), kind != .metadata { return (kind, 1 + quoted(name)) }
    let count = name.prefix(while: isNameOctet).count
    return count > 0 ? (kind, 1 + count) : (.punctuation, 1)
  }

  /// The length of a string with its quotes. A quote within is written `\22`.
  private static func quoted(_ rest: Substring.UTF8View) -> Int {
    let body = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }.count
    return Swift.min(body + 2, rest.count)
  }

  private static func isNameOctet(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }

  /// The index behind the bracket that closes the one at `open`.
  func end(ofBracketAt open: Int) -> Int? {
    var depth = 0
    for index in open..<count where self[index].kind == .punctuation {
      switch self[index].text {
      case "(", "{", "[", "<": depth += 1
      case ")", "}", "]", ">":
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
    }
    return nil
  }

  /// Removes the tokens that `isUnwanted` holds for, with the space behind each.
  mutating func drop(where isUnwanted: (IRToken) -> Bool) {
    var kept: [IRToken] = []
    var skipsSpace = false
    for token in self {
      if skipsSpace && token.kind == .space {
        skipsSpace = false
        continue
      }
      skipsSpace = isUnwanted(token)
      if !skipsSpace { kept.append(token) }
    }
    self = kept
  }
}
