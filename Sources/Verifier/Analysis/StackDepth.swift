import Bytecode

/// How much stack the functions of a call chain take together, where that is limited (Linux:
/// `check_max_stack_depth`).
struct StackDepth {
  private let calls: CallGraph
  private let unit: ProgramUnit
  /// Callbacks that run when the program has ended: on a stack of their own, unless they are called.
  private let later: Set<Int>
  /// Bytes that each function takes, by function.
  private let byteCounts: [Int]

  /// Stacks begin at multiples of this.
  private static let alignment = 16
  /// What may lie below a function with tail calls: each of these starts a stack anew.
  private static let tailCallLimit = 256

  init(_ calls: CallGraph, _ unit: ProgramUnit, _ evidence: [Evidence], later: Set<Int>) {
    self.calls = calls
    self.unit = unit
    self.later = later
    byteCounts = unit.image.functions.indices.map { function in
      let used = evidence.map { $0.stackByteCounts[function] }.max() ?? 0
      return (used + Self.alignment - 1) & ~(Self.alignment - 1)
    }
  }

  private struct Chain {
    var function: Int
    var frameCount: Int
    /// With the function's own.
    var byteCount: Int
  }

  /// No chain of calls from `entry` may take more than `limit` bytes, or more frames than there are.
  func check(_ entry: Int, limit: Int) throws(Rejection) {
    var deepest: [Int: Chain] = [:]
    var pending = [Chain(function: entry, frameCount: 1, byteCount: byteCounts[entry])]
    while let chain = pending.popLast() {
      try check(chain, limit: limit)
      if let known = deepest[chain.function], known.byteCount >= chain.byteCount,
        known.frameCount >= chain.frameCount
      {
        continue
      }
      deepest[chain.function] = chain
      for callee in calls.callees[chain.function]
      where !later.contains(callee) || calls.directCallees[chain.function].contains(callee) {
        pending.append(
          Chain(
            function: callee, frameCount: chain.frameCount + 1,
            byteCount: chain.byteCount + byteCounts[callee]))
      }
    }
  }

  private func check(_ chain: Chain, limit: Int) throws(Rejection) {
    let function = unit.image.functions[chain.function]
    guard chain.byteCount <= limit else {
      throw Rejection(
        slot: function.start,
        reason: "combined stack size of \(chain.frameCount) calls is \(chain.byteCount). Too large",
        hint: "all functions of a chain of calls have \(limit) bytes of stack together")
    }
    guard chain.frameCount <= Exploration.frameCountMax else {
      throw Rejection(
        slot: function.start, reason: "the call stack of \(chain.frameCount) frames is too deep !")
    }
    let below = chain.byteCount - byteCounts[chain.function]
    guard below < Self.tailCallLimit || !function.range.contains(where: unit.tailCalls) else {
      throw Rejection(
        slot: function.start,
        reason:
          "tail_calls are not allowed when call stack of previous frames is \(below) bytes. Too large"
      )
    }
  }
}

extension ProgramUnit {
  fileprivate func tailCalls(at slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].tailCalls } ?? false
  }
}
