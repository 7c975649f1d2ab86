import Bytecode
import Verifier

/// Functions of the program: called once, or in loops of helpers.
extension ProgramGenerator {
  mutating func addFunctionCall() {
    guard canCall, canLeave else {
      return addArithmetic()
    }
    switch below(4) {
    case 0, 1: addSubprogramCall()
    case 2: addCallbackLoop()
    default: addWalk()
    }
  }

  /// How much memory functions are given a pointer to.
  private static let sharedByteCount = 32

  /// Puts something that a function may work on into a register: mostly memory.
  private mutating func setShared(_ register: Register) {
    let odd = registers { $0 != .nothing }.filter { $0.rawValue > 5 }
    if !odd.isEmpty, chance(2, of: 5) {
      copy(pick(odd), to: register)
    } else {
      setStackPointer(register, offset: -Self.sharedByteCount - 8 * below(4))
    }
  }

  /// What a function gets when it is given what lies in a register.
  private mutating func passed(_ register: Register) -> Held {
    switch sketch[register] {
    case .number: return .number(.unknown)
    case .pointer(var pointer) where pointer.area == .stack:
      guard let places = pointer.places, places.count == 1 else { return .nothing }
      pointer.accessible =
        pointer.accessible.lowerBound - places.lowerBound..<pointer.accessible.upperBound
        - places.lowerBound
      pointer.area = .memory
      pointer.offset = 0
      return .pointer(pointer)
    case let held: return held
    }
  }

  /// What the function may have written.
  private mutating func noteShared(_ held: [Held]) {
    guard held.contains(where: { $0.pointer?.area == .stack }) else { return }
    for (slot, kept) in sketch.slots {
      sketch.slots[slot] = kept.number == nil ? .nothing : .number(.unknown)
    }
  }

  private mutating func addSubprogramCall() {
    if let number = numberRegister() { copy(number, to: .r2) } else { addNumber(to: .r2) }
    setShared(.r1)
    setShared(.r3)
    let shared = [sketch[.r1], sketch[.r3]]
    guard let function = newFunction(.subprogram, [passed(.r1), .number(.unknown), passed(.r3)])
    else { return }
    code.call(function: function)
    noteShared(shared)
    clobber()
    guard chance(1, of: 4) else { return }
    // Once more, on something else of the kind.
    addNumber(to: .r2)
    setStackPointer(.r1, offset: -Self.sharedByteCount)
    setStackPointer(.r3, offset: -Self.sharedByteCount - 8)
    code.call(function: function)
    noteShared([sketch[.r1]])
    clobber()
  }

  /// `bpf_loop`.
  private mutating func addCallbackLoop() {
    if let number = numberRegister(), chance(1, of: 2) {
      copy(number, to: .r1)
      if chance(3, of: 4) { apply(.and, .word64, .r1, pick([1, 3, 7, 31])) }
    } else {
      set(.r1, to: pick([0, 1, 2, 3, 5, 20, 40] as [Int32]))
    }
    setShared(.r3)
    let shared = sketch[.r3]
    guard let function = newFunction(.callback, [.number(.unknown), passed(.r3)]) else { return }
    code.loadAddress(.r2, ofFunction: function)
    set(.r4, to: 0 as Int32)
    emit(.call(.helper(181)))
    noteShared([shared])
    clobber()
  }

  /// `bpf_for_each_map_elem`.
  private mutating func addWalk() {
    let map = pick([FuzzMap.array, .hash, .perWorker])
    setShared(.r3)
    let shared = sketch[.r3]
    let key = Held.pointer(
      Pointer(area: .key, accessible: 0..<map.keyByteCount, name: newName()))
    let value = Held.pointer(
      Pointer(area: .value(map), accessible: map.accessible, name: newName()))
    guard let function = newFunction(.callback, [.nothing, key, value, passed(.r3)]) else { return }
    setMap(.r1, to: map)
    code.loadAddress(.r2, ofFunction: function)
    set(.r4, to: 0 as Int32)
    emit(.call(.helper(164)))
    noteShared([shared])
    clobber()
  }
}
