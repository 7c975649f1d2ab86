/// Patterns for keys, as Redis has them: `*`, `?`, `[a-z]`, `[^a]`, and `\` before what is meant as it is.
enum Glob {
  /// Whether a pattern means a text. Takes at most (pattern × text) steps: only the last star is ever tried again.
  static func matches(_ pattern: Span<UInt8>, _ text: Span<UInt8>) -> Bool {
    var (p, t) = (0, 0)
    var (afterStar, tried) = (-1, 0)
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        p += 1
        (afterStar, tried) = (p, t)
      } else if p < pattern.count, let end = one(pattern, p, text[t]) {
        p = end
        t += 1
      } else if afterStar >= 0 {
        tried += 1
        (p, t) = (afterStar, tried)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }

  /// Where the part of the pattern for one octet ends; nil when it doesn't mean this octet.
  private static func one(_ pattern: Span<UInt8>, _ start: Int, _ octet: UInt8) -> Int? {
    switch pattern[start] {
    case UInt8(ascii: "?"): return start + 1
    case UInt8(ascii: "["): return set(pattern, start + 1, octet)
    case UInt8(ascii: "\\") where start + 1 < pattern.count:
      return pattern[start + 1] == octet ? start + 2 : nil
    case let other: return other == octet ? start + 1 : nil
    }
  }

  /// A set, from behind its bracket on. One that is not closed ends with the pattern.
  private static func set(_ pattern: Span<UInt8>, _ start: Int, _ octet: UInt8) -> Int? {
    var index = start
    let isInverted = index < pattern.count && pattern[index] == UInt8(ascii: "^")
    if isInverted { index += 1 }
    var found = false
    while index < pattern.count, pattern[index] != UInt8(ascii: "]") {
      if pattern[index] == UInt8(ascii: "\\"), index + 1 < pattern.count {
        found = found || pattern[index + 1] == octet
        index += 2
      } else if index + 2 < pattern.count, pattern[index + 1] == UInt8(ascii: "-") {
        let (one, other) = (pattern[index], pattern[index + 2])
        found = found || (min(one, other)...max(one, other)).contains(octet)
        index += 3
      } else {
        found = found || pattern[index] == octet
        index += 1
      }
    }
    return found != isInverted ? min(index + 1, pattern.count) : nil
  }
}
