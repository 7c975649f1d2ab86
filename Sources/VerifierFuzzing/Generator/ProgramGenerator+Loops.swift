import Bytecode
import Verifier

/// Loops: with a counter in a register or in the stack, around `may_goto`, and open ones.
extension ProgramGenerator {
  private static let counterOffset = -80

  mutating func addLoop() {
    guard loopDepth < 2 else { return }
    loopDepth += 1
    defer { loopDepth -= 1 }
    switch below(5) {
    case 0: addMayGotoLoop()
    case 1 where loopDepth == 1: addCountdown()
    default: addCountedLoop()
    }
  }

  /// What a loop's body meets: numbers may be anything, as it goes round.
  private mutating func forgetNumbers(except kept: Set<Register>) {
    for register in Self.registers where sketch[register].number != nil && !kept.contains(register)
    {
      sketch[register] = .number(.unknown)
    }
    for (slot, held) in sketch.slots where held.number != nil {
      sketch.slots[slot] = .number(.unknown)
    }
  }

  /// Everything that holds a pointer stays as it is, as far as there is room.
  private mutating func addBody(keeping counter: Register?) {
    let (wereFrozen, couldCall) = (frozen, canCall)
    if let counter { frozen.insert(counter) }
    for register in registers(where: { $0 != .nothing && $0.number == nil }).reversed() {
      if frozen.count < Self.frozenCountMax {
        frozen.insert(register)
      } else if !frozen.contains(register) {
        sketch[register] = .nothing
      }
    }
    // Calls leave nothing in `r0` to `r5`.
    if frozen.contains(where: { $0.rawValue < 6 }) { canCall = false }
    let slots = sketch.slots
    addBlock(count: 1 + below(3))
    for (slot, held) in slots where held.number == nil && sketch.slots[slot] != held {
      sketch.slots[slot] = .nothing
    }
    (frozen, canCall) = (wereFrozen, couldCall)
  }

  private mutating func addCountedLoop() {
    guard frozen.count < Self.frozenCountMax else { return }
    let counter = freeRegister()
    set(counter, to: Int32(below(2)))
    let limit = 2 + below(4)
    forgetNumbers(except: [counter])
    sketch[counter] = .number(KnownNumber(0...UInt64(limit)))
    let start = code.makeLabel()
    code.place(start)
    addBody(keeping: counter)
    emit(.alu(.add, .word64, destination: counter, operand: .immediate(1)))
    code.branch(
      pick([.less, .signedLess, .notEqual]), pick([.word32, .word64]), counter,
      .immediate(Int32(limit + 1)), to: start)
    sketch[counter] = .number(KnownNumber(0...UInt64(limit + 1)))
    if chance(1, of: 3) { addIndexedAccess(with: counter) }
  }

  /// Counts down in a slot of the stack that nothing else uses.
  private mutating func addCountdown() {
    let offset = Int16(Self.counterOffset)
    emit(
      .storeImmediate(.double, base: .r10, offset: offset, value: 1 + Int32(below(4))))
    forgetNumbers(except: [])
    let start = code.makeLabel()
    code.place(start)
    addBody(keeping: nil)
    let register = freeRegister()
    emit(
      .load(.double, signExtended: false, destination: register, base: .r10, offset: offset))
    emit(.alu(.subtract, .word64, destination: register, operand: .immediate(1)))
    emit(.storeRegister(.double, base: .r10, offset: offset, source: register))
    code.branch(.notEqual, .word64, register, .immediate(0), to: start)
    sketch[register] = .number(KnownNumber(constant: 0))
  }

  /// Goes round until its budget is used up, or a number says so.
  private mutating func addMayGotoLoop() {
    forgetNumbers(except: [])
    let start = code.makeLabel()
    let end = code.makeLabel()
    code.place(start)
    code.mayGoto(end)
    let before = sketch
    addBody(keeping: nil)
    if let number = numberRegister() {
      code.branch(pick(Comparison.allCases), width(), number, .immediate(immediate()), to: end)
    }
    code.jump(to: start, isLong: false)
    code.place(end)
    sketch = sketch.joined(with: before)
  }
}
