import Bytecode
import ObjectFile

/// What is known about the paths through a unit before any value is: successors, unreachable
/// code, where paths meet, and which registers are live.
struct ControlFlow: Sendable {
  /// Slots where explored states are remembered: targets of jumps and what follows a call.
  private(set) var isPrunePoint: [Bool]
  /// Registers that some path from the slot on may still read.
  private(set) var liveRegisters: [RegisterSet]

  init(_ unit: ProgramUnit) throws(Rejection) {
    let count = unit.operations.count
    isPrunePoint = Array(repeating: false, count: count)
    liveRegisters = Array(repeating: [], count: count)
    try CallGraph(unit).checkRecursion(unit)
    for index in unit.image.functions.indices {
      try check(function: index, unit: unit)
      computeLiveness(function: index, unit: unit)
    }
  }

  /// Every slot must be reachable, and no path may leave the function but by `exit` or a throw.
  private mutating func check(function index: Int, unit: ProgramUnit) throws(Rejection) {
    let function = unit.image.functions[index]
    var isReached = Array(repeating: false, count: function.count)
    var pending = [function.start]
    while let slot = pending.popLast() {
      if isReached[slot - function.start] { continue }
      isReached[slot - function.start] = true
      let successors = unit.successors(of: slot)
      for next in successors {
        guard function.range.contains(next) else {
          throw Rejection(
            slot: slot,
            reason: next == function.range.upperBound
              ? "last insn is not an exit or jmp" : "jump out of range from insn \(slot) to \(next)"
          )
        }
        if next != slot + 1 || successors.count > 1 { isPrunePoint[next] = true }
        pending.append(next)
      }
      if case .call? = unit.operations[slot] {
        if let next = successors.first {
          isPrunePoint[next] = true
        } else if function.range.contains(slot + 1) {
          // Compilers leave code behind a call that never returns: it is dead, and no mistake.
          pending.append(slot + 1)
        }
      }
    }
    for slot in function.range where unit.operations[slot] != nil {
      guard isReached[slot - function.start] else {
        throw Rejection(slot: slot, reason: "unreachable insn \(slot)")
      }
    }
  }

  private mutating func computeLiveness(function index: Int, unit: ProgramUnit) {
    let range = unit.image.functions[index].range
    var changed = true
    while changed {
      changed = false
      for slot in range.reversed() {
        guard let operation = unit.operations[slot] else { continue }
        var live: RegisterSet = []
        for next in unit.successors(of: slot) { live.formUnion(liveRegisters[next]) }
        live.subtract(operation.writes)
        live.formUnion(operation.reads(argumentCount: unit.argumentCount(ofCallAt: slot)))
        if live != liveRegisters[slot] {
          liveRegisters[slot] = live
          changed = true
        }
      }
    }
  }
}

extension ProgramUnit {
  /// Where execution may go after `slot` within its function.
  func successors(of slot: Int) -> [Int] {
    switch operations[slot] {
    case .jump(let offset): [slot + 1 + Int(offset)]
    case .branch(_, _, _, _, let offset), .mayGoto(let offset):
      [slot + 1, slot + 1 + Int(offset)]
    case .exit, nil: []
    case .call where throwsAlways(callAt: slot): []
    case .loadImmediate64: [slot + 2]
    default: [slot + 1]
    }
  }

  private func throwsAlways(callAt slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].throws } ?? false
  }

  /// How many argument registers the call at `slot` reads.
  func argumentCount(ofCallAt slot: Int) -> Int {
    if let index = exportedFunction(calledAt: slot) {
      return interface.functions[index].parameterCount
    }
    if let function = localFunction(calledAt: slot) {
      return parameterCount(of: function)
    }
    return 5
  }

  /// The number of arguments by BTF; five when the object has none.
  private func parameterCount(of function: Int) -> Int {
    guard let id = image.functions[function].typeID,
      case .function(let prototype, _) = image.types.types[Int(id)].kind,
      case .functionPrototype(_, let parameters, _) = image.types.types[Int(prototype)].kind
    else { return 5 }
    return min(parameters.count, 5)
  }
}
