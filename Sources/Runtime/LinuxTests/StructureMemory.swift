import Contracts

/// A structure of an interface in memory, all zeros but for some fields: where the run time keeps those, or
/// else where they are declared.
struct StructureMemory {
  private let rule: TypeRule
  var octets: [UInt8]

  init(_ rule: TypeRule) {
    self.rule = rule
    let nativeEnds = rule.fields.compactMap(\.native).map { $0.offset + $0.byteCount }
    octets = Array(repeating: 0, count: max(rule.byteCount, nativeEnds.max() ?? 0))
  }

  /// Sets a field to a number in the machine's order, which is the little-endian one.
  mutating func set(_ name: String, _ value: UInt64) {
    guard let field = rule.fields.first(where: { $0.name == name }) else {
      preconditionFailure("struct \(rule.name) has no field \(name)")
    }
    let offset = field.native?.offset ?? field.offset
    for index in 0..<(field.native?.byteCount ?? field.byteCount) {
      octets[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }
}
