/// How to tell from its octets that a value is in a state: `__holds("PostIP", "network_offset > 0")`.
public struct StatePredicate: Equatable, Sendable {
  public var state: String
  public var field: String
  public var comparison: Comparison
  public var number: Int64

  public enum Comparison: String, Sendable, CaseIterable {
    // Longer signs first: they are tried in this order.
    case equal = "==", notEqual = "!=", atMost = "<=", atLeast = ">=", less = "<", greater = ">"
    /// Some of these bits are set.
    case has = "&"
  }

  /// The state of a lock that somebody holds.
  public static let held = "held"

  /// `State:field op number`.
  init(parsing text: String, declaration: String) throws(ContractError) {
    var scanner = Scanner(text, declaration: declaration)
    guard let state = scanner.identifier() else { throw scanner.error("expected a state") }
    try scanner.expect(":")
    guard let field = scanner.identifier() else { throw scanner.error("expected a field") }
    var found: Comparison?
    for comparison in Comparison.allCases where found == nil {
      if scanner.accept(comparison.rawValue) { found = comparison }
    }
    guard let found else { throw scanner.error("expected a comparison") }
    guard let number = try scanner.integer() else { throw scanner.error("expected a number") }
    guard scanner.isAtEnd else { throw scanner.error("unexpected text") }
    self.state = state
    self.field = field
    comparison = found
    self.number = number
  }

  /// Whether it holds for what the field has in it, zero-extended.
  public func holds(for value: UInt64) -> Bool {
    let wanted = UInt64(bitPattern: number)
    return switch comparison {
    case .equal: value == wanted
    case .notEqual: value != wanted
    case .atMost: value <= wanted
    case .atLeast: value >= wanted
    case .less: value < wanted
    case .greater: value > wanted
    case .has: value & wanted != 0
    }
  }
}
