import Bytecode
import ObjectFile

/// Which functions of a unit call which, whatever the values are.
struct CallGraph: Sendable {
  /// The functions that each function calls, by function, without duplicates.
  let callees: [[Int]]
  /// Every function after those that it calls.
  let calleesFirst: [Int]

  /// Refuses recursion: the frame of a coroutine has a size, and so has a worker's stack.
  init(_ unit: ProgramUnit) throws(Rejection) {
    var sites: [[(slot: Int, callee: Int)]] = []
    for function in unit.image.functions {
      var calls: [(slot: Int, callee: Int)] = []
      for slot in function.range {
        guard let callee = unit.localFunction(calledAt: slot) ?? unit.callback(namedAt: slot)
        else { continue }
        if !calls.contains(where: { $0.callee == callee }) { calls.append((slot, callee)) }
      }
      sites.append(calls)
    }
    calleesFirst = try Self.order(sites, unit.image)
    callees = sites.map { $0.map(\.callee) }
  }

  private enum Mark {
    case unseen, inProgress, done
  }

  /// Depth-first without recursion of its own.
  private static func order(
    _ sites: [[(slot: Int, callee: Int)]], _ image: ProgramImage
  ) throws(Rejection) -> [Int] {
    var order: [Int] = []
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
          throw Rejection(
            slot: site.slot,
            reason: "recursive call from \(image.functions[top.function].name) to "
              + image.functions[site.callee].name,
            hint: "functions may not call themselves, not even through others: use a loop")
        }
      }
    }
    return order
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
