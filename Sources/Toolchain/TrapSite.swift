/// An operation of a Swift source that traps when something is wrong with its operands.
struct TrapSite: Hashable {
  var line: Int
  var column: Int
  var operation: Operation

  enum Operation: Hashable {
    case addition, subtraction, multiplication, division, unwrapping, other
  }

  /// Why Linux doesn't take it, and what it takes instead.
  static func message(_ operation: Operation) -> String {
    let advice =
      switch operation {
      case .addition: "this addition traps when it overflows: write '&+' if it may wrap"
      case .subtraction: "this subtraction traps when it overflows: write '&-' if it may wrap"
      case .multiplication:
        "this multiplication traps when it overflows: write '&*' if it may wrap"
      case .division: "this division traps when the divisor is 0: test it first"
      case .unwrapping:
        "this traps when the value is nil: test it with 'guard let', or declare the parameter "
          + "'_Nonnull' in the header"
      case .other:
        "this traps when a number doesn't fit or a condition doesn't hold: write '&+', '&-', '&*' "
          + "or 'init(truncatingIfNeeded:)', or test the values first"
      }
    return "Linux has no traps, and \(advice)"
  }
}

extension IRBlocks {
  /// What the condition of a branch to a trap tests.
  func operation(testedAt branch: Int) -> TrapSite.Operation {
    var branch = branch
    var name = Self.condition(of: body[branch])
    // Conditions are wrapped a few times at most.
    for _ in 0..<6 {
      guard let current = name, let line = definition(of: current) else { return .other }
      if let operation = Self.arithmetic(line) { return operation }
      if line.contains(where: { $0.isWord("icmp") }) { return comparison(line) }
      name = line.dropFirst().first { $0.kind == .local }?.text
      // A constant: what decides is the branch before this one.
      if name == nil, let earlier = self.branch(toBlockOf: branch) {
        branch = earlier
        name = Self.condition(of: body[branch])
      }
    }
    return .other
  }

  private static func condition(of branch: [IRToken]) -> String? {
    branch.first { $0.kind == .local }?.text
  }

  private func definition(of name: String) -> [IRToken]? {
    body.first { line in
      line.first { $0.kind != .space }?.text == name
        && line.contains { $0.isPunctuation("=") }
    }?.drop { $0.kind == .space }.map { $0 }
  }

  private static func arithmetic(_ line: [IRToken]) -> TrapSite.Operation? {
    guard let callee = line.first(where: { $0.kind == .global })?.name else { return nil }
    if callee.contains("add.with.overflow") { return .addition }
    if callee.contains("sub.with.overflow") { return .subtraction }
    if callee.contains("mul.with.overflow") { return .multiplication }
    return nil
  }

  /// A comparison with nothing: of a pointer, or of a number that something is divided by.
  private func comparison(_ line: [IRToken]) -> TrapSite.Operation {
    guard line.contains(where: { $0.isWord("eq") }) else { return .other }
    if line.contains(where: { $0.isWord("null") }) { return .unwrapping }
    guard line.contains(where: { $0.isWord("0") }),
      let operand = line.dropFirst().first(where: { $0.kind == .local })
    else { return .other }
    if definition(of: operand.text)?.contains(where: { $0.isWord("ptrtoint") }) == true {
      return .unwrapping
    }
    let divisions: Set<String> = ["udiv", "sdiv", "urem", "srem"]
    let isDivisor = body.contains { line in
      line.contains { $0.kind == .word && divisions.contains($0.text) }
        && line.last { $0.kind == .local }?.text == operand.text
    }
    return isDivisor ? .division : .other
  }
}
