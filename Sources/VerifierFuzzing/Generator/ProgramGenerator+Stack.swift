import Bytecode
import Verifier

/// The function's own stack: eight slots for anything.
extension ProgramGenerator {
  private static let slotCount = stackByteCount / 8

  mutating func addSpillOrFill() {
    let fillable = sketch.slots.keys.filter { sketch.slots[$0] != .nothing }.sorted()
    if fillable.isEmpty || chance(1, of: 2) {
      let held = registers { $0 != .nothing }
      guard !held.isEmpty else { return }
      let register = pick(held)
      if sketch[register].number != nil, chance(1, of: 2) {
        addNarrowSpill(register)
      } else {
        _ = spilled(register)
      }
    } else {
      fill(freeRegister(), from: pick(fillable))
    }
  }

  /// Spills a register, or the lower bytes of a number; the slot's index.
  mutating func spilled(_ register: Register, size: MemorySize = .double) -> Int {
    let slot = below(Self.slotCount)
    emit(
      .storeRegister(size, base: .r10, offset: Int16(-8 * (slot + 1)), source: register))
    sketch.slots[slot] = size == .double ? sketch[register] : .number(.unknown)
    return slot
  }

  /// Loads what was spilled, or lower bytes of a number.
  mutating func fill(_ register: Register, from slot: Int, size: MemorySize = .double) {
    emit(
      .load(
        size, signExtended: false, destination: register, base: .r10,
        offset: Int16(-8 * (slot + 1))))
    sketch[register] = sketch.slots[slot] ?? .number(.unknown)
    if size != .double { sketch[register] = .number(ofBytes: size.byteCount) }
  }

  private mutating func addNarrowSpill(_ register: Register) {
    let slot = below(Self.slotCount)
    let size = pick([MemorySize.word, .word, .half, .byte])
    let upper = chance(1, of: 4) ? 8 - size.byteCount : 0
    let offset = -8 * (slot + 1) + upper
    emit(.storeRegister(size, base: .r10, offset: Int16(offset), source: register))
    sketch.overwrite(from: offset, byteCount: size.byteCount)
    guard chance(1, of: 2) else { return }
    // What was stored comes back, or a part of it.
    let destination = freeRegister(except: [register])
    let loaded = chance(3, of: 4) ? size : pick(MemorySize.allCases)
    if loaded == .double, upper != 0 { return }
    if upper + loaded.byteCount > 8 || upper % loaded.byteCount != 0 { return }
    emit(
      .load(
        loaded, signExtended: false, destination: destination, base: .r10, offset: Int16(offset)))
    sketch[destination] = .number(ofBytes: loaded.byteCount)
  }

  mutating func addStackAccess() {
    let size = pick(MemorySize.allCases)
    let offset = -size.byteCount * (1 + below(Self.stackByteCount / size.byteCount))
    let slot = (-offset - 1) / 8
    switch below(4) {
    case 0:
      let value = chance(1, of: 2) ? 0 : immediate()
      emit(.storeImmediate(size, base: .r10, offset: Int16(offset), value: value))
      sketch.overwrite(from: offset, byteCount: size.byteCount)
    case 1:
      // A pointer to some place of the stack.
      setStackPointer(freeRegister(), offset: -8 * (1 + below(Self.slotCount)))
    case 2: addVariableStackAccess()
    default:
      if let held = sketch.slots[slot], held.number == nil { return }
      let destination = freeRegister()
      emit(
        .load(
          size, signExtended: false, destination: destination, base: .r10, offset: Int16(offset)))
      sketch[destination] = .number(ofBytes: size.byteCount)
    }
  }

  /// Through a pointer into the stack: what lies there is only known of a whole slot.
  mutating func addStackLoad(_ base: Register, _ pointer: Pointer, to destination: Register) {
    guard let places = pointer.places, let possible = pointer.displacements(8),
      pointer.variable.isMultiple(of: 8)
    else { return }
    let displacement = -8 * ((-possible.lowerBound) / 8) - pointer.offset % 8
    guard possible.contains(displacement) else { return }
    let start = places.lowerBound + displacement
    emit(
      .load(
        .double, signExtended: false, destination: destination, base: base,
        offset: Int16(displacement)))
    sketch[destination] =
      places.count == 1
      ? sketch.slots[(-start - 1) / 8] ?? .number(.unknown) : .number(.unknown)
  }

  /// A store or load whose place only the run decides.
  private mutating func addVariableStackAccess() {
    let index = workRegister()
    let count = pick([2, 4, 8])
    bound(index, to: count - 1)
    guard let number = sketch[index].number, number.unsignedMax < UInt64(Self.slotCount) else {
      return
    }
    let size = pick([MemorySize.double, .word, .byte])
    apply(.multiply, .word64, index, Int32(size.byteCount))
    let start = -8 * Self.slotCount + 8 * below(Self.slotCount / 2)
    let pointer = freeRegister(except: [index])
    setStackPointer(pointer, offset: start)
    emit(.alu(.add, .word64, destination: pointer, operand: .register(index)))
    guard let bytes = sketch[index].number, start + Int(bytes.unsignedMax) + size.byteCount <= 0
    else {
      sketch[pointer] = .nothing
      return
    }
    let span = Int(bytes.unsignedMax) + size.byteCount
    sketch[pointer] = .nothing
    if chance(2, of: 3) {
      if let source = numberRegister(), chance(3, of: 4) {
        emit(.storeRegister(size, base: pointer, offset: 0, source: source))
      } else {
        emit(.storeImmediate(size, base: pointer, offset: 0, value: immediate()))
      }
      sketch.overwrite(from: start, byteCount: span)
    } else {
      let destination = freeRegister(except: [index, pointer])
      emit(.load(size, signExtended: false, destination: destination, base: pointer, offset: 0))
      sketch[destination] = .number(ofBytes: size.byteCount)
    }
  }
}
