import Contracts

/// A program that is being written: what comes before the call, the call, and what comes after.
struct Sketch {
  let role: FunctionContract
  /// In front of the call, outermost first.
  var preparation: [String] = []
  /// Right before and right behind it: nothing else is called in between.
  var lock: String?
  var unlock: String?
  /// Behind the call.
  var afterwards: [String] = []
  /// What gives up what the preparation acquired, in that order.
  var disposals: [String] = []
  /// Instances of the role's own contract that the call takes over.
  var consumed: Set<Int> = []
  private var count = 0

  init(role: FunctionContract) { self.role = role }

  mutating func freshName(_ stem: String) -> String {
    count += 1
    return "\(stem)\(count)"
  }

  /// Leaves the program in an orderly way when `condition` holds.
  mutating func leave(if condition: String) {
    let disposals = disposals.reversed().joined(separator: " ")
    preparation.append(
      "if (\(condition)) { \(disposals)\(disposals.isEmpty ? "" : " ")return \(role.result(consuming: [])); }"
    )
  }

  /// The statements, with `call` in the middle.
  func body(call: [String], result: Int64?) -> [String] {
    var lines = preparation
    if let lock { lines.append(lock) }
    lines += call
    if let unlock { lines.append(unlock) }
    lines += afterwards
    lines += disposals.reversed()
    lines.append("return \(result ?? role.result(consuming: consumed));")
    return lines
  }
}

extension FunctionContract {
  /// What a program of the role returns that gave away these instances of its arguments, and no others.
  func result(consuming consumed: Set<Int>) -> Int64 {
    for outcome in signature.outcomes {
      let taken = outcome.effects.compactMap { effect in
        if case .consumed(let instance) = effect { instance } else { nil }
      }
      guard Set(taken) == consumed else { continue }
      for case .range(let range) in outcome.effects { return range.nearest(to: 1) }
      if case .range(let range)? = outcome.condition { return range.nearest(to: 1) }
      return 1
    }
    return 1
  }
}

extension ClosedRange<Int64> {
  func nearest(to number: Int64) -> Int64 { Swift.min(Swift.max(number, lowerBound), upperBound) }
}
