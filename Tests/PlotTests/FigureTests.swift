import Foundation
import Plot
import SeededNumbers
import Testing

/// Figures as readers of their SVG see them.
@Suite struct FigureTests {
  private func figure(
    _ lines: [Line], _ kind: Axis.Kind = .linear, title: String = "title", notes: [String] = []
  ) -> Figure {
    Figure(
      title: title, notes: notes, xAxis: Axis("x", kind),
      panels: [Panel(yAxis: Axis("y", kind), lines: lines)])
  }

  private static let curve = (1...9).map { Point(Double($0) / 10, Double($0 * $0)) }

  @Test func everyPointIsDrawnInItsPanel() {
    let drawn = DrawnFigure(figure([Line("one", Self.curve), Line("two", Self.curve.reversed())]))
    #expect(drawn.problem == nil)
    #expect(drawn.frames.count == 1 && drawn.dots.count == 18)
    #expect(drawn.dots.allSatisfy(drawn.isInPanel))
    // Two in the legend, two in the panel.
    let lines = drawn.lines.filter { $0.points.count == 9 }
    #expect(drawn.lines.count == 4 && lines.count == 2)
    #expect(lines[0].points == Array(drawn.dots[..<9]))
    #expect(lines[0].classes != lines[1].classes)
  }

  /// Greater numbers lie further to the right, and higher.
  @Test func pointsLieAsTheirNumbersDo() throws {
    for kind in [Axis.Kind.linear, .logarithmic] {
      let dots = DrawnFigure(figure([Line("one", Self.curve)], kind)).dots
      #expect(zip(dots, dots.dropFirst()).allSatisfy { $0.x < $1.x && $0.y > $1.y })
    }
    // On a linear axis, half way between is half way between.
    let dots = DrawnFigure(figure([Line("one", [Point(0, 0), Point(3, 2), Point(6, 4)])])).dots
    #expect(abs(dots[1].x - (dots[0].x + dots[2].x) / 2) <= 0.1)
    // On a logarithmic one, ten times as much is equally far.
    let powers = DrawnFigure(
      figure([Line("one", [Point(1, 1), Point(10, 10), Point(100, 100)])], .logarithmic)
    ).dots
    #expect(abs(powers[1].y - (powers[0].y + powers[2].y) / 2) <= 0.1)
  }

  @Test func stepsAreLevelUntilTheNextPoint() throws {
    let points = [Point(0, 1), Point(1, 3), Point(2, 3), Point(4, 2)]
    let drawn = DrawnFigure(figure([Line("cores", points, shape: .steps)]))
    let line = try #require(drawn.lines.first)
    #expect(drawn.dots.isEmpty && line.points.count == 7)
    for (before, after) in zip(line.points, line.points.dropFirst()) {
      #expect(before.x == after.x || before.y == after.y)
    }
  }

  @Test func panelsHaveTheirXAxisInCommon() {
    let drawn = DrawnFigure(
      Figure(
        title: "three", xAxis: Axis("time", unit: .nanoseconds),
        panels: [
          Panel(yAxis: Axis("a"), lines: [Line("one", [Point(0, 1), Point(2e6, 2)])]),
          Panel(yAxis: Axis("b"), lines: [Line("two", [Point(1e6, 1)])]),
          Panel(yAxis: Axis("c"), lines: [Line("one", [Point(1e6, 7), Point(4e6, 2)])]),
        ]))
    #expect(drawn.frames.count == 3)
    #expect(
      zip(drawn.frames, drawn.frames.dropFirst()).allSatisfy { above, below in
        above.corner.x == below.corner.x && above.extent.x == below.extent.x
          && above.corner.y + above.extent.y < below.corner.y
      })
    // One line is a dot alone; what is at the same x is at the same place.
    let places = drawn.dots.filter { $0.x == drawn.dots[2].x }
    #expect(drawn.dots.count == 5 && places.count == 2)
    // A name has one colour, and one entry.
    let classes = drawn.lines.filter { $0.points.count == 2 }.map(\.classes)
    #expect(classes.count == 4 && Set(classes).count == 2, "\(classes)")
    #expect(drawn.tickLabels.x.map(\.text) == ["0", "1 ms", "2 ms", "3 ms", "4 ms"])
  }

  @Test func onlySeveralNamesNeedALegend() {
    let alone = DrawnFigure(figure([Line("alone", Self.curve)]))
    #expect(!alone.labels.contains { $0.text == "alone" })
    let names = (0..<20).map { "policy number \($0)" }
    let many = DrawnFigure(figure(names.map { Line($0, Self.curve) }))
    let entries = many.labels.filter { names.contains($0.text) }
    #expect(entries.map(\.text) == names)
    #expect(entries.allSatisfy { $0.place.x > 0 && $0.place.x < many.size.x })
    #expect(Set(entries.map { "\($0.place)" }).count == 20)
    // More than there are colours, and none looks like another one.
    #expect(Set(many.lines.filter { $0.points.count == 9 }.map(\.classes)).count >= 18)
  }

  @Test func labelsDoNotOverlap() {
    let lines = [Line("wide", [Point(1, 12_345), Point(1_000_000, 99_999)])]
    for kind in [Axis.Kind.linear, .logarithmic] {
      let drawn = DrawnFigure(
        figure(lines, kind, notes: [String(repeating: "many words ", count: 40)]))
      let below = drawn.tickLabels.x.sorted { $0.place.x < $1.place.x }
      for (left, right) in zip(below, below.dropFirst()) {
        // Half of each lies between them; a character is seven pixels wide at most.
        let room = Double(left.text.count + right.text.count) / 2 * 7
        #expect(right.place.x - left.place.x >= room, "\(left) \(right)")
      }
      let beside = drawn.tickLabels.y.map(\.place.y).sorted()
      #expect(zip(beside, beside.dropFirst()).allSatisfy { $1 - $0 >= 12 })
      // What is at the left of the panel is on the page.
      #expect(drawn.tickLabels.y.allSatisfy { $0.place.x - 7 * Double($0.text.count) >= 0 })
      let notes = drawn.labels.filter { $0.classes == "note" }
      #expect(notes.count > 2 && notes.allSatisfy { Double($0.text.count) * 6.5 < drawn.size.x })
    }
  }

  @Test func textIsEscaped() {
    let odd = "a < b & \"c\" > 'd' \u{1}\u{1b}[31m\n]]> é 漢"
    var drawn = DrawnFigure(figure([Line(odd, Self.curve), Line("b", [])], title: odd))
    #expect(drawn.problem == nil)
    let shown = "a < b & \"c\" > 'd' \u{fffd}\u{fffd}[31m ]]> é 漢"
    #expect(drawn.labels.count { $0.text == shown } == 2, "\(drawn.labels.map(\.text))")
    drawn = DrawnFigure(figure([], title: "", notes: ["", odd]))
    #expect(drawn.problem == nil && drawn.labels.contains { $0.text == shown })
  }

  // MARK: What can't be drawn

  private static let oddNumbers: [Double] = [
    .nan, .infinity, -.infinity, 0, -0.0, -1, 1, .leastNormalMagnitude / 64, 1e-99, 1e99, 1e101,
    -1e101, 1e308, -1e308,
    .greatestFiniteMagnitude, .leastNonzeroMagnitude, 0.1, 0.30000000000000004, 1 + 1e-15,
  ]

  /// Every pair of numbers, as a line and as a single point: what has a place is drawn in the panel.
  @Test(arguments: [Axis.Kind.linear, .logarithmic])
  func anyNumbersAreDrawnOrLeftOut(_ kind: Axis.Kind) {
    for first in Self.oddNumbers {
      for second in Self.oddNumbers {
        let points = [Point(first, second), Point(second, first), Point(1, 2)]
        for shape in [Line.Shape.straight, .steps] {
          let drawn = DrawnFigure(figure([Line("odd", points, shape: shape)], kind))
          #expect(drawn.problem == nil, "\(points)")
          #expect(drawn.dots.allSatisfy(drawn.isInPanel), "\(points)")
          #expect(drawn.lines.allSatisfy { $0.points.allSatisfy(drawn.isInPanel) }, "\(points)")
          // What is ordinary is drawn whatever stands beside it.
          #expect(!drawn.dots.isEmpty || !drawn.lines.isEmpty, "\(points)")
        }
      }
    }
  }

  @Test func gapsAreLeftWhereAPointHasNoPlace() {
    let points = [1.0, 2, .nan, 3, 0, 4, 5].enumerated().map { Point(Double($0 + 1), $1) }
    let drawn = DrawnFigure(figure([Line("holes", points)], .logarithmic))
    #expect(drawn.dots.count == 5)
    #expect(drawn.lines.map(\.points.count) == [2, 2])
  }

  @Test func emptyFiguresAreFigures() {
    for figure in [
      Figure(title: "", xAxis: Axis(""), panels: []), figure([]), figure([Line("none", [])]),
      figure([Line("none", [])], .logarithmic), figure([Line("one", [Point(0, 0)])]),
      figure([Line("same", Array(repeating: Point(5, 5), count: 9))], .logarithmic),
    ] {
      let drawn = DrawnFigure(figure)
      #expect(drawn.problem == nil)
      #expect(drawn.size.x > 0 && drawn.size.y > 0)
      #expect(drawn.dots.allSatisfy(drawn.isInPanel))
    }
  }

  @Test func randomFiguresAreDrawn() {
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      func number() -> Double {
        let exponent = Double.random(in: -30...30, using: &random)
        let size = Double.random(in: 1..<10, using: &random)
        return (Bool.random(using: &random) ? -1 : 1) * size * pow(10, exponent)
      }
      let points = (0..<Int.random(in: 0..<30, using: &random)).map { _ in Point(number(), number())
      }
      let drawn = DrawnFigure(
        figure([Line("random", points)], seed % 2 == 0 ? .linear : .logarithmic))
      #expect(drawn.problem == nil, "seed \(seed)")
      let count = seed % 2 == 0 ? points.count : points.count { $0.x > 0 && $0.y > 0 }
      #expect(drawn.dots.count == count, "seed \(seed)")
      #expect(drawn.dots.allSatisfy(drawn.isInPanel), "seed \(seed)")
    }
  }
}
