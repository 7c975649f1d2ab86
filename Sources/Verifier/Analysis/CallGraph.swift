import Bytecode
import Contracts
import ObjectFile

/// Which functions of a unit call which, whatever the values are.
struct CallGraph: Sendable {
  /// The functions that each function calls, by function, without duplicates.
  let callees: [[Int]]
  /// Those of them that its instructions call themselves: of the others, they only take the address.
  let directCallees: [[Int]]
  /// Every function after those that it calls.
  let calleesFirst: [Int]
  /// How many functions are active at most while a function runs, itself among them.
  let depths: [Int]
  /// Calls that lead back to their own function, which are refused: the frame of a coroutine has a size,
  /// and so has a worker's stack. By the calling function. A callback that names itself may run later,
  /// on a stack of its own; where it doesn't, its frames are counted.
  let recursions: [Int: Rejection]

  init(_ unit: ProgramUnit) {
    var calls: [[Site]] = []
    var all: [[Site]] = []
    for function in unit.image.functions {
      var called: [Site] = []
      var reached: [Site] = []
      for slot in function.range {
        if let callee = unit.localFunction(calledAt: slot) {
          Self.note((slot, callee), in: &called)
          Self.note((slot, callee), in: &reached)
        } else if let callback = unit.callback(namedAt: slot) {
          Self.note((slot, callback), in: &reached)
        }
      }
      calls.append(called)
      all.append(reached)
    }
    recursions = Self.order(calls, unit.image).recursions
    calleesFirst = Self.order(all, unit.image).order
    directCallees = calls.map { $0.map(\.callee) }
    callees = all.map { $0.map(\.callee) }
    var depths = calls.map { _ in 1 }
    for function in calleesFirst {
      depths[function] = 1 + (callees[function].map { depths[$0] }.max() ?? 0)
    }
    self.depths = depths
  }

  private typealias Site = (slot: Int, callee: Int)

  /// Only the first place for each callee counts.
  private static func note(_ site: Site, in sites: inout [Site]) {
    if !sites.contains(where: { $0.callee == site.callee }) { sites.append(site) }
  }

  /// Whether a function, or one that it may come to, calls an exported function of that kind; by function.
  func reaching(
    in unit: ProgramUnit, _ isOfKind: (FunctionContract) -> Bool
  ) -> [Bool] {
    var result = Array(repeating: false, count: callees.count)
    for index in calleesFirst {
      let calls = unit.image.functions[index].range.lazy.compactMap(
        unit.exportedFunction(calledAt:))
      result[index] =
        callees[index].contains { result[$0] }
        || calls.contains { isOfKind(unit.interface.functions[$0]) }
    }
    return result
  }

  /// A function and all that it may come to, itself first.
  func reachable(from function: Int) -> [Int] {
    var found = [function]
    var isFound = Array(repeating: false, count: callees.count)
    isFound[function] = true
    var next = 0
    while next < found.count {
      for callee in callees[found[next]] where !isFound[callee] {
        isFound[callee] = true
        found.append(callee)
      }
      next += 1
    }
    return found
  }

  private enum Mark {
    case unseen, inProgress, done
  }

  /// Depth-first without recursion of its own.
  private static func order(
    _ sites: [[Site]], _ image: ProgramImage
  ) -> (order: [Int], recursions: [Int: Rejection]) {
    var order: [Int] = []
    var recursions: [Int: Rejection] = [:]
    var marks = Array(repeating: Mark.unseen, count: sites.count)
    for root in sites.indices where marks[root] == .unseen {
      var stack = [(function: root, next: 0)]
      marks[root] = .inProgress
      while let top = stack.last {
        guard top.next < sites[top.function].count else {
          marks[top.function] = .done
          order.append(top.function)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let site = sites[top.function][top.next]
        switch marks[site.callee] {
        case .done: continue
        case .unseen:
          marks[site.callee] = .inProgress
          stack.append((site.callee, 0))
        case .inProgress:
          recursions[top.function] = Rejection(
            slot: site.slot,
            reason: "recursive call from \(image.functions[top.function].name) to "
              + image.functions[site.callee].name + ": the call stack of 8 frames is too deep !",
            hint: "functions may not call themselves, not even through others: use a loop")
        }
      }
    }
    return (order, recursions)
  }
}

extension ProgramUnit {
  /// The function whose address `slot` takes, when that is no program: something will call it back.
  func callback(namedAt slot: Int) -> Int? {
    guard case .function(let index)? = image.reference(at: slot), role(of: index) == nil else {
      return nil
    }
    return index
  }
}
