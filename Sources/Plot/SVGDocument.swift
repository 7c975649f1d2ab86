/// The text of an SVG document, element by element.
struct SVGDocument {
  private(set) var body = ""

  /// An element without content. Numbers are rounded to a tenth of a pixel.
  mutating func add(_ element: String, _ attributes: KeyValuePairs<String, Value>) {
    body += "<\(element)\(Self.text(attributes))/>\n"
  }

  /// An element with text in it.
  mutating func add(
    _ element: String, _ attributes: KeyValuePairs<String, Value>, text: String
  ) {
    body += "<\(element)\(Self.text(attributes))>\(Self.escaped(text))</\(element)>\n"
  }

  /// Elements that belong together.
  mutating func group(
    _ attributes: KeyValuePairs<String, Value>, _ content: (inout SVGDocument) -> Void
  ) {
    body += "<g\(Self.text(attributes))>\n"
    content(&self)
    body += "</g>\n"
  }

  /// An attribute's value.
  enum Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    case text(String)
    case number(Double)

    init(stringLiteral text: String) { self = .text(text) }
    init(floatLiteral number: Double) { self = .number(number) }
    init(integerLiteral number: Int) { self = .number(Double(number)) }
  }

  private static func text(_ attributes: KeyValuePairs<String, Value>) -> String {
    attributes.map { name, value in
      switch value {
      case .text(let text): " \(name)=\"\(escaped(text))\""
      case .number(let number): " \(name)=\"\(pixels(number))\""
      }
    }.joined()
  }

  /// A length to a tenth of a pixel; a picture ends at a million of them.
  static func pixels(_ number: Double) -> String {
    let tenths = Int((min(max(number, -1e6), 1e6) * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
  }

  /// Text as it may stand in an element or an attribute. What XML 1.0 has no place for becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..<"\u{20}", "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
