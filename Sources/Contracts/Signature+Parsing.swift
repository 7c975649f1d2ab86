extension Signature {
  /// Parses `(parameters) -> outcomes`; `declaration` is named in errors.
  public init(parsing text: String, declaration: String) throws(ContractError) {
    var parser = SignatureParser(scanner: Scanner(text, declaration: declaration))
    self = try parser.signature()
  }
}

extension LockExpression {
  public init(parsing text: String, declaration: String) throws(ContractError) {
    var scanner = Scanner(text, declaration: declaration)
    let isGuard = scanner.acceptWord("guard")
    let type = isGuard ? nil : scanner.identifier()
    if let type, scanner.accept("::") {
      guard let field = scanner.identifier(), scanner.isAtEnd else {
        throw scanner.error("expected a field")
      }
      self = .anyOf(type: type, field: field)
      return
    }
    if type != nil { try scanner.expect("<") }
    try scanner.expect("'")
    guard let name = scanner.identifier() else { throw scanner.error("expected an instance name") }
    if type != nil { try scanner.expect(">") }
    if !isGuard, type != nil || scanner.isAt("::") {
      try scanner.expect("::")
      guard let field = scanner.identifier() else { throw scanner.error("expected a field") }
      self = .field(type: type, instance: name, field: field)
    } else {
      self = isGuard ? .guarding(name) : .instance(name)
    }
    guard scanner.isAtEnd else { throw scanner.error("unexpected text") }
  }
}

extension Signature.Condition {
  /// What else a result may be: where only one outcome is described, all others have no effects.
  fileprivate var others: [Signature.Condition] {
    switch self {
    case .null: [.notNull]
    case .notNull: [.null]
    case .range(let range):
      (range.lowerBound == .min ? [] : [.range(.min...range.lowerBound - 1)])
        + (range.upperBound == .max ? [] : [.range(range.upperBound + 1 ... .max)])
    }
  }
}

struct SignatureParser {
  var scanner: Scanner
  var instanceNames: [String] = []

  init(scanner: Scanner) { self.scanner = scanner }

  mutating func signature() throws(ContractError) -> Signature {
    let start = scanner
    let (parameters, hasMore) = try parameterList()
    let parameterInstances = instanceNames.count
    var outcomes: [Signature.Outcome] = []
    if scanner.accept("->") {
      repeat { outcomes.append(try outcome(known: parameterInstances)) } while scanner.accept("|")
    }
    guard scanner.isAtEnd else { throw scanner.error("unexpected text") }
    if outcomes.count == 1, let condition = outcomes[0].condition {
      outcomes += condition.others.map { Signature.Outcome(effects: [], condition: $0) }
    }
    let signature = Signature(
      parameters: parameters, hasMore: hasMore, outcomes: outcomes, instanceNames: instanceNames)
    for case .size(let instance, _) in parameters where !signature.hasMemory(instance) {
      throw start.error("no memory is '\(instanceNames[instance])")
    }
    return signature
  }

  private mutating func parameterList() throws(ContractError) -> ([Signature.Parameter], Bool) {
    try scanner.expect("(")
    var parameters: [Signature.Parameter] = []
    if scanner.accept(")") { return ([], false) }
    repeat {
      if scanner.accept("...") {
        try scanner.expect(")")
        return (parameters, true)
      }
      parameters.append(try parameter())
    } while scanner.accept(",")
    try scanner.expect(")")
    return (parameters, false)
  }

  private mutating func parameter() throws(ContractError) -> Signature.Parameter {
    if scanner.acceptWord("_") { return .any }
    if scanner.acceptWord("count") { return .count }
    if scanner.acceptWord("program") {
      try scanner.expect("<")
      guard let role = scanner.identifier() else { throw scanner.error("expected a role") }
      try scanner.expect(">")
      return .program(role: role)
    }
    if scanner.acceptWord("callback") { return try callback(runsLater: false) }
    if scanner.acceptWord("later") {
      guard scanner.acceptWord("callback") else { throw scanner.error("expected a callback") }
      return try callback(runsLater: true)
    }
    if let range = try range() { return .bounded(range) }
    if let type = try typeParameter() { return type }
    if scanner.acceptWord("const") {
      guard scanner.acceptWord("size") else { throw scanner.error("expected a size") }
      let (instance, mayBeZero) = try size()
      return .constantSize(instance: instance, mayBeZero: mayBeZero)
    }
    if scanner.isAt("'") { return .passed(instance: try instance()) }
    if scanner.acceptWord("size") {
      let (instance, mayBeZero) = try size()
      return .size(instance: instance, mayBeZero: mayBeZero)
    }
    return .value(try pattern())
  }

  /// What follows the word “size”.
  private mutating func size() throws(ContractError) -> (instance: Int, mayBeZero: Bool) {
    try scanner.expect("<")
    let instance = try instance()
    try scanner.expect(">")
    return (instance, scanner.accept("?"))
  }

  /// `type<'t>`, `kernel type<'t>`; nil, and nothing is read, when neither comes next.
  private mutating func typeParameter() throws(ContractError) -> Signature.Parameter? {
    let saved = scanner
    let isKernels = scanner.acceptWord("kernel")
    guard scanner.acceptWord("type") else {
      scanner = saved
      return nil
    }
    try scanner.expect("<")
    let instance = try instance()
    try scanner.expect(">")
    return .type(instance: instance, isKernels: isKernels)
  }

  private mutating func callback(
    runsLater: Bool
  ) throws(ContractError) -> Signature.Parameter {
    try scanner.expect("<")
    guard let name = scanner.identifier() else { throw scanner.error("expected a callback") }
    try scanner.expect(">")
    return .callback(name: name, runsLater: runsLater)
  }

  private mutating func outcome(known: Int) throws(ContractError) -> Signature.Outcome {
    var effects: [Signature.Effect] = []
    repeat { effects.append(try effect(known: known)) } while scanner.accept(",")
    let condition = scanner.acceptWord("on") ? try condition() : nil
    return Signature.Outcome(effects: effects, condition: condition)
  }

  private mutating func effect(known: Int) throws(ContractError) -> Signature.Effect {
    if scanner.acceptWord("_") { return .anyResult }
    if scanner.acceptWord("consumed") {
      let start = scanner
      let instance = try instance()
      guard instance < known else {
        throw start.error("only an instance of a parameter can be consumed")
      }
      return .consumed(instance: instance)
    }
    let start = scanner
    if scanner.acceptWord("lent") {
      if scanner.isAt("'") { return .lent(instance: try instance()) }
      scanner = start
    }
    if let sized = try sizedRange() { return sized }
    if let range = try range() { return .range(range) }
    return .value(try pattern())
  }

  private mutating func condition() throws(ContractError) -> Signature.Condition {
    if scanner.acceptWord("null") { return .null }
    if scanner.accept("!") {
      guard scanner.acceptWord("null") else { throw scanner.error("expected “null”") }
      return .notNull
    }
    for (sign, make) in Self.comparisons where scanner.accept(sign) {
      let start = scanner
      guard let bound = try scanner.integer(), let range = make(bound) else {
        throw start.error("expected a number that leaves a result possible")
      }
      return .range(range)
    }
    guard let value = try scanner.integer() else { throw scanner.error("expected a condition") }
    return .range(value...value)
  }

  private static let comparisons: [(String, @Sendable (Int64) -> ClosedRange<Int64>?)] = [
    (">=", { $0...Int64.max }),
    ("<=", { Int64.min...$0 }),
    (">", { $0 == .max ? nil : $0 + 1...Int64.max }),
    ("<", { $0 == .min ? nil : Int64.min...$0 - 1 }),
  ]

  /// `a..'n`; nil, and nothing is read, when no such range comes next.
  private mutating func sizedRange() throws(ContractError) -> Signature.Effect? {
    let saved = scanner
    guard let low = try scanner.integer(), scanner.accept(".."), scanner.isAt("'") else {
      scanner = saved
      return nil
    }
    return .sized(lower: low, instance: try instance())
  }

  /// `a..b`, `..b`, `a..`, `a`; nil when no range comes next.
  private mutating func range() throws(ContractError) -> ClosedRange<Int64>? {
    let start = scanner
    let low = try scanner.integer()
    guard scanner.accept("..") else { return low.map { $0...$0 } }
    let high = try scanner.integer()
    guard low != nil || high != nil else { throw start.error("a range needs a bound") }
    let bounds = (low ?? .min, high ?? .max)
    guard bounds.0 <= bounds.1 else { throw start.error("the range is empty") }
    return bounds.0...bounds.1
  }

  mutating func pattern() throws(ContractError) -> ValuePattern {
    let words = words()
    let start = scanner
    guard let name = scanner.identifier() else { throw scanner.error("expected a type") }
    var pattern = ValuePattern(words: words, type: Self.type(named: name))
    while case .object = pattern.type, scanner.accept("|") {
      guard let other = scanner.identifier() else { throw scanner.error("expected a type") }
      pattern.otherTypes.append(other)
    }
    if scanner.accept("<") {
      repeat { try detail(of: &pattern, start) } while scanner.accept(",")
      try scanner.expect(">")
    }
    pattern.isNullable = scanner.accept("?")
    if pattern.type == .memory, !(1...2).contains(pattern.instances.count) {
      throw start.error("memory needs a size: mem<'n> or mem<8>")
    }
    if !words.isDisjoint(with: [.output, .stable, .changed, .aligned, .written]),
      !pattern.type.isMemory
    {
      throw start.error("only memory is written, by a call or before it, stable or aligned")
    }
    return pattern
  }

  private mutating func words() -> ValuePattern.Words {
    var words: ValuePattern.Words = []
    while let (_, word) = Self.patternWords.first(where: { scanner.acceptWord($0.0) }) {
      words.insert(word)
    }
    return words
  }

  private static let patternWords: [(String, ValuePattern.Words)] = [
    ("new", .new), ("own", .owned), ("stable", .stable), ("out", .output), ("inout", .changed),
    ("aligned", .aligned), ("view", .view), ("kernel", .kernel), ("trusted", [.kernel, .trusted]),
    ("rcu", [.kernel, .rcu]), ("untrusted", [.kernel, .untrusted]), ("lent", .lent),
    ("percpu", .perProcessor), ("rdonly", .readOnly), ("like", .like), ("written", .written),
  ]

  /// One of what stands between `<` and `>`.
  private mutating func detail(
    of pattern: inout ValuePattern, _ start: Scanner
  ) throws(ContractError) {
    if pattern.type == .memory, let byteCount = try scanner.integer() {
      guard (1...Int64(Int32.max)).contains(byteCount) else {
        throw start.error("memory of \(byteCount) bytes")
      }
      pattern.type = .fixedMemory(byteCount: Int(byteCount))
    } else if pattern.type == .map, let type = scanner.identifier() {
      pattern.mapTypes = [type]
      while scanner.accept("|") {
        guard let next = scanner.identifier() else { throw scanner.error("expected a map type") }
        pattern.mapTypes.append(next)
      }
    } else if let state = scanner.identifier() {
      var group = [state]
      while scanner.accept("|") {
        guard let next = scanner.identifier() else { throw scanner.error("expected a state") }
        group.append(next)
      }
      pattern.states.append(group)
    } else {
      pattern.instances.append(try instance())
    }
  }

  private static func type(named name: String) -> PatternType {
    switch name {
    case "map": .map
    case "key": .key
    case "value": .value
    case "element": .element
    case "mem": .memory
    case "string": .string
    case "context": .context
    case "typed": .typed
    case "stack": .stack
    case "allocated": .allocated
    case "type": .type
    default: .object(name)
    }
  }

  private mutating func instance() throws(ContractError) -> Int {
    try scanner.expect("'")
    guard let name = scanner.identifier() else { throw scanner.error("expected an instance name") }
    if let known = instanceNames.firstIndex(of: name) { return known }
    instanceNames.append(name)
    return instanceNames.count - 1
  }
}

extension PatternType {
  fileprivate var isMemory: Bool {
    switch self {
    case .memory, .fixedMemory, .value: true
    default: false
    }
  }
}

extension Signature {
  /// Whether a parameter, or what is returned, is the memory whose size a parameter gives.
  fileprivate func hasMemory(_ instance: Int) -> Bool {
    patterns.contains { pattern in
      switch pattern.type {
      case .memory, .object: pattern.instances.first == instance
      default: false
      }
    }
  }
}
