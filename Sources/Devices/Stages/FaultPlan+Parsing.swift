/// What is wrong with the text of a fault plan.
public struct FaultSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The part of the text that is wrong, such as `loss=x`.
  public let part: String
  public let problem: String

  public var description: String { "“\(part)”: \(problem)" }
}

extension FaultPlan {
  /// How a plan is written.
  public static let syntax = """
    loss=1%, dup=0.1%, corrupt=500ppm, reorder=5%, overtakers=3, delay=2ms, delay=2ms±1ms (or +-), rate=10Mbit, \
    limit=1024 and seed=7, separated by commas; for one direction only with in. or out. before it, as in \
    out.loss=1%
    """

  /// Reads a plan such as `loss=1%,reorder=5%,delay=2ms±1ms,seed=7`, which may begin with `faults:`. What comes later
  /// counts where a thing is said twice.
  public init(parsing text: String) throws(FaultSyntaxError) {
    let name = "faults:"
    let list = text.hasPrefix(name) ? text.dropFirst(name.count) : text[...]
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      try apply(FaultSetting(part))
    }
  }

  private mutating func apply(_ setting: FaultSetting) throws(FaultSyntaxError) {
    if setting.key == "seed" && setting.direction == .both {
      seed = try setting.integer(UInt64.min...UInt64.max)
      return
    }
    if setting.direction != .transmitted { try received.apply(setting) }
    if setting.direction != .received { try transmitted.apply(setting) }
  }
}

extension Faults {
  fileprivate mutating func apply(_ setting: FaultSetting) throws(FaultSyntaxError) {
    switch setting.key {
    case "loss": loss = try setting.probability()
    case "dup": duplication = try setting.probability()
    case "corrupt": corruption = try setting.probability()
    case "reorder": reordering = try setting.probability()
    case "overtakers":
      overtakerCountMax = Int(try setting.integer(1...UInt64(Self.overtakerCountLimit)))
    case "delay": (delayNanoseconds, jitterNanoseconds) = try setting.delay()
    case "rate": bitsPerSecond = try setting.rate()
    case "limit": packetCountMax = Int(try setting.integer(1...UInt64(Self.packetCountLimit)))
    default: throw setting.wrong("there is no such fault; there are \(FaultPlan.syntax)")
    }
  }
}

/// One part of the text of a plan.
private struct FaultSetting {
  enum Direction { case received, transmitted, both }

  let text: Substring
  let direction: Direction
  let key: Substring
  let value: Substring

  init(_ text: Substring) throws(FaultSyntaxError) {
    guard let sign = text.firstIndex(of: "=") else {
      throw FaultSyntaxError(
        part: String(text), problem: "not a fault and its value; there are \(FaultPlan.syntax)")
    }
    self.text = text
    let name = text[..<sign]
    value = text[text.index(after: sign)...]
    if name.hasPrefix("in.") {
      (direction, key) = (.received, name.dropFirst(3))
    } else if name.hasPrefix("out.") {
      (direction, key) = (.transmitted, name.dropFirst(4))
    } else {
      (direction, key) = (.both, name)
    }
  }

  func wrong(_ problem: String) -> FaultSyntaxError {
    FaultSyntaxError(part: String(text), problem: problem)
  }

  func integer(_ range: ClosedRange<UInt64>) throws(FaultSyntaxError) -> UInt64 {
    guard let number = UInt64(value), range.contains(number) else {
      throw wrong("give a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func probability() throws(FaultSyntaxError) -> Probability {
    let units = [("%", 10_000.0), ("ppm", 1.0)]
    guard let parts = Self.amount(value, in: units), parts <= 1_000_000 else {
      throw wrong("not a probability; give a percentage such as 1% or 0.05%, or 500ppm")
    }
    return Probability(partsPerMillion: UInt32(parts))
  }

  func rate() throws(FaultSyntaxError) -> UInt64 {
    let units = [("kbit", 1e3), ("Mbit", 1e6), ("Gbit", 1e9), ("bit", 1)]
    guard let rate = Self.amount(value, in: units), rate > 0 else {
      throw wrong("not a rate; give the bits of a second, such as 500kbit, 10Mbit or 1Gbit")
    }
    return rate
  }

  func delay() throws(FaultSyntaxError) -> (delay: UInt64, jitter: UInt64) {
    let sign = value.firstRange(of: "±") ?? value.firstRange(of: "+-")
    let delay = try duration(value[..<(sign?.lowerBound ?? value.endIndex)])
    guard let sign else { return (delay, 0) }
    let jitter = try duration(value[sign.upperBound...])
    guard jitter <= delay else { throw wrong("the jitter is more than the delay") }
    return (delay, jitter)
  }

  private func duration(_ text: Substring) throws(FaultSyntaxError) -> UInt64 {
    let units = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)]
    guard let nanoseconds = Self.amount(text, in: units), nanoseconds <= 1_000_000_000_000 else {
      throw wrong("not a delay; give a time such as 50us, 2ms or 2ms±1ms, up to 1000s")
    }
    return nanoseconds
  }

  /// A decimal number with a unit behind it, in whole numbers of what the units count; nil where it is none. Of units
  /// that end alike, the longer one comes first.
  private static func amount(_ text: Substring, in units: [(name: String, factor: Double)])
    -> UInt64?
  {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    let digits = text.dropLast(unit.name.count)
    // `Double` would read signs, exponents and words, too.
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let number = Double(digits), case let amount = (number * unit.factor).rounded(),
      amount < 1e18
    else { return nil }
    return UInt64(amount)
  }
}
