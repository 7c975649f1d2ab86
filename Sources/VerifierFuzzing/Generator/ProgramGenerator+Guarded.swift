import Bytecode
import Verifier

/// What has to be given back: records of ring buffers, and locks.
extension ProgramGenerator {
  mutating func addGuarded() {
    guard canCall, canLeave, frozen.count < Self.frozenCountMax, let kept = keptRegister() else {
      return
    }
    if chance(1, of: 2) { addRecord(in: kept) } else { addLocked(in: kept) }
  }

  /// Reserves a record, uses it, and submits or discards it.
  private mutating func addRecord(in kept: Register) {
    let byteCount = pick([8, 12, 16, 24])
    setMap(.r1, to: .ring)
    set(.r2, to: Int32(byteCount))
    set(.r3, to: 0 as Int32)
    emit(.call(.helper(131)))
    clobber(
      result: .pointer(
        Pointer(
          area: .record, accessible: 0..<byteCount, isNullable: true, name: newName())))
    copy(.r0, to: kept)
    ifNotNull(kept) { generator in
      generator.addBlock(count: 1 + generator.below(2))
      generator.copy(kept, to: .r1)
      generator.set(.r2, to: 0 as Int32)
      let call = Operation.call(.helper(generator.pick([132, 133])))
      if !generator.isMistaken() { generator.emit(call) }
      generator.clobber(result: .nothing)
    }
  }

  /// Works with what `r0` and a register point to, where they do; afterwards it is of no use any more.
  mutating func ifNotNull(_ kept: Register, _ body: (inout ProgramGenerator) -> Void) {
    let none = code.makeLabel()
    code.branch(.equal, .word64, .r0, .immediate(0), to: none)
    var before = sketch
    if let pointer = sketch[kept].pointer { noteNotNull(pointer) }
    whileHeld(kept, body)
    forget(kept)
    code.place(none)
    before[kept] = .nothing
    sketch = sketch.joined(with: before)
    forget(kept)
    sketch[.r0] = .nothing
  }

  /// Nothing of a record is of use once it was given away.
  private mutating func forget(_ kept: Register) {
    for register in Self.registers where sketch[register].pointer?.area == .record {
      sketch[register] = .number(.unknown)
    }
    for (slot, held) in sketch.slots where held.pointer?.area == .record {
      sketch.slots[slot] = .number(.unknown)
    }
    sketch[kept] = .nothing
  }

  /// Takes the lock of a value, works on it, and gives the lock up.
  private mutating func addLocked(in kept: Register) {
    lookUp(.guarded)
    if !isMistaken() { checkNotNull(.r0) }
    copy(.r0, to: kept)
    copy(kept, to: .r1)
    emit(.call(.helper(93)))
    clobber(result: .nothing)
    whileHeld(kept) { generator in
      generator.addLoad(
        from: kept, to: generator.freeRegister(except: generator.frozen.union([kept])))
      generator.addBlock(count: 1)
    }
    copy(kept, to: .r1)
    if !isMistaken() { emit(.call(.helper(94))) }
    clobber(result: .nothing)
  }

  /// Neither a call nor an end is allowed here, and the register stays.
  private mutating func whileHeld(
    _ kept: Register, _ body: (inout ProgramGenerator) -> Void
  ) {
    let before = (canLeave, canCall)
    (canLeave, canCall) = (false, false)
    frozen.insert(kept)
    body(&self)
    frozen.remove(kept)
    (canLeave, canCall) = before
  }
}
