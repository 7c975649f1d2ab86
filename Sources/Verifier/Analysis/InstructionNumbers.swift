import Bytecode

/// The instructions of one program as Linux counts them: from the program's first one, with the functions
/// that it calls behind it, each in the order in which a loader first comes to it.
struct InstructionNumbers: Sendable {
  /// What to add to a slot, by function; nil for functions that the program doesn't come to.
  private var offsets: [Int?]
  private var functions: [Int] = []
  private let unit: ProgramUnit

  init(_ unit: ProgramUnit, entry: Int) {
    self.unit = unit
    offsets = unit.image.functions.map { _ in nil }
    var count = 0
    // Each function with the slots of it that have not been looked at.
    var open: [Range<Int>] = []
    func add(_ function: Int) -> Range<Int> {
      let range = unit.image.functions[function].range
      offsets[function] = count - range.lowerBound
      functions.append(function)
      count += range.count
      return range
    }
    open.append(add(entry))
    while var range = open.popLast() {
      while let slot = range.first {
        range = range.dropFirst()
        guard let callee = unit.localFunction(calledAt: slot) ?? unit.callback(namedAt: slot),
          offsets[callee] == nil
        else { continue }
        open.append(range)
        range = add(callee)
      }
    }
  }

  /// The number of the instruction at `slot`.
  func number(of slot: Int) -> Int {
    guard let function = unit.image.functionIndex(containing: slot), let offset = offsets[function]
    else { return slot }
    return slot + offset
  }

  /// The number of a function, of which the program is 0.
  func number(ofFunction function: Int) -> Int? { functions.firstIndex(of: function) }
}
