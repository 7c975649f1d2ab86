import Bytecode
import Verifier

/// Functions of the program: called once, or in loops of helpers.
extension ProgramGenerator {
  mutating func addFunctionCall() {
    guard canCall, canLeave, kind == .program || kind == .subprogram else {
      return addArithmetic()
    }
    switch below(4) {
    case 0, 1: addSubprogramCall()
    case 2: addCallbackLoop()
    default: addWalk()
    }
  }

  /// Puts the address of memory that a function may work on into a register.
  private mutating func setShared(_ register: Register) {
    let fit = registers { held in
      guard let pointer = held.pointer else { return false }
      return pointer.displacements(Self.sharedByteCount)?.contains(0) ?? false
        && !pointer.isPacket && pointer.isWritable
    }.filter { $0.rawValue > 5 }
    if !fit.isEmpty, chance(1, of: 3) {
      copy(pick(fit), to: register)
      return
    }
    let offset = -Self.sharedByteCount - 8 * below(4)
    setStackPointer(register, offset: offset)
  }

  /// What the function may have written there.
  private mutating func noteShared(_ held: Held) {
    guard let pointer = held.pointer, pointer.area == .stack, let places = pointer.places else {
      return
    }
    sketch.overwrite(from: places.lowerBound, byteCount: Self.sharedByteCount)
  }

  private mutating func addSubprogramCall() {
    guard let function = newFunction(.subprogram) else { return }
    if let number = numberRegister() { copy(number, to: .r2) } else { addNumber(to: .r2) }
    let calls = chance(1, of: 4) ? 2 : 1
    for call in 0..<calls {
      if call > 0 { addNumber(to: .r2) }
      setShared(.r1)
      let shared = sketch[.r1]
      code.call(function: function)
      noteShared(shared)
      clobber()
    }
  }

  /// `bpf_loop`.
  private mutating func addCallbackLoop() {
    guard let function = newFunction(.loopBody) else { return }
    if let number = numberRegister(), chance(1, of: 2) {
      copy(number, to: .r1)
      apply(.and, .word64, .r1, 3)
    } else {
      set(.r1, to: Int32(below(5)))
    }
    setShared(.r3)
    let shared = sketch[.r3]
    code.loadAddress(.r2, ofFunction: function)
    set(.r4, to: 0 as Int32)
    emit(.call(.helper(181)))
    noteShared(shared)
    clobber()
  }

  /// `bpf_for_each_map_elem`.
  private mutating func addWalk() {
    let map = pick([FuzzMap.array, .hash, .perWorker])
    guard let function = newFunction(.entryBody(map)) else { return }
    setShared(.r3)
    let shared = sketch[.r3]
    setMap(.r1, to: map)
    code.loadAddress(.r2, ofFunction: function)
    set(.r4, to: 0 as Int32)
    emit(.call(.helper(164)))
    noteShared(shared)
    clobber()
  }
}
