/// Instructions with jumps to labels and calls of functions by number, which are resolved at the end.
package struct CodeBuilder {
  private var code: [Instruction] = []
  private var fixups: [Fixup] = []
  /// By label, and by function: the slot.
  private var labels: [Int?] = []
  private var functions: [Int: Int] = [:]

  package init() {}

  private struct Fixup {
    var slot: Int
    var target: Target
    var field: Field

    enum Target { case label(Int), function(Int) }
    enum Field { case offset, immediate }
  }

  /// How many slots there are so far.
  package var slotCount: Int { code.count }

  package mutating func begin(function: Int) { functions[function] = code.count }

  package mutating func add(_ operation: Operation) { code += operation.encoded }

  package mutating func add(_ operations: [Operation]) {
    for operation in operations { add(operation) }
  }

  // MARK: Labels

  package mutating func makeLabel() -> Int {
    labels.append(nil)
    return labels.count - 1
  }

  package mutating func place(_ label: Int) { labels[label] = code.count }

  package mutating func branch(
    _ comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand, to label: Int
  ) {
    add(.branch(comparison, width, left, right, offset: 0), to: .label(label), in: .offset)
  }

  package mutating func mayGoto(_ label: Int) {
    add(.mayGoto(offset: 0), to: .label(label), in: .offset)
  }

  /// The long form is another instruction: its distance lies in the immediate.
  package mutating func jump(to label: Int, isLong: Bool) {
    guard isLong else {
      add(.jump(offset: 0), to: .label(label), in: .offset)
      return
    }
    fixups.append(Fixup(slot: code.count, target: .label(label), field: .immediate))
    code += Operation.jump(offset: .max).encoded
  }

  // MARK: Functions

  package mutating func call(function: Int) {
    add(.call(.local(offset: 0)), to: .function(function), in: .immediate)
  }

  package mutating func loadAddress(_ register: Register, ofFunction function: Int) {
    add(
      .loadImmediate64(destination: register, source: .function(offset: 0)),
      to: .function(function), in: .immediate)
  }

  private mutating func add(
    _ operation: Operation, to target: Fixup.Target, in field: Fixup.Field
  ) {
    fixups.append(Fixup(slot: code.count, target: target, field: field))
    add(operation)
  }

  package func instructions() -> [Instruction] {
    var resolved = code
    for fixup in fixups {
      let target =
        switch fixup.target {
        case .label(let label): labels[label]!
        case .function(let function): functions[function]!
        }
      // Distances count from the next slot, also behind the first half of ld_imm64.
      let distance = target - fixup.slot - 1
      switch fixup.field {
      case .offset: resolved[fixup.slot].offset = Int16(distance)
      case .immediate: resolved[fixup.slot].immediate = Int32(distance)
      }
    }
    return resolved
  }
}
