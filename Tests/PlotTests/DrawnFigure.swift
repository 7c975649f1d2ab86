import Foundation
import Plot

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A figure as a reader of its SVG sees it: what an XML parser finds in the text.
final class DrawnFigure: NSObject, XMLParserDelegate {
  struct Place: Equatable {
    var x: Double
    var y: Double
  }

  struct Label {
    var text: String
    var classes: String
    var place: Place
    var anchor: String
  }

  private(set) var size = Place(x: 0, y: 0)
  /// Of the panels, from the top down: the corner, and width and height.
  private(set) var frames: [(corner: Place, extent: Place)] = []
  private(set) var labels: [Label] = []
  private(set) var dots: [Place] = []
  /// The points of each line.
  private(set) var lines: [(classes: String, points: [Place])] = []
  private(set) var problem: String?
  private var text = ""
  private var label: Label?

  init(_ figure: Figure) {
    super.init()
    let parser = XMLParser(data: Data(figure.svg.utf8))
    parser.delegate = self
    if !parser.parse() { problem = "\(String(describing: parser.parserError))" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? .nan }
    let classes = attributes["class"] ?? ""
    text = ""
    switch name {
    case "svg": size = Place(x: number("width"), y: number("height"))
    case "rect" where classes == "frame":
      frames.append(
        (
          Place(x: number("x"), y: number("y")), Place(x: number("width"), y: number("height"))
        ))
    case "circle": dots.append(Place(x: number("cx"), y: number("cy")))
    case "path": lines.append((classes, Self.points(of: attributes["d"] ?? "")))
    case "text":
      label = Label(
        text: "", classes: classes, place: Place(x: number("x"), y: number("y")),
        anchor: attributes["text-anchor"] ?? "start")
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard name == "text", var label else { return }
    label.text = text
    labels.append(label)
    self.label = nil
  }

  /// Commands M, L, H and V of absolute places; h of a way.
  private static func points(of path: String) -> [Place] {
    var points: [Place] = []
    var rest = Substring(path)
    while let command = rest.popFirst() {
      let numbers = rest.prefix { !$0.isLetter }.split(separator: " ").compactMap { Double($0) }
      rest = rest.drop { !$0.isLetter }
      let last = points.last ?? Place(x: .nan, y: .nan)
      switch (command, numbers.count) {
      case ("M", 2), ("L", 2): points.append(Place(x: numbers[0], y: numbers[1]))
      case ("H", 1): points.append(Place(x: numbers[0], y: last.y))
      case ("V", 1): points.append(Place(x: last.x, y: numbers[0]))
      case ("h", 1): points.append(Place(x: last.x + numbers[0], y: last.y))
      default: points.append(Place(x: .nan, y: .nan))
      }
    }
    return points
  }

  /// Whether the place lies within one of the panels, but for rounding.
  func isInPanel(_ place: Place) -> Bool {
    frames.contains { corner, extent in
      (corner.x - 0.1...corner.x + extent.x + 0.1).contains(place.x)
        && (corner.y - 0.1...corner.y + extent.y + 0.1).contains(place.y)
    }
  }

  /// The labels of ticks below the last panel, or beside any.
  var tickLabels: (x: [Label], y: [Label]) {
    let ticks = labels.filter { $0.classes == "tick" }
    return (ticks.filter { $0.anchor == "middle" }, ticks.filter { $0.anchor == "end" })
  }
}
