import Foundation

/// One figure of a benchmark, beside that of a named peer in the same run.
struct BenchRow: Encodable {
  var name: String
  var value: Double
  var unit: String
  var peer: String?
  var peerValue: Double?
  /// The value over the peer's.
  var ratio: Double?
  var bar: Bar?
  var met: Bool? { bar?.isMet(by: self) }
  /// What helps to understand the figure.
  var note: String?

  /// What a row promises.
  enum Bar {
    case ratioAtMost(Double)
    case ratioAtLeast(Double)
    /// Above the peer's value by so much at most.
    case aboveAtMost(Double)
    case atMost(Double)
    case atLeast(Double)
    case within(Double, Double)
  }

  init(_ name: String, _ value: Double, _ unit: String, bar: Bar? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.bar = bar
  }

  /// Medians of interleaved repetitions, ours and the peer's. The ratio is the median of each repetition's own, as a
  /// machine's speed changes between them.
  init(
    _ name: String, ours: [Double], unit: String, peer: String, theirs: [Double], bar: Bar?
  ) {
    self.init(name, median(ours), unit, bar: bar)
    self.peer = peer
    peerValue = median(theirs)
    ratio = median(zip(ours, theirs).map { $0 / $1 })
  }

  private enum Key: String, CodingKey {
    case name, value, unit, peer, peerValue, ratio, bar, met, note
  }

  /// Writes `null` where there is nothing, so that every row has the same keys.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(peer, forKey: .peer)
    try container.encode(peerValue, forKey: .peerValue)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(bar.map { $0.text(unit: unit) }, forKey: .bar)
    try container.encode(met, forKey: .met)
    try container.encode(note, forKey: .note)
  }
}

extension BenchRow.Bar {
  func isMet(by row: BenchRow) -> Bool {
    switch self {
    case .ratioAtMost(let most): row.ratio.map { $0 <= most } ?? false
    case .ratioAtLeast(let least): row.ratio.map { $0 >= least } ?? false
    case .aboveAtMost(let most): row.peerValue.map { row.value <= $0 + most } ?? false
    case .atMost(let most): row.value <= most
    case .atLeast(let least): row.value >= least
    case .within(let least, let most): least <= row.value && row.value <= most
    }
  }

  func text(unit: String) -> String {
    switch self {
    case .ratioAtMost(let most): "≤ \(short(most)) ×"
    case .ratioAtLeast(let least): "≥ \(short(least)) ×"
    case .aboveAtMost(let most): "≤ its + \(short(most)) \(unit)"
    case .atMost(let most): "≤ \(short(most)) \(unit)"
    case .atLeast(let least): "≥ \(short(least)) \(unit)"
    case .within(let least, let most): "\(short(least)) to \(short(most)) \(unit)"
    }
  }
}

struct BenchReport: Encodable {
  var rows: [BenchRow]

  /// JSON on one line, or a table for people.
  func text(asJSON: Bool) throws -> String {
    if asJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
    var table = TextTable(["figure", "value", "peer", "its value", "ratio", "bar", "met"])
    for row in rows {
      table.add([
        row.name, "\(short(row.value)) \(row.unit)", row.peer ?? "",
        row.peerValue.map { "\(short($0)) \(row.unit)" } ?? "", row.ratio.map(short) ?? "",
        row.bar?.text(unit: row.unit) ?? "", row.met.map { $0 ? "yes" : "no" } ?? "",
      ])
    }
    let notes = rows.compactMap { row in row.note.map { "\(row.name): \($0)" } }
    return ([table.text] + notes).joined(separator: "\n")
  }
}

private func short(_ value: Double) -> String { String(format: "%.2f", value) }

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
