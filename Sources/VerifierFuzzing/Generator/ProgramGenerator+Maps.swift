import Bytecode
import Verifier

/// Maps, and other helpers that are given memory.
extension ProgramGenerator {
  private static let keyOffset = -72

  /// Looks a value up, and mostly compares it with null before long.
  mutating func addLookup() {
    guard canCall, canLeave else { return addAccess() }
    let map = pick(FuzzMap.allCases.filter { $0.hasLookup && $0 != .guarded })
    lookUp(map)
    if mistakeRate > 0, chance(1, of: 10) { return moveUnchecked(.r0) }
    if chance(1, of: 4), let kept = keptRegister() { copy(.r0, to: kept) }
    if chance(1, of: 8) { _ = spilled(.r0) }
    if isMistaken() { return }
    checkNotNull(.r0)
    if let kept = keptRegister(), chance(2, of: 3) { copy(.r0, to: kept) }
    addAccess()
  }

  /// What was null then is no longer.
  private mutating func moveUnchecked(_ register: Register) {
    emit(
      .alu(.add, .word64, destination: register, operand: .immediate(Int32(1 + below(8)))))
    sketch[register] = .nothing
  }

  /// `r0` is the value, or null.
  mutating func lookUp(_ map: FuzzMap) {
    setKey(of: map)
    setMap(.r1, to: map)
    emit(.call(.helper(1)))
    clobber(
      result: .pointer(
        Pointer(
          area: .value(map), accessible: map.accessible, isNullable: true, name: newName())))
  }

  /// Puts a key into the stack, and its address into `r2`.
  private mutating func setKey(of map: FuzzMap) {
    if let number = numberRegister(), chance(1, of: 6) {
      emit(
        .storeRegister(
          .word, base: .r10, offset: Int16(Self.keyOffset), source: number))
    } else {
      emit(
        .storeImmediate(
          .word, base: .r10, offset: Int16(Self.keyOffset),
          value: Int32(below(map == .perWorker || map == .guarded ? 2 : 3))))
    }
    setStackPointer(.r2, offset: Self.keyOffset)
  }

  /// Ends the function where the pointer is null.
  mutating func checkNotNull(_ register: Register) {
    guard let checked = sketch[register].pointer else { return }
    if chance(1, of: 4) {
      let found = code.makeLabel()
      code.branch(.notEqual, .word64, register, .immediate(0), to: found)
      code.jump(to: leavingLabel(), isLong: false)
      code.place(found)
    } else {
      code.branch(.equal, .word64, register, .immediate(0), to: leavingLabel())
    }
    noteNotNull(checked)
  }

  mutating func noteNotNull(_ checked: Pointer) {
    sketch.updatePointers { if $0.name == checked.name { $0.isNullable = false } }
  }

  // MARK: Helpers

  mutating func addHelper() {
    guard canCall, canLeave else { return addArithmetic() }
    switch below(hasContext ? 11 : 9) {
    case 0:
      emit(.call(.helper(7)))
      clobber(result: .number(ofBytes: 4))
    case 1, 2: addUpdate()
    case 3: addQueueCall()
    case 4: addOutput()
    case 5: addChecksum()
    case 6: addNullCheckLater()
    case 7: addWorkerLookup()
    case 8: addTextComparison()
    case 9:
      copy(.r6, to: .r1)
      emit(.call(.helper(188)))
      clobber()
    default: addPacketCopy()
    }
  }

  private mutating func addUpdate() {
    let map = pick([FuzzMap.array, .hash, .perWorker])
    setKey(of: map)
    setMemory(.r3, except: [.r1, .r2, .r4], byteCount: map.valueByteCount)
    setMap(.r1, to: map)
    set(.r4, to: Int32(below(3)))
    emit(.call(.helper(chance(1, of: 6) ? 3 : 2)))
    clobber()
  }

  private mutating func addQueueCall() {
    let helper = pick([87, 88, 88, 89] as [Int32])
    let offset = setStackMemory(.r2, byteCount: FuzzMap.queue.valueByteCount)
    setMap(.r1, to: .queue)
    set(.r3, to: Int32(below(2)))
    emit(.call(.helper(helper)))
    if helper != 87 {
      sketch.overwrite(from: offset, byteCount: FuzzMap.queue.valueByteCount)
    }
    clobber()
  }

  private mutating func addOutput() {
    guard let size = addSize(.r3, upTo: 24) else { return }
    setMemory(.r2, except: [.r1, .r3, .r4], byteCount: size)
    setMap(.r1, to: .ring)
    set(.r4, to: 0 as Int32)
    emit(.call(.helper(130)))
    clobber()
  }

  private mutating func addChecksum() {
    guard let size = addSize(.r2, upTo: 32) else { return }
    apply(.and, .word64, .r2, -4)
    setMemory(.r1, except: [.r2, .r3, .r4, .r5], byteCount: size)
    set(.r3, to: 0 as Int32)
    set(.r4, to: 0 as Int32)
    set(.r5, to: immediate())
    emit(.call(.helper(28)))
    clobber()
  }

  /// `bpf_xdp_load_bytes`, which writes what it is given, and its counterpart.
  private mutating func addPacketCopy() {
    guard let size = addSize(.r4, upTo: 32) else { return }
    let offset = setStackMemory(.r3, byteCount: size)
    leave(if: .equal, .word64, .r4, .immediate(0))
    set(.r2, to: Int32(below(64)))
    copy(.r6, to: .r1)
    let isLoad = chance(2, of: 3)
    emit(.call(.helper(isLoad ? 189 : 190)))
    if isLoad { sketch.overwrite(from: offset, byteCount: size) }
    clobber()
  }

  /// A value of a worker, mostly of the only one.
  private mutating func addWorkerLookup() {
    setKey(of: .perWorker)
    setMap(.r1, to: .perWorker)
    set(.r3, to: Int32(below(5) / 4))
    emit(.call(.helper(195)))
    clobber(
      result: .pointer(
        Pointer(
          area: .value(.perWorker), accessible: FuzzMap.perWorker.accessible, isNullable: true,
          name: newName())))
    checkNotNull(.r0)
    addLoad(from: .r0, to: freeRegister(except: frozen.union([.r0])))
  }

  /// `bpf_strncmp`: from -1 to 1.
  private mutating func addTextComparison() {
    guard let size = addSize(.r2, upTo: 16) else { return }
    leave(if: .equal, .word64, .r2, .immediate(0))
    setMemory(.r1, except: [.r2, .r3], byteCount: size)
    setValue(.r3, to: .constants)
    emit(.call(.helper(182)))
    clobber(result: .number(KnownNumber(signed: -1...1)))
    if chance(1, of: 2) {
      apply(.add, .word64, .r0, 1)
      addIndexedAccess(with: .r0)
    }
  }

  /// A number from 0 to at most `limit` in a register that calls are given; the largest it may be.
  private mutating func addSize(_ register: Register, upTo limit: Int) -> Int? {
    if let number = numberRegister() { copy(number, to: register) } else { addNumber(to: register) }
    guard sketch[register].number != nil else { return nil }
    let size = 8 * (1 + below(limit / 8))
    bound(register, to: size)
    guard let number = sketch[register].number, number.unsignedMax <= UInt64(size) || isMistaken()
    else { return nil }
    return size
  }

  /// Puts the address of that much memory into a register.
  private mutating func setMemory(
    _ register: Register, except others: Set<Register>, byteCount: Int
  ) {
    let fit = registers { held in
      guard let pointer = held.pointer else { return false }
      return pointer.displacements(byteCount)?.contains(0) ?? false && !pointer.isPacket
    }.filter { !others.contains($0) }
    if fit.isEmpty || chance(1, of: 2) {
      _ = setStackMemory(register, byteCount: byteCount)
    } else {
      copy(pick(fit), to: register)
    }
  }

  /// The address of some memory of the stack; its offset. Mistakes make it begin too late.
  mutating func setStackMemory(_ register: Register, byteCount: Int) -> Int {
    let slots = (byteCount + 7) / 8
    var offset = -8 * (slots + below(max(1, Self.stackByteCount / 8 - slots)))
    if isMistaken() { offset += 8 }
    setStackPointer(register, offset: offset)
    return offset
  }

  /// Two lookups, of which the first is compared with null: of the second that tells nothing.
  private mutating func addNullCheckLater() {
    guard let kept = keptRegister() else { return }
    lookUp(pick([.array, .hash]))
    copy(.r0, to: kept)
    let other = keptRegister(except: [kept])
    lookUp(.hash)
    if let other { copy(.r0, to: other) }
    if chance(1, of: 8), let pointer = sketch[kept].pointer {
      // A pointer that may be null is not to be moved.
      emit(.alu(.add, .word64, destination: kept, operand: .immediate(8)))
      sketch[kept] = .pointer(pointer)
    }
    checkNotNull(kept)
    addLoad(from: kept, to: freeRegister(except: frozen.union([kept, .r0])))
    if isMistaken() {
      sketch.updatePointers { $0.isNullable = false }
    } else {
      checkNotNull(.r0)
    }
    if sketch[.r0].pointer != nil { addLoad(from: .r0, to: .r1) }
  }
}
