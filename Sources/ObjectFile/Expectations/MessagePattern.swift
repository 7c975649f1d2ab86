/// What has to be found in a log: text, and POSIX extended regular expressions between `{{` and `}}`.
public struct MessagePattern: Equatable, Sendable, CustomStringConvertible {
  /// As it is written.
  public let text: String
  public let parts: [Part]

  public enum Part: Equatable, Sendable {
    case text(String)
    case expression(String)
  }

  /// Nil when a `{{` is never closed.
  public init?(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{") {
      let inside = rest[opening.upperBound...]
      guard let closing = inside.firstRange(of: "}}") else { return nil }
      if opening.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<opening.lowerBound])))
      }
      parts.append(.expression(String(inside[..<closing.lowerBound])))
      rest = inside[closing.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  public var description: String { text }
}
