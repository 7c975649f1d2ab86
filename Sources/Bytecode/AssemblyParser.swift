/// The tokens of one line and a position in them: the parts both notations are built from.
struct AssemblyParser {
  let line: Int
  private let tokens: [AssemblyToken]
  private var index = 0
  /// The column after the last octet of the line that isn't blank or comment.
  private let endColumn: Int

  init(lexing octets: Substring.UTF8View, line: Int) throws(AssemblyError) {
    var lexer = AssemblyLexer(octets, line: line)
    tokens = try lexer.tokens()
    endColumn = tokens.last.map { $0.column + $0.text.utf8.count } ?? 1
    self.line = line
  }

  // MARK: Looking and taking

  var next: AssemblyToken? { index < tokens.count ? tokens[index] : nil }
  var isAtEnd: Bool { next == nil }
  var column: Int { next?.column ?? endColumn }

  func isAt(_ text: String) -> Bool { next?.text == text }

  mutating func advance() { index += 1 }

  /// Takes the next token if it is `text`.
  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    index += 1
    return true
  }

  /// Takes the next token if it is a word.
  mutating func takeWord() -> String? {
    guard let next, next.kind == .word else { return nil }
    index += 1
    return next.text
  }

  mutating func label() -> (name: String, column: Int)? {
    guard index + 1 < tokens.count, tokens[index].kind == .word, tokens[index + 1].text == ":"
    else { return nil }
    defer { index += 2 }
    return (tokens[index].text, tokens[index].column)
  }

  // MARK: Insisting

  func error(_ expected: String) -> AssemblyError {
    AssemblyError(line: line, column: column, expected: expected, found: next?.text ?? "")
  }

  mutating func expect(_ text: String) throws(AssemblyError) {
    guard take(text) else { throw error("'\(text)'") }
  }

  mutating func expectEnd() throws(AssemblyError) {
    guard isAtEnd else { throw error("the end of the line") }
  }

  /// Takes the next token if it is a key of `table`, else says what could have stood there.
  mutating func choose<Value>(
    _ table: [(String, Value)], _ expected: String
  ) throws(AssemblyError) -> Value {
    guard let choice = table.first(where: { isAt($0.0) }) else { throw error(expected) }
    advance()
    return choice.1
  }

  // MARK: Numbers

  /// `5`, `-5`, `+0x5`.
  mutating func number(
    in ranges: ClosedRange<Int128>..., expected: String
  ) throws(AssemblyError) -> Int128 {
    let start = index
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard case .number(let magnitude)? = next?.kind else {
      index = start
      throw error(expected)
    }
    let value = isNegative ? -Int128(magnitude) : Int128(magnitude)
    guard ranges.contains(where: { $0.contains(value) }) else {
      throw error(expected)
    }
    advance()
    return value
  }

  /// The 32 immediate bits, written signed, unsigned, or sign-extended to 64 bits.
  mutating func immediate32() throws(AssemblyError) -> Int32 {
    let value = try number(
      in: Int128(Int32.min)...Int128(UInt32.max),
      (1 << 64) + Int128(Int32.min)...Int128(UInt64.max), expected: "a 32-bit number")
    return Int32(truncatingIfNeeded: value)
  }

  /// The low 32 bits of any number of up to 64, as the conformance suites' assemblers take them:
  /// one of their programs relies on that.
  mutating func truncatedImmediate32() throws(AssemblyError) -> Int32 {
    let value = try number(
      in: Int128(Int64.min)...Int128(UInt64.max), expected: "a number of at most 64 bits")
    return Int32(truncatingIfNeeded: value)
  }

  mutating func immediate64() throws(AssemblyError) -> UInt64 {
    let value = try number(
      in: Int128(Int64.min)...Int128(UInt64.max), expected: "a 64-bit number")
    return UInt64(truncatingIfNeeded: value)
  }

  mutating func offset16() throws(AssemblyError) -> Int16 {
    Int16(
      try number(
        in: Int128(Int16.min)...Int128(Int16.max), expected: "an offset of -32768 to 32767"))
  }

  var isAtNumber: Bool {
    if case .number? = next?.kind { return true }
    return isAt("-") || isAt("+")
  }
}

/// What a jump may go to, in source text.
enum AssemblyTarget {
  case offset(Int32)
  case label(AssemblyStatement.LabelUse)
}

extension AssemblyParser {
  /// `+3`, `-0x4` or a label; and what `llvm-objdump` appends: `<main+0x18>`.
  ///
  /// - Parameter isLong: whether the offset may have 32 bits.
  mutating func target(isLong: Bool) throws(AssemblyError) -> AssemblyTarget {
    let target: AssemblyTarget
    if isAtNumber {
      let bounds = isLong ? Int32.min...Int32.max : Int32(Int16.min)...Int32(Int16.max)
      let value = try number(
        in: Int128(bounds.lowerBound)...Int128(bounds.upperBound),
        expected: "an offset of \(isLong ? 32 : 16) bits")
      target = .offset(Int32(value))
    } else {
      let column = column
      guard let name = takeWord() else { throw error("a label, or an offset like +3") }
      target = .label(.init(name: name, line: line, column: column))
    }
    if isAt("<") { while !isAtEnd { advance() } }
    return target
  }

  /// Finishes a statement that ends in its target; `operation` makes it from the offset.
  mutating func statement(
    isLong: Bool = false, isLongJump: Bool = false, _ operation: (Int32) -> Operation
  ) throws(AssemblyError) -> AssemblyStatement {
    switch try target(isLong: isLong || isLongJump) {
    case .offset(let offset): .init(operation(offset), isLongJump: isLongJump)
    case .label(let use): .init(operation(0), label: use, isLongJump: isLongJump)
    }
  }

  /// One whole instruction, in either notation.
  mutating func statement() throws(AssemblyError) -> AssemblyStatement {
    if let statement = try llvmStatement() { return statement }
    guard let next, let form = Mnemonic.all[next.text] else { throw error("an instruction") }
    advance()
    return try mnemonicStatement(form)
  }

  /// What follows `call`, in both notations.
  mutating func call() throws(AssemblyError) -> AssemblyStatement {
    if take("local") { return try statement(isLong: true) { .call(.local(offset: $0)) } }
    if take("exported") || take("runtime") {
      let id = try immediate32()
      return .init(.call(.exported(id, module: take(",") ? try offset16() : 0)))
    }
    if take("helper") || isAtNumber { return .init(.call(.helper(try immediate32()))) }
    guard next?.kind == .word else {
      throw error("a helper's number, a label, 'local' or 'exported'")
    }
    return try statement(isLong: true) { .call(.local(offset: $0)) }
  }
}
