#if canImport(Glibc)
  import Glibc
#endif

/// Where numbers lie along an axis, and which of them are labelled.
///
/// The first tick is where the axis begins, and the last one where it ends: all numbers that it was made for lie between.
package struct Scale: Equatable, Sendable {
  package let kind: Axis.Kind
  /// Ascending, two at least.
  package let ticks: [Double]

  /// Numbers beyond have no place: sums and quotients of those within neither overflow nor vanish.
  private static let largest = 1e100
  /// How many intervals there are to be, about.
  private static let intervalCount = 6.0
  /// How many powers of ten may be labelled one by one.
  private static let powerCountMax = 8

  /// An axis for these numbers. Those that have no place on it count nowhere.
  package init(_ kind: Axis.Kind, for numbers: some Sequence<Double>) {
    self.kind = kind
    let drawable = numbers.filter { Self.hasPlace($0, on: kind) }
    let least = drawable.min() ?? (kind == .linear ? 0 : 1)
    let most = drawable.max() ?? (kind == .linear ? 1 : 10)
    ticks =
      kind == .linear
      ? Self.linearTicks(from: least, to: most) : Self.logarithmicTicks(from: least, to: most)
  }

  static func hasPlace(_ number: Double, on kind: Axis.Kind) -> Bool {
    switch kind {
    case .linear: number.isFinite && abs(number) <= largest
    case .logarithmic: number >= 1 / largest && number <= largest
    }
  }

  private var lower: Double { ticks[0] }
  private var upper: Double { ticks[ticks.count - 1] }

  /// Where the number lies: 0 at the axis's beginning, 1 at its end; nil where it has no place.
  package func position(of number: Double) -> Double? {
    guard Self.hasPlace(number, on: kind) else { return nil }
    let position =
      switch kind {
      case .linear: (number - lower) / (upper - lower)
      case .logarithmic: (log10(number) - log10(lower)) / (log10(upper) - log10(lower))
      }
    // Ticks are where they are but for rounding.
    return abs(position - 0.5) <= 0.5 + 1e-6 ? min(max(position, 0), 1) : nil
  }

  // MARK: Ticks

  private static func linearTicks(from least: Double, to most: Double) -> [Double] {
    // Where all numbers are equal, or nearly so, the axis shows their surroundings.
    let size = max(abs(least), abs(most))
    let isNarrow = most - least <= max(size * 1e-9, 1 / largest)
    let margin = isNarrow ? (size > 1 / largest ? size / 2 : 1) : 0
    let (from, to) = (least - margin, most + margin)
    let (factor, exponent) = niceStep((to - from) / intervalCount)
    let step = scaled(factor, by: exponent)
    let first = (from / step + 1e-9).rounded(.down)
    let last = max((to / step - 1e-9).rounded(.up), first + 1)
    return (0...Int(last - first)).map { scaled((first + Double($0)) * factor, by: exponent) }
  }

  /// The least of 1, 2 and 5 times a power of ten that is not less.
  private static func niceStep(_ step: Double) -> (factor: Double, exponent: Int) {
    let exponent = Int(log10(step).rounded(.down))
    let rest = step / pow(10, Double(exponent))
    for factor in [1.0, 2, 5] where rest <= factor * (1 + 1e-9) { return (factor, exponent) }
    return (1, exponent + 1)
  }

  /// A multiple of a power of ten, as exact as can be: 3 × 10⁻¹ is 0.3.
  private static func scaled(_ number: Double, by exponent: Int) -> Double {
    exponent < 0 ? number / pow(10, Double(-exponent)) : number * pow(10, Double(exponent))
  }

  private static func logarithmicTicks(from least: Double, to most: Double) -> [Double] {
    // A number that is a power of ten but for rounding is one.
    let first = Int((log10(least) + 1e-9).rounded(.down))
    let last = max(Int((log10(most) - 1e-9).rounded(.up)), first + 1)
    guard last - first > 2 else { return fineTicks(first, last, least, most) }
    let stride = (last - first + powerCountMax - 1) / powerCountMax
    let count = (last - first + stride - 1) / stride
    return (0...count).map { scaled(1, by: first + $0 * stride) }
  }

  /// 1, 2 and 5 times each power of ten, as many as cover the numbers.
  private static func fineTicks(
    _ first: Int, _ last: Int, _ least: Double, _ most: Double
  ) -> [Double] {
    let all =
      (first..<last).flatMap { power in [1.0, 2, 5].map { scaled($0, by: power) } }
      + [scaled(1, by: last)]
    let begin = all.lastIndex { $0 <= least * (1 + 1e-9) } ?? 0
    let end = all.firstIndex { $0 >= most * (1 - 1e-9) } ?? all.count - 1
    // One interval at least.
    return begin < end ? Array(all[begin...end]) : Array(all[max(end - 1, 0)...max(end, 1)])
  }
}
