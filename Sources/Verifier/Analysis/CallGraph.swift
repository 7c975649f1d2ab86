import ObjectFile

/// Which functions of a unit call which others.
struct CallGraph {
  /// The slots and callees of each function's local calls.
  private let calls: [[(slot: Int, callee: Int)]]

  init(_ unit: ProgramUnit) {
    calls = unit.image.functions.map { function in
      function.range.compactMap { slot in
        unit.localFunction(calledAt: slot).map { (slot, $0) }
      }
    }
  }

  /// A chain of calls that comes back to a function has no size that could be known beforehand.
  func checkRecursion(_ unit: ProgramUnit) throws(Rejection) {
    var isDone = Array(repeating: false, count: calls.count)
    for start in calls.indices where !isDone[start] {
      // Depth first; the functions of the stack are those that are being called.
      var stack = [(function: start, next: 0)]
      while let (function, next) = stack.last {
        guard next < calls[function].count else {
          isDone[function] = true
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let call = calls[function][next]
        if stack.contains(where: { $0.function == call.callee }) {
          let names = unit.image.functions
          throw Rejection(
            slot: call.slot,
            reason: "recursive call from \(names[function].name)() to \(names[call.callee].name)()")
        }
        if !isDone[call.callee] { stack.append((call.callee, 0)) }
      }
    }
  }
}
