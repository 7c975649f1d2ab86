import Bytecode
import Verifier

/// Branches, and what they tell.
extension ProgramGenerator {
  /// One block is skipped, or one of two is run.
  mutating func addBranch() {
    guard let left = numberRegister() else { return addNumber(to: freeRegister()) }
    let comparison = pick(Comparison.allCases)
    let width = width()
    let right = comparedOperand(with: left)
    let target = code.makeLabel()
    code.branch(comparison, width, left, right, to: target)
    let before = sketch
    refine(comparison, width, left, right, taken: false)
    addBlock(count: 1 + below(3))
    let skipped = sketch
    sketch = before
    refine(comparison, width, left, right, taken: true)
    guard chance(1, of: 2) else {
      code.place(target)
      meet(skipped)
      return
    }
    let end = code.makeLabel()
    code.jump(to: end, isLong: false)
    code.place(target)
    addBlock(count: 1 + below(3))
    code.place(end)
    meet(skipped)
  }

  /// Two ways meet. Who is mistaken thinks of one of them.
  mutating func meet(_ other: Sketch) {
    guard isMistaken() else {
      sketch = sketch.joined(with: other)
      return
    }
    if chance(1, of: 2) { sketch = other }
  }

  private mutating func comparedOperand(with left: Register) -> Operand {
    if chance(1, of: 3), let right = numberRegister(), right != left { return .register(right) }
    if chance(1, of: 3) { return .immediate(immediate()) }
    return .immediate(edge(of: sketch[left].number ?? .unknown))
  }

  mutating func refine(
    _ comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand, taken: Bool
  ) {
    guard let number = sketch[left].number,
      let (a, b) = number.refined(comparison, width, taken: taken, value(of: right))
    else { return }
    sketch[left] = .number(a)
    if case .register(let register) = right, register != left { sketch[register] = .number(b) }
  }

  /// Ends the function where the comparison holds; or, at times, and where it can't end, sets the number
  /// to 0.
  mutating func leave(
    if comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand,
    bounding register: Register? = nil, always: Bool = false
  ) {
    if canLeave, always || chance(1, of: 3) {
      code.branch(comparison, width, left, right, to: leavingLabel())
      refine(comparison, width, left, right, taken: false)
      return
    }
    let odd = code.makeLabel()
    let end = code.makeLabel()
    code.branch(comparison, width, left, right, to: odd)
    let before = sketch
    refine(comparison, width, left, right, taken: false)
    code.jump(to: end, isLong: false)
    code.place(odd)
    let even = sketch
    sketch = before
    set(register ?? left, to: 0 as Int32)
    code.place(end)
    sketch = sketch.joined(with: even)
  }

  // MARK: Links

  /// One number is compared, and another used that lies a constant above it.
  mutating func addLinkedCheck() {
    let original = workRegister()
    let other = freeRegister(except: [original])
    copy(original, to: other)
    let distance = Int32(below(2) == 0 ? below(16) : Int(pick([-1, -4, 1, 8, 255]) as Int32))
    let width = chance(4, of: 5) ? Width.word64 : .word32
    if chance(3, of: 4) { apply(chance(1, of: 2) ? .add : .subtract, width, other, distance) }
    let (compared, used) = chance(1, of: 2) ? (original, other) : (other, original)
    let limit = Int32(4 + below(28))
    switch below(4) {
    case 0: leave(if: .greater, .word64, compared, .immediate(limit), always: true)
    case 1:
      leave(if: .signedGreater, .word64, compared, .immediate(limit), always: true)
      leave(if: .signedLess, .word64, compared, .immediate(0), always: true)
    case 2: leave(if: .greater, .word32, compared, .immediate(limit), always: true)
    default: return nested { $0.addBranch() }
    }
    // Of the other one the generator knows no more; the verifier may.
    guard canLeave, sketch[used].number != nil, (0...16).contains(distance) || isMistaken() else {
      return
    }
    useAsIndex(used, below: Int(limit) + 17)
  }

  // MARK: Divergence

  /// Two ways leave different numbers in one place, and much later it matters which.
  mutating func addDivergence() {
    guard let decider = numberRegister(), frozen.count < Self.frozenCountMax else { return }
    let register = freeRegister(except: [decider])
    let (low, high) = (Int32(below(6)), Int32(8 + below(40)))
    let label = code.makeLabel()
    set(register, to: chance(1, of: 2) ? low : high)
    let before = sketch
    let compared = Operand.immediate(edge(of: sketch[decider].number ?? .unknown))
    code.branch(pick(Comparison.allCases), width(), decider, compared, to: label)
    set(register, to: chance(1, of: 2) ? high : low)
    if chance(1, of: 2) { addBlock(count: 1) }
    code.place(label)
    meet(before)
    let (wereFrozen, couldCall) = (frozen, canCall)
    frozen.insert(register)
    if register.rawValue < 6 { canCall = false }
    let held = sketch[register]
    let size = pick([MemorySize.double, .word, .half, .byte])
    let slot = chance(1, of: 2) ? spilled(register, size: size) : nil
    // The ways may be taken for one another where others meet.
    if chance(1, of: 2) { nested { $0.addBranch() } }
    addBlock(count: 1 + below(2))
    (frozen, canCall) = (wereFrozen, couldCall)
    if let slot {
      fill(register, from: slot, size: chance(1, of: 2) ? size : .byte)
      // Both numbers fit in a byte.
      sketch[register] = held
    }
    guard sketch[register].number != nil else { return }
    if chance(1, of: 3) {
      leave(if: pick([.equal, .notEqual]), .word64, register, .immediate(pick([low, high])))
    } else {
      addIndexedAccess(with: register)
    }
  }
}
