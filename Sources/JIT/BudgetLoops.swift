import Bytecode
import Verifier

/// Loops that keep the budget of safe points in a register while they go round: in memory, it would take a loop of a few
/// instructions several times as long.
struct BudgetLoops {
  /// The slots from where rounds begin to where the last of them end.
  typealias Loop = ClosedRange<Int>

  /// By slot.
  private(set) var loops: [Int: Loop] = [:]

  init(_ verified: VerifiedUnit) {
    let unit = verified.unit
    for function in unit.image.functions {
      var ends: [Int: Int] = [:]
      for slot in function.range where verified.safePoints[slot] != nil {
        guard let head = unit.target(ofJumpAt: slot), head <= slot else { continue }
        ends[head] = slot
      }
      for (head, end) in ends where Self.isPlain(head...end, verified) {
        guard !Self.isEntered(head...end, in: function.range, unit) else { continue }
        for slot in head...end { loops[slot] = head...end }
      }
    }
  }

  /// Whether the instruction leads out of such a loop, and back.
  func isLeft(byJumpAt slot: Int, of unit: ProgramUnit) -> Bool {
    guard let loop = loops[slot], let target = unit.target(ofJumpAt: slot) else { return false }
    return target < loop.lowerBound
  }

  /// Whether nothing in the loop needs the register, goes round by itself or leaves unseen.
  private static func isPlain(_ loop: Loop, _ verified: VerifiedUnit) -> Bool {
    loop.allSatisfy { slot in
      switch verified.unit.operations[slot] {
      case .call, .mayGoto, .loadPacket: false
      case .alu(let op, _, _, _): !op.divides
      case .jump, .branch:
        verified.unit.target(ofJumpAt: slot).map {
          $0 > slot || $0 <= loop.lowerBound && verified.safePoints[slot] != nil
        } ?? true
      default: true
      }
    }
  }

  /// Whether a jump from elsewhere leads into the middle of the loop.
  private static func isEntered(_ loop: Loop, in function: Range<Int>, _ unit: ProgramUnit) -> Bool
  {
    function.contains { slot in
      guard !loop.contains(slot), let target = unit.target(ofJumpAt: slot) else { return false }
      return loop.contains(target) && target != loop.lowerBound
    }
  }
}

extension ProgramUnit {
  /// Where the jump or branch at a slot leads to; nil for other instructions.
  fileprivate func target(ofJumpAt slot: Int) -> Int? {
    switch operations[slot] {
    case .jump(let offset): slot + 1 + Int(offset)
    case .branch(_, _, _, _, let offset), .mayGoto(let offset): slot + 1 + Int(offset)
    default: nil
    }
  }
}

extension ALUOperator {
  fileprivate var divides: Bool {
    switch self {
    case .divide, .divideSigned, .modulo, .moduloSigned: true
    default: false
    }
  }
}
