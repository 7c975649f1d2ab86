import ObjectFile

/// Finds what an object expects in a verifier's log, one message behind the other.
struct LogSearch {
  /// What is behind the last message that was found.
  private var rest: Substring

  init(_ log: String) { rest = log[...] }

  /// Whether the message comes next, after whatever else; if not, the search goes on where it was.
  mutating func find(_ pattern: MessagePattern) -> Bool {
    guard let end = Self.end(of: pattern, in: rest) else { return false }
    rest = rest[end...]
    return true
  }

  /// Whether it can be searched for at all.
  static func isUsable(_ pattern: MessagePattern) -> Bool {
    guard pattern.parts.contains(where: \.isExpression) else { return true }
    return RegularExpression(pattern) != nil
  }

  private static func end(of pattern: MessagePattern, in text: Substring) -> String.Index? {
    guard pattern.parts.contains(where: \.isExpression) else {
      return text.firstRange(of: pattern.text)?.upperBound
    }
    guard let offset = RegularExpression(pattern)?.endOfFirstMatch(in: String(text)) else {
      return nil
    }
    return text.utf8.index(text.startIndex, offsetBy: offset)
  }
}

extension MessagePattern.Part {
  fileprivate var isExpression: Bool {
    if case .expression = self { true } else { false }
  }
}
