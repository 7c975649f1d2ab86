import Bytecode
import Verifier

/// Dynptrs: values in the stack that calls make, use and end, and slices of the memory behind them.
extension ProgramGenerator {
  private static let dynptrOffset = -96

  mutating func addDynptr() {
    guard canCall, canLeave, frozen.count < Self.frozenCountMax, let kept = keptRegister() else {
      return
    }
    let isRecord = chance(1, of: 2)
    let byteCount = 8 * (1 + below(4))
    if isRecord { makeRecord(byteCount) } else { makeOverValue(byteCount) }
    if chance(1, of: 2) { addCopy(byteCount) }
    useSlice(in: kept, byteCount)
    if isRecord, !isMistaken() {
      setStackPointer(.r1, offset: Self.dynptrOffset)
      set(.r2, to: 0 as Int32)
      emit(.call(.helper(pick([199, 200]))))
      clobber(result: .nothing)
    }
    // Mistakes use the slice once more.
    guard isMistaken() else { return }
    sketch[kept] = .pointer(
      Pointer(area: .record, accessible: 0..<byteCount, name: newName()))
    addLoad(from: kept, to: freeRegister(except: frozen.union([kept])))
  }

  private mutating func makeRecord(_ byteCount: Int) {
    setMap(.r1, to: .ring)
    set(.r2, to: Int32(byteCount))
    set(.r3, to: Int32(below(8) / 7))
    setStackPointer(.r4, offset: Self.dynptrOffset)
    emit(.call(.helper(198)))
    clobber()
  }

  private mutating func makeOverValue(_ byteCount: Int) {
    setValue(.r1, to: .data, offset: 8 * below(4))
    set(.r2, to: Int32(byteCount))
    set(.r3, to: 0 as Int32)
    setStackPointer(.r4, offset: Self.dynptrOffset)
    emit(.call(.helper(197)))
    clobber()
  }

  /// Copies between a dynptr and the stack.
  private mutating func addCopy(_ byteCount: Int) {
    let size = Int32(1 + below(byteCount))
    if chance(1, of: 2) {
      let offset = setStackMemory(.r1, byteCount: Int(size))
      set(.r2, to: size)
      setStackPointer(.r3, offset: Self.dynptrOffset)
      set(.r4, to: Int32(below(byteCount)))
      set(.r5, to: 0 as Int32)
      emit(.call(.helper(201)))
      sketch.overwrite(from: offset, byteCount: Int(size))
    } else {
      setStackPointer(.r1, offset: Self.dynptrOffset)
      set(.r2, to: Int32(below(byteCount)))
      _ = setStackMemory(.r3, byteCount: Int(size))
      set(.r4, to: size)
      set(.r5, to: 0 as Int32)
      emit(.call(.helper(202)))
    }
    clobber()
  }

  private mutating func useSlice(in kept: Register, _ byteCount: Int) {
    let size = 1 + below(byteCount)
    setStackPointer(.r1, offset: Self.dynptrOffset)
    set(.r2, to: Int32(below(byteCount - size + 2)))
    set(.r3, to: Int32(size))
    emit(.call(.helper(203)))
    clobber(
      result: .pointer(
        Pointer(area: .record, accessible: 0..<size, isNullable: true, name: newName())))
    copy(.r0, to: kept)
    ifNotNull(kept) { $0.addBlock(count: 1 + $0.below(2)) }
  }
}
