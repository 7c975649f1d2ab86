import Contracts
import ObjectFile

/// How a path went that was refused: each instruction, and what it changed of what was known.
public struct PathListing: Equatable, Sendable {
  /// How many instructions of a long path are left out at its beginning.
  public var omittedCount: Int
  /// What was known at the beginning: of the first line's registers, and of the stack.
  public var start: String
  public var lines: [Line]

  public struct Line: Equatable, Sendable {
    /// Index into the image's instructions.
    public var slot: Int
    /// The number that Linux gives the instruction.
    public var number: Int
    public var instruction: String
    /// What was known of the registers that the instruction reads.
    public var operands: String
    /// Registers and stack slots that are others afterwards; empty for the instruction that was refused.
    public var changes: String
    /// Where in the source it is, if that is another line than the one before.
    public var source: ProgramImage.SourceLine?
  }

  init(_ recorder: PathRecorder, in unit: ProgramUnit, entry: Int) {
    let numbers = InstructionNumbers(unit, entry: entry)
    let text = StateText(unit: unit)
    let steps = recorder.path.compactMap { recorder.states[$0] }
    omittedCount = recorder.omittedCount
    start = steps.first.map { text.changes(from: nil, to: $0.state) } ?? ""
    lines = []
    var source: ProgramImage.SourceLine?
    for (index, step) in steps.enumerated() {
      let next = index + 1 < steps.count ? steps[index + 1].state : nil
      let line = unit.image.line(at: step.slot)
      lines.append(
        Line(
          slot: step.slot, number: numbers.number(of: step.slot),
          instruction: Self.instruction(at: step.slot, in: unit),
          operands: text.registers(Self.reads(at: step.slot, in: unit), of: step.state),
          changes: next.map { text.changes(from: step.state, to: $0) } ?? "",
          source: line == source ? nil : line))
      source = line
    }
  }

  private static func reads(at slot: Int, in unit: ProgramUnit) -> RegisterSet {
    unit.operations[slot]?
      .reads(
        argumentCount: unit.contract(calledAt: slot)?.parameterCount
          ?? FunctionContract.parameterCountMax) ?? []
  }

  /// Calls by the names of what they call.
  private static func instruction(at slot: Int, in unit: ProgramUnit) -> String {
    switch unit.callees[slot] {
    case .local(let function)?: "call \(unit.image.functions[function].name)"
    case .replaced(let index, let function)?:
      "call \(unit.interface.functions[index].name), that is \(unit.image.functions[function].name)"
    case .exported(let index)?: "call \(unit.interface.functions[index].nameAndNumber)"
    case .unknown?, nil: unit.operations[slot].map { "\($0)" } ?? "?"
    }
  }

  /// What was known of the operands where the path came last to each of the slots, one behind the other; empty
  /// where that is left out.
  func operands(at slots: [Int]) -> [String] {
    var result: [String] = []
    var rest = lines[...]
    for slot in slots.reversed() {
      let index = rest.lastIndex { $0.slot == slot }
      result.append(index.map { rest[$0].operands } ?? "")
      if let index { rest = rest[..<index] }
    }
    return result.reversed()
  }

  /// Line by line, as Linux's verifier writes it.
  public var text: [String] {
    var result: [String] = []
    if omittedCount > 0 { result.append("… \(omittedCount) instructions before") }
    if let first = lines.first, !start.isEmpty { result.append("\(first.number): \(start)") }
    for line in lines {
      if let source = line.source {
        let code = source.text.drop { $0 == " " || $0 == "\t" }
        result.append("; \(code) @ \(source.file):\(source.line)")
      }
      let text = "\(line.number): \(line.instruction)"
      guard !line.changes.isEmpty else {
        result.append(text)
        continue
      }
      let gap = String(repeating: " ", count: max(1, Self.commentColumn - text.count))
      result.append("\(text)\(gap); \(line.changes)")
    }
    return result
  }

  private static let commentColumn = 38
}

extension Verifier {
  /// How the path went for which the program with the entry `entry` is refused; nil where it is not refused on
  /// a path.
  ///
  /// Verifies the program twice more.
  ///
  /// - Parameter lengthMax: how many instructions of it are wanted: the last ones.
  public func refusedPath(of entry: Int, lengthMax: Int = 1000) -> PathListing? {
    let recorder = PathRecorder(lengthMax: lengthMax)
    var probe = self.probe
    probe.recorder = recorder
    let verifier = Verifier(unit, limits: limits, probe: probe)
    guard verifier.verify(entry: entry).rejection != nil, !recorder.path.isEmpty else { return nil }
    recorder.keepStates()
    _ = verifier.verify(entry: entry)
    return PathListing(recorder, in: unit, entry: entry)
  }
}
