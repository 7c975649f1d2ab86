import Contracts

/// A program that is being written: what comes before the call, the call, and what comes after.
struct Sketch {
  let role: FunctionContract
  /// In front of the call, outermost first.
  var preparation: [String] = []
  /// Right before and right behind it: nothing else is called in between.
  var lock: String?
  var unlock: String?
  /// Behind the call, where it leaves a value that can't be left so.
  var wayOut: WayOut?
  /// Behind the call.
  var afterwards: [String] = []
  /// What gives up what the preparation acquired, in that order.
  var disposals: [String] = []
  /// Instances of the role's own contract that the call takes over.
  var consumed: Set<Int> = []
  /// What the program has: what it was given, and what calls have given out.
  var values: [Value]
  /// Memory that lies in values, as calls have given it out.
  var parts: [Part] = []
  /// The call may leave what the program was given in other states than before.
  var changesGiven = false
  private var count = 0

  struct Value {
    var text: String
    var type: String
    var states: TypeStates
    var isOwned: Bool
    /// The value that it belongs to.
    var owner: String?
    /// Which instance of the role's contract it is.
    var roleInstance: Int?
    /// The statement among the disposals that gives it up.
    var disposal: String?
  }

  struct Part {
    var owner: String
    var byteCount: Int
    var text: String
  }

  /// What follows on some results, of which the program returns at once.
  struct WayOut {
    /// Of the variable ``resultName``.
    var condition: String
    var statements: [String]
    /// Instances of the role's own contract that are taken over by then.
    var consumed: Set<Int>
  }

  static let resultName = "result"

  init(role: FunctionContract, _ interface: Interface) {
    self.role = role
    values = role.signature.parameters.enumerated().compactMap { index, parameter in
      guard case .value(let pattern) = parameter, let type = pattern.typeNames.first,
        let rule = interface.typeRules[type]
      else { return nil }
      return Value(
        text: role.parameterName(index), type: type,
        states: rule.states(pattern.states, from: rule.initialStates), isOwned: pattern.isOwned,
        roleInstance: pattern.instances.last)
    }
  }

  mutating func freshName(_ stem: String) -> String {
    count += 1
    return "\(stem)\(count)"
  }

  /// Leaves the program in an orderly way when `condition` holds.
  mutating func leave(if condition: String) {
    preparation.append(branch(if: condition, [], consuming: []))
  }

  /// Has the first 40 octets of the role's packet at hand, by the name `octets`.
  mutating func lookAtPacket(_ fields: Interface.PacketFields, as type: String) {
    let packet = role.parameterName(0)
    preparation.append("\(type) *octets = (void *)(long)\(packet)->\(fields.data);")
    leave(if: "octets + 40 > (u8 *)(long)\(packet)->\(fields.end)")
  }

  private func branch(
    if condition: String, _ statements: [String], consuming consumed: Set<Int>
  ) -> String {
    let all =
      statements + disposals.reversed() + ["return \(role.result(consuming: consumed));"]
    return "if (\(condition)) { \(all.joined(separator: " ")) }"
  }

  // MARK: Values

  func number(ofValue text: String) -> Int? { values.firstIndex { $0.text == text } }

  /// A call takes the value over.
  mutating func consume(_ number: Int) {
    if let instance = values[number].roleInstance { consumed.insert(instance) }
    disposals.removeAll { $0 == values[number].disposal }
  }

  // MARK: The text

  /// The statements, with `call` in the middle.
  func body(call: [String], result: Int64?) -> [String] {
    var lines = preparation
    if let lock { lines.append(lock) }
    lines += call
    if let wayOut {
      let rest = wayOut.statements + [unlock].compactMap { $0 } + afterwards
      lines.append(branch(if: wayOut.condition, rest, consuming: wayOut.consumed))
    }
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
      for case .range(let range) in outcome.effects {
        return range.nearest(to: Support.usualResult)
      }
      if case .range(let range)? = outcome.condition {
        return range.nearest(to: Support.usualResult)
      }
      return Support.usualResult
    }
    return Support.usualResult
  }
}

extension ClosedRange<Int64> {
  func nearest(to number: Int64) -> Int64 { Swift.min(Swift.max(number, lowerBound), upperBound) }
}

extension Signature.Condition {
  /// That it holds for the number, or pointer, `name`, in C.
  func text(of name: String) -> String {
    switch self {
    case .null: return "!\(name)"
    case .notNull: return name
    case .range(let range):
      if range.lowerBound == range.upperBound { return "\(name) == \(range.lowerBound)" }
      let bounds =
        (range.lowerBound == .min ? [] : ["\(name) >= \(range.lowerBound)"])
        + (range.upperBound == .max ? [] : ["\(name) <= \(range.upperBound)"])
      return bounds.joined(separator: " && ")
    }
  }

  /// A result for which it holds; of pointers that aren't null, one that nothing lies at.
  var result: UInt64 {
    switch self {
    case .null: 0
    case .notNull: 8
    case .range(let range): UInt64(bitPattern: range.nearest(to: 0))
    }
  }
}
