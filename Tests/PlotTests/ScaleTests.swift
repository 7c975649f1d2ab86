import Foundation
import Plot
import SeededNumbers
import Testing

/// Axes: where they begin and end, and what stands beside them.
@Suite struct ScaleTests {
  /// Ticks are round, ascend, are neither too many nor too few, and all numbers lie between them.
  private func expectGood(_ scale: Scale, _ numbers: [Double], _ context: String) {
    let ticks = scale.ticks
    #expect((2...13).contains(ticks.count), "\(context): \(ticks)")
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy(<), "\(context): \(ticks)")
    #expect(scale.position(of: ticks[0]) == 0, "\(context)")
    #expect(scale.position(of: ticks[ticks.count - 1]) == 1, "\(context)")
    for number in numbers {
      #expect(scale.position(of: number) != nil, "\(context): \(number) of \(ticks)")
    }
    #expect(Set(ticks.map(Axis.Unit.none.label)).count == ticks.count, "\(context): \(ticks)")
  }

  @Test func ticksCoverAllNumbers() {
    for seed in UInt64(0)..<2_000 {
      var random = SeededGenerator(seed: seed)
      let middle = pow(10, Double.random(in: -20...20, using: &random))
      let spread = pow(10, Double.random(in: -4...6, using: &random))
      let numbers = (0..<5).map { _ in
        middle * pow(spread, Double.random(in: -1...1, using: &random))
      }
      expectGood(Scale(.linear, for: numbers), numbers, "seed \(seed)")
      expectGood(Scale(.linear, for: numbers.map { -$0 }), numbers.map { -$0 }, "seed \(seed)")
      expectGood(Scale(.logarithmic, for: numbers), numbers, "seed \(seed)")
    }
  }

  @Test func ticksAreRound() {
    for (kind, numbers, ticks) in [
      (Axis.Kind.linear, [0, 1], [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (.linear, [0.1, 0.9], [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (.linear, [1, 8], [0, 2, 4, 6, 8]),
      (.linear, [-3, 4], [-4, -2, 0, 2, 4]),
      (.linear, [0, 400_000_000], [0, 1e8, 2e8, 3e8, 4e8]),
      (.linear, [5, 5], [2, 3, 4, 5, 6, 7, 8]),
      (.linear, [], [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (.logarithmic, [], [1, 2, 5, 10]),
      (.logarithmic, [1, 1], [1, 2]),
      (.logarithmic, [10, 20], [10, 20]),
      (.logarithmic, [12, 180], [10, 20, 50, 100, 200]),
      (.logarithmic, [12, 1_800_000], [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]),
      (.logarithmic, [0, -4, 30], [20, 50]),
      (.logarithmic, [1e-12, 1e12], [1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e12]),
    ] as [(Axis.Kind, [Double], [Double])] {
      let scale = Scale(kind, for: numbers)
      #expect(scale.ticks.map(Axis.Unit.none.label) == ticks.map(Axis.Unit.none.label))
    }
  }

  @Test func whatHasNoPlaceHasNoPosition() {
    let linear = Scale(.linear, for: [0, 10])
    for number in [Double.nan, .infinity, -.infinity, -1, 11, 1e200] {
      #expect(linear.position(of: number) == nil)
    }
    let logarithmic = Scale(.logarithmic, for: [1, 1_000_000])
    for number in [Double.nan, .infinity, 0, -1, 0.5, 2_000_000, 1e200] {
      #expect(logarithmic.position(of: number) == nil)
    }
    #expect(logarithmic.position(of: 1_000) == 0.5)
  }

  @Test func labelsSayNumbersShortly() {
    for (unit, number, label) in [
      (Axis.Unit.none, 0, "0"), (.none, 0.1 + 0.2, "0.3"), (.none, 1_500, "1500"),
      (.none, 12_500, "12,500"), (.none, -1_234_560, "-1,234,560"), (.none, 2.5, "2.5"),
      (.none, 1e-12, "1e-12"), (.none, 1.0 / 3, "0.333333"), (.share, 0.7, "70 %"),
      (.share, 0.005, "0.5 %"), (.nanoseconds, 0, "0"), (.nanoseconds, 20, "20 ns"),
      (.nanoseconds, 1_500, "1.5 µs"), (.nanoseconds, 1e6, "1 ms"), (.nanoseconds, 2e9, "2 s"),
      (.nanoseconds, 2e13, "20,000 s"), (.none, .nan, "nan"), (.none, -.infinity, "-inf"),
    ] as [(Axis.Unit, Double, String)] {
      #expect(unit.label(number) == label)
    }
  }
}
