/// Assembles text in either of two notations, even mixed line by line:
///
/// - LLVM's, as ``Operation/description`` and `llvm-objdump` (14 to 21) write it: `r1 += 0x5`;
/// - uBPF's, as the conformance suites use it: `add %r1, 5`.
///
/// One instruction a line. `#`, `//` and `;` start a comment. `name:` is a label, on a line of its
/// own or before an instruction; jumps, branches, `call local name` and `name ll` (a function's
/// address) take labels. As in the conformance suites, `exit` names the first `exit` instruction
/// when no label of that name exists. Immediates may be given signed or unsigned; those of
/// uBPF's notation keep only their low 32 bits, as in the suites' own assemblers.
///
/// ```
/// let program = try Assembler.assemble("""
///   mov %r0, 0
///   if r1 == 0 goto exit
///   r0 = *(u32 *)(r1 + 4)
///   exit
///   """)
/// ```
public enum Assembler {
  /// The encoded slots. Numeric targets aren't checked against the program: see ``DecodedProgram``.
  public static func assemble(_ source: String) throws(AssemblyError) -> [Instruction] {
    var layout = AssemblyLayout()
    for (index, line) in source.utf8.split(separator: .newline, omittingEmptySubsequences: false)
      .enumerated()
    {
      var parser = try AssemblyParser(lexing: line, line: index + 1)
      while let label = parser.label() { try layout.define(label, line: index + 1) }
      guard !parser.isAtEnd else { continue }
      let statement = try parser.statement()
      try parser.expectEnd()
      layout.append(statement)
    }
    return try layout.encoded()
  }
}

/// One instruction of the source, its target perhaps still a name.
struct AssemblyStatement {
  var operation: Operation
  /// What the operation's target is, where that is a label; its offset is 0 until then.
  var label: LabelUse?
  /// `gotol` and `ja32` keep their encoding, even where the short one would do.
  var isLongJump = false

  init(_ operation: Operation, label: LabelUse? = nil, isLongJump: Bool = false) {
    self.operation = operation
    self.label = label
    self.isLongJump = isLongJump
  }

  struct LabelUse {
    let name: String
    let line: Int
    let column: Int
  }

  var encoded: [Instruction] {
    if isLongJump, case .jump(let offset) = operation { return [.longJump(offset: offset)] }
    return operation.encoded
  }
}

/// Statements in their slots, and the labels defined so far.
private struct AssemblyLayout {
  private var statements: [(slot: Int, statement: AssemblyStatement)] = []
  private var labels: [String: Int] = [:]
  private var slotCount = 0
  private var firstExit: Int?

  mutating func define(_ label: (name: String, column: Int), line: Int) throws(AssemblyError) {
    guard labels.updateValue(slotCount, forKey: label.name) == nil else {
      throw AssemblyError(
        line: line, column: label.column, expected: "a label that isn't defined yet",
        found: label.name)
    }
  }

  mutating func append(_ statement: AssemblyStatement) {
    if statement.operation == .exit, firstExit == nil { firstExit = slotCount }
    statements.append((slotCount, statement))
    slotCount += statement.operation.slotCount
  }

  func encoded() throws(AssemblyError) -> [Instruction] {
    var slots: [Instruction] = []
    slots.reserveCapacity(slotCount)
    for (slot, statement) in statements { slots += try resolved(statement, at: slot).encoded }
    return slots
  }

  private func resolved(
    _ statement: AssemblyStatement, at slot: Int
  ) throws(AssemblyError) -> AssemblyStatement {
    guard let use = statement.label else { return statement }
    guard let target = labels[use.name] ?? (use.name == "exit" ? firstExit : nil) else {
      throw AssemblyError(
        line: use.line, column: use.column, expected: "a label defined in this text",
        found: use.name)
    }
    let offset = target - slot - 1
    guard let operation = statement.operation.retargeted(offset, long: statement.isLongJump) else {
      throw AssemblyError(
        line: use.line, column: use.column,
        expected: "a label within reach of the offset field, not \(offset) slots away",
        found: use.name)
    }
    var statement = statement
    statement.operation = operation
    return statement
  }
}

extension Operation {
  /// This operation with another target, or `nil` where `offset` doesn't fit its field.
  fileprivate func retargeted(_ offset: Int, long: Bool) -> Operation? {
    guard let wide = Int32(exactly: offset) else { return nil }
    switch self {
    case .jump where long: return .jump(offset: wide)
    case .call(.local): return .call(.local(offset: wide))
    case .loadImmediate64(let destination, .function):
      return .loadImmediate64(destination: destination, source: .function(offset: wide))
    default: break
    }
    guard let narrow = Int16(exactly: offset) else { return nil }
    switch self {
    case .jump: return .jump(offset: wide)
    case .branch(let comparison, let width, let left, let right, _):
      return .branch(comparison, width, left, right, offset: narrow)
    case .mayGoto: return .mayGoto(offset: narrow)
    default: preconditionFailure("this operation has no target")
    }
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
}
