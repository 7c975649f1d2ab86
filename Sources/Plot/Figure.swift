/// Lines in one or several panels, one above the other, with the x axis in common.
///
/// ``svg`` draws it. Whatever the numbers are, that succeeds: what can't be drawn is a gap in its line.
public struct Figure: Equatable, Sendable {
  public var title: String
  /// What has to be known to read the figure right; each begins a line below the title, and is broken where it is long.
  public var notes: [String]
  public var xAxis: Axis
  public var panels: [Panel]

  public init(title: String, notes: [String] = [], xAxis: Axis, panels: [Panel]) {
    self.title = title
    self.notes = notes
    self.xAxis = xAxis
    self.panels = panels
  }
}

/// What numbers along one side of a panel mean.
public struct Axis: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case linear
    /// Only numbers above 0 have a place.
    case logarithmic
  }

  /// How ticks are labelled.
  public enum Unit: Equatable, Sendable {
    case none
    /// Numbers are nanoseconds; labels are in the unit that is shortest.
    case nanoseconds
    /// 1 is 100 %.
    case share
  }

  public var title: String
  public var kind: Kind
  public var unit: Unit
  /// Numbers that the axis reaches at least, beside those of the lines.
  public var reaches: [Double]

  public init(
    _ title: String, _ kind: Kind = .linear, unit: Unit = .none, reaches: [Double] = []
  ) {
    self.title = title
    self.kind = kind
    self.unit = unit
    self.reaches = reaches
  }
}

/// Lines above one piece of the x axis.
public struct Panel: Equatable, Sendable {
  /// Its title stands above the panel.
  public var yAxis: Axis
  public var lines: [Line]

  public init(yAxis: Axis, lines: [Line]) {
    self.yAxis = yAxis
    self.lines = lines
  }
}

/// One line. Lines of one name have the same colour in all panels, and one entry in the legend.
public struct Line: Equatable, Sendable {
  public enum Shape: Equatable, Sendable {
    /// Straight from point to point.
    case straight
    /// Level from each point to the next one's x, as of a number that stays until it changes.
    case steps
  }

  public var name: String
  public var points: [Point]
  public var shape: Shape
  /// In the colour of the text: what the others are seen against.
  public var isReference: Bool

  public init(
    _ name: String, _ points: [Point], shape: Shape = .straight, isReference: Bool = false
  ) {
    self.name = name
    self.points = points
    self.shape = shape
    self.isReference = isReference
  }
}

/// A place in a panel, in the numbers of its axes.
public struct Point: Equatable, Sendable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
