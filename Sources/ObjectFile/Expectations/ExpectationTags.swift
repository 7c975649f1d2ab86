/// Takes in the tags of one function, in the order in which the object has them.
///
/// The words are those of the Linux selftests' `bpf_misc.h`; what a word says of both ways of loading, or
/// only of the one without privileges, follows their `test_loader.c`.
struct ExpectationTags {
  private var read = ProgramExpectation()
  private var modes: Modes = []
  /// The machine that was named last: machine code is only compared on that one.
  private var machine: String?

  /// The ways of loading that tags have spoken of.
  private struct Modes: OptionSet {
    let rawValue: Int
    static let privileged = Modes(rawValue: 1)
    static let unprivileged = Modes(rawValue: 2)
  }

  var expectation: ProgramExpectation {
    var expectation = read
    expectation.isPrivileged = modes.isEmpty || modes.contains(.privileged)
    return expectation
  }

  mutating func take(_ tag: String) throws(ExpectationError) {
    let parts = tag.dropFirst(ExpectationReader.prefix.count)
      .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let word = String(parts[0])
    if parts.count == 1 { return takeWord(word) }
    try takeValue(of: word, String(parts[1]), tag)
  }

  private mutating func takeWord(_ word: String) {
    switch word {
    case "expect_failure": state(.failure)
    case "expect_success": state(.success)
    case "auxiliary":
      read.isAuxiliary = true
      modes.insert(.privileged)
    case "auxiliary_unpriv":
      read.isAuxiliary = true
      modes.insert(.unprivileged)
    case "expect_failure_unpriv", "expect_success_unpriv": modes.insert(.unprivileged)
    default: break
    }
  }

  private mutating func state(_ outcome: ProgramExpectation.Outcome) {
    read.outcome = outcome
    read.isStated = true
    modes.insert(.privileged)
  }

  private mutating func takeValue(
    of word: String, _ value: String, _ tag: String
  ) throws(ExpectationError) {
    switch word {
    case "expect_msg": try takeMessage(value, tag)
    case "retval":
      read.returnValue = try Self.returnValue(value, tag)
      modes.insert(.privileged)
    case "expect_xlated": if Self.message(value) != nil { modes.insert(.privileged) }
    case "jited": if try isCompared(value, tag) { modes.insert(.privileged) }
    case "jited_unpriv": if try isCompared(value, tag) { modes.insert(.unprivileged) }
    case "expect_msg_unpriv", "expect_xlated_unpriv":
      if Self.message(value) != nil { modes.insert(.unprivileged) }
    case "retval_unpriv":
      _ = try Self.returnValue(value, tag)
      modes.insert(.unprivileged)
    case "log_level": read.logLevel = UInt32(bitPattern: try Self.number(value, tag))
    case "prog_flags": try takeFlags(value, tag)
    case "arch":
      machine = value
      read.machines.insert(value)
    case "btf_path": read.typesPath = value
    default: break
    }
  }

  private func isCompared(_ value: String, _ tag: String) throws(ExpectationError) -> Bool {
    guard let machine else {
      throw ExpectationError(tag: tag, reason: "no machine is named before")
    }
    return Self.message(value) != nil && machine == ProgramExpectation.thisMachine
  }

  private mutating func takeMessage(_ value: String, _ tag: String) throws(ExpectationError) {
    guard let text = Self.message(value) else { return }
    guard let pattern = MessagePattern(text) else {
      throw ExpectationError(tag: tag, reason: "a “{{” is never closed")
    }
    read.messages.append(pattern)
    modes.insert(.privileged)
  }

  /// Behind a counter that only keeps equal tags apart: `3=the text`. Nil for what has none.
  private static func message(_ value: String) -> String? {
    value.firstIndex(of: "=").map { String(value[value.index(after: $0)...]) }
  }

  private mutating func takeFlags(_ value: String, _ tag: String) throws(ExpectationError) {
    let clears = value.hasPrefix("!")
    let name = clears ? String(value.dropFirst()) : value
    let flags: ProgramFlags
    if let known = ProgramFlags(name: name) {
      flags = known
    } else {
      flags = ProgramFlags(rawValue: UInt32(bitPattern: try Self.number(name, tag)))
    }
    if clears { read.flags.subtract(flags) } else { read.flags.formUnion(flags) }
  }

  private static func returnValue(
    _ text: String, _ tag: String
  ) throws(ExpectationError) -> ProgramExpectation.ReturnValue {
    switch text {
    case "INT_MIN": .number(.min)
    case "POINTER_VALUE": .anything
    case "TEST_DATA_LEN": .number(64)
    default: .number(try number(text, tag))
    }
  }

  /// Decimal, or hexadecimal after `0x`; of larger numbers the lower 32 bits.
  private static func number(_ text: String, _ tag: String) throws(ExpectationError) -> Int32 {
    let number = text.hasPrefix("0x") ? Int64(text.dropFirst(2), radix: 16) : Int64(text)
    guard let number else {
      throw ExpectationError(tag: tag, reason: "“\(text)” is no number")
    }
    return Int32(truncatingIfNeeded: number)
  }
}
