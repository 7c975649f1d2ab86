extension Figure {
  /// The figure as an SVG document, for pages of any colour.
  public var svg: String { Drawing(self).document }
}

/// A figure's way onto the page: pixels to the right and down.
struct Drawing {
  private let figure: Figure
  private let xScale: Scale
  private let yScales: [Scale]
  /// The names in the legend, in the order in which they first appear, and the class of each one's lines.
  private let entries: [(name: String, classes: String)]

  private static let width = 760.0
  private static let right = 730.0
  private static let panelHeight = 150.0
  /// From one panel's end to the next one's beginning: room for its title.
  private static let panelGap = 34.0
  /// More points than that are seen as a line alone.
  private static let dotCountMax = 40

  init(_ figure: Figure) {
    self.figure = figure
    let points = figure.panels.flatMap { $0.lines.flatMap(\.points) }
    xScale = Scale(figure.xAxis.kind, for: points.map(\.x) + figure.xAxis.reaches)
    yScales = figure.panels.map { panel in
      Scale(
        panel.yAxis.kind, for: panel.lines.flatMap { $0.points.map(\.y) } + panel.yAxis.reaches)
    }
    entries = Self.entries(of: figure)
  }

  private static func entries(of figure: Figure) -> [(name: String, classes: String)] {
    var lines: [Line] = []
    for line in figure.panels.flatMap(\.lines)
    where !lines.contains(where: { $0.name == line.name }) {
      lines.append(line)
    }
    let count = lines.count { !$0.isReference }
    var number = 0
    return lines.map { line in
      guard !line.isReference else { return (line.name, "reference") }
      defer { number += 1 }
      return (line.name, StyleSheet.classes(ofLine: number, of: count))
    }
  }

  private func classes(of line: Line) -> String {
    entries.first { $0.name == line.name }?.classes ?? "reference"
  }

  // MARK: The page

  var document: String {
    var svg = SVGDocument()
    var y = 28.0
    svg.add("text", ["class": "title", "x": 16, "y": .number(y)], text: figure.title)
    for line in figure.notes.flatMap({ Self.broken($0, to: Self.right - 16, fontSize: 11) }) {
      y += 16
      svg.add("text", ["class": "note", "x": 16, "y": .number(y)], text: line)
    }
    y = drawLegend(&svg, below: y)
    for index in figure.panels.indices {
      y += Self.panelGap
      draw(panel: index, &svg, top: y)
      y += Self.panelHeight
    }
    y = drawXAxis(&svg, below: y)
    return page(svg, height: y + 14)
  }

  private func page(_ content: SVGDocument, height: Double) -> String {
    let (width, height) = (SVGDocument.pixels(Self.width), SVGDocument.pixels(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      <title>\(SVGDocument.escaped(figure.title))</title>
      <style>
      \(StyleSheet.text)
      </style>
      <rect class="page" width="\(width)" height="\(height)"/>
      \(content.body)</svg>

      """
  }

  // MARK: Text

  /// How wide a text is, about: no font is at hand to ask.
  private static func width(of text: String, fontSize: Double) -> Double {
    Double(text.count) * fontSize * 0.58
  }

  /// The text in lines that are not wider than that, as far as its words allow.
  private static func broken(_ text: String, to width: Double, fontSize: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, Self.width(of: last + " " + word, fontSize: fontSize) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// What distinguishes lines, where there are several; where that ends.
  private func drawLegend(_ svg: inout SVGDocument, below top: Double) -> Double {
    guard entries.count > 1 else { return top }
    var (x, y) = (16.0, top + 24)
    for entry in entries {
      let width = 28 + Self.width(of: entry.name, fontSize: 12) + 22
      if x > 16, x + width > Self.right { (x, y) = (16, y + 20) }
      svg.add(
        "path",
        [
          "class": .text("line \(entry.classes)"),
          "d": .text("M\(SVGDocument.pixels(x)) \(SVGDocument.pixels(y - 4))h22"),
        ])
      svg.add(
        "text", ["class": "label", "x": .number(x + 28), "y": .number(y)], text: entry.name)
      x += width
    }
    return y
  }

  // MARK: Panels

  /// Where panels begin: to the right of the widest of their labels.
  private var left: Double {
    let labels = zip(figure.panels, yScales).flatMap { panel, scale in
      scale.ticks.map { panel.yAxis.unit.label($0) }
    }
    let widest = labels.map { Self.width(of: $0, fontSize: 11) }.max() ?? 0
    return min(max(widest + 26, 48), 160)
  }

  private func x(_ number: Double) -> Double? {
    xScale.position(of: number).map { left + $0 * (Self.right - left) }
  }

  private func draw(panel index: Int, _ svg: inout SVGDocument, top: Double) {
    let (panel, scale) = (figure.panels[index], yScales[index])
    let bottom = top + Self.panelHeight
    let left = left
    func y(_ number: Double) -> Double? {
      scale.position(of: number).map { bottom - $0 * Self.panelHeight }
    }
    svg.add(
      "text", ["class": "label", "x": .number(left), "y": .number(top - 8)],
      text: panel.yAxis.title)
    for tick in scale.ticks {
      guard let y = y(tick) else { continue }
      svg.add(
        "line",
        [
          "class": "grid", "x1": .number(left), "x2": .number(Self.right), "y1": .number(y),
          "y2": .number(y),
        ])
      svg.add(
        "text",
        ["class": "tick", "x": .number(left - 7), "y": .number(y + 4), "text-anchor": "end"],
        text: panel.yAxis.unit.label(tick))
    }
    for tick in xScale.ticks {
      guard let x = x(tick) else { continue }
      svg.add(
        "line",
        [
          "class": "grid", "x1": .number(x), "x2": .number(x), "y1": .number(top),
          "y2": .number(bottom),
        ])
    }
    svg.add(
      "rect",
      [
        "class": "frame", "x": .number(left), "y": .number(top),
        "width": .number(Self.right - left), "height": .number(Self.panelHeight),
      ])
    for line in panel.lines { draw(line, &svg, y) }
  }

  /// The line, in as many pieces as what can't be drawn leaves of it.
  private func draw(_ line: Line, _ svg: inout SVGDocument, _ y: (Double) -> Double?) {
    let classes = classes(of: line)
    let hasDots = line.points.count <= Self.dotCountMax && line.shape == .straight
    let places = line.points.map { point in
      x(point.x).flatMap { x in y(point.y).map { (x: x, y: $0) } }
    }
    for piece in places.split(whereSeparator: { $0 == nil }).map({ $0.compactMap(\.self) }) {
      if piece.count > 1 {
        svg.add(
          "path",
          ["class": .text("line \(classes)"), "d": .text(path(through: piece, line.shape))])
      }
      guard hasDots || piece.count == 1 else { continue }
      for place in piece {
        svg.add(
          "circle",
          [
            "class": .text("dot \(classes)"), "cx": .number(place.x), "cy": .number(place.y),
            "r": 2.5,
          ])
      }
    }
  }

  private func path(through places: [(x: Double, y: Double)], _ shape: Line.Shape) -> String {
    var text = ""
    for (index, place) in places.enumerated() {
      let (x, y) = (SVGDocument.pixels(place.x), SVGDocument.pixels(place.y))
      if index == 0 {
        text = "M\(x) \(y)"
      } else {
        text += shape == .steps ? "H\(x)V\(y)" : "L\(x) \(y)"
      }
    }
    return text
  }

  /// Labels and title below the last panel; where they end.
  private func drawXAxis(_ svg: inout SVGDocument, below top: Double) -> Double {
    for tick in xScale.ticks {
      guard let x = x(tick) else { continue }
      svg.add(
        "text",
        ["class": "tick", "x": .number(x), "y": .number(top + 18), "text-anchor": "middle"],
        text: figure.xAxis.unit.label(tick))
    }
    svg.add(
      "text",
      [
        "class": "label", "x": .number((left + Self.right) / 2), "y": .number(top + 38),
        "text-anchor": "middle",
      ], text: figure.xAxis.title)
    return top + 38
  }
}
