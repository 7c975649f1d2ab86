import Bytecode

extension ProgramImage {
  /// The image of a bare program: instructions of which nothing else is known. The first function
  /// begins at slot 0 and lies in `section`; each target of a local call begins a further one.
  ///
  /// - Throws: the first slot that can't be decoded, or the first bad target.
  public init(bare instructions: [Instruction], section: String) throws(DecodingError) {
    let operations = try DecodedProgram(instructions).operations
    var starts: Set<Int> = [0]
    var references: [Reference] = []
    for (slot, operation) in operations.enumerated() {
      switch operation {
      case .call(.local)?, .loadImmediate64(_, .function)?:
        if let target = operation?.target(from: slot) { starts.insert(target) }
      default: break
      }
    }
    let ordered = starts.sorted()
    for (slot, operation) in operations.enumerated() {
      guard case .loadImmediate64(_, .function)? = operation,
        let target = operation?.target(from: slot)
      else { continue }
      let index = ordered.partitioningIndex { $0 >= target }
      references.append(Reference(slot: slot, target: .function(index)))
    }
    let ends = ordered.dropFirst() + [instructions.count]
    let functions = zip(ordered, ends).enumerated().map { index, bounds in
      Function(
        name: index == 0 ? "program" : "function_\(bounds.0)",
        section: index == 0 ? section : ".text",
        start: bounds.0, count: bounds.1 - bounds.0, isGlobal: index == 0)
    }
    self.init(instructions: instructions, functions: functions, references: references)
  }
}
