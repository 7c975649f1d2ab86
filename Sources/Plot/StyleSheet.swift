/// Colours and fonts: for light pages, and for dark ones where the viewer says that it prefers them.
enum StyleSheet {
  /// Colours that also those tell apart who see fewer of them (Okabe and Ito), on white and on nearly black.
  private static let lineColors: [(light: String, dark: String)] = [
    ("#d55e00", "#ff8a3d"), ("#0072b2", "#56b4f9"), ("#009e73", "#2fd6a3"),
    ("#b0549b", "#e79fd0"), ("#a07800", "#f0c541"), ("#5b6770", "#aab4bd"),
  ]
  /// Lines of the seventh name and further ones are broken.
  static let colorCount = lineColors.count
  private static let dashes = ["none", "7 4", "2 3"]

  /// Those that come first are wider: they are seen behind others that lie on them.
  private static let widths = [3.8, 3.2, 2.6, 2]

  /// The classes that a line of that number has, of as many.
  static func classes(ofLine number: Int, of count: Int) -> String {
    let width = max(widths.count - count, 0) + number
    return "c\(number % colorCount) d\(number / colorCount % dashes.count) "
      + "w\(min(width, widths.count - 1))"
  }

  static var text: String {
    """
    text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; }
    .title { font-size: 15px; font-weight: 600; }
    .note, .tick { font-size: 11px; }
    .label { font-size: 12px; }
    .line { fill: none; stroke-linejoin: round; stroke-linecap: round; }
    .frame, .grid { fill: none; stroke-width: 1; }
    .reference { stroke-width: 2; }
    \(lineRules)
    \(colors(ink: "#1f2328", faint: "#59636e", grid: "#e4e8ec", frame: "#b7bfc7", page: "#ffffff", lineColors.map(\.light)))
    @media (prefers-color-scheme: dark) {
    \(colors(ink: "#f0f3f6", faint: "#9aa4ae", grid: "#2b323a", frame: "#4d5761", page: "#0d1117", lineColors.map(\.dark)))
    }
    """
  }

  private static var lineRules: String {
    let rules =
      dashes.enumerated().map { ".d\($0) { stroke-dasharray: \($1); }" }
      + widths.enumerated().map { ".w\($0) { stroke-width: \($1); }" }
    return rules.joined(separator: "\n")
  }

  private static func colors(
    ink: String, faint: String, grid: String, frame: String, page: String, _ lines: [String]
  ) -> String {
    let rules =
      [
        ".page { fill: \(page); }", ".title, .label { fill: \(ink); }",
        ".note, .tick { fill: \(faint); }", ".grid { stroke: \(grid); }",
        ".frame { stroke: \(frame); }", ".reference { stroke: \(faint); }",
        ".dot.reference { fill: \(faint); }",
      ]
      + lines.enumerated().flatMap { number, color in
        [".c\(number) { stroke: \(color); }", ".dot.c\(number) { fill: \(color); }"]
      }
    return rules.joined(separator: "\n")
  }
}
