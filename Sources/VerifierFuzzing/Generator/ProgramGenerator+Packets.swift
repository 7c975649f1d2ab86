import Bytecode
import Verifier

/// Packets: pointers into them, and how far these were compared.
extension ProgramGenerator {
  /// Loads both ends of the packet, and compares.
  mutating func addPacketCheck() {
    guard hasContext else { return role == .exec ? addPacketLoad() : addAccess() }
    if chance(1, of: 5) { return addPacketMove() }
    let ends = registers { $0 == .packetEnd }
    let end = ends.isEmpty || chance(1, of: 3) ? loadPacketEnd() : pick(ends)
    let isMetadata = chance(1, of: 8)
    let start = keptRegister(except: [end]) ?? freeRegister(except: [end])
    emit(
      .load(
        .word, signExtended: false, destination: start, base: .r6, offset: isMetadata ? 8 : 0))
    sketch[start] = .pointer(
      Pointer(area: isMetadata ? .metadata : .packet, accessible: 0..<0, name: newName()))
    if !isMetadata { comparePacket(start, with: end) }
  }

  private mutating func loadPacketEnd() -> Register {
    let register = keptRegister() ?? freeRegister()
    emit(.load(.word, signExtended: false, destination: register, base: .r6, offset: 4))
    sketch[register] = .packetEnd
    return register
  }

  /// A pointer that was moved by a variable is compared anew.
  mutating func addPacketComparison(of pointer: Register) {
    guard hasContext, sketch[pointer].pointer?.area == .packet else { return }
    let ends = registers { $0 == .packetEnd }.filter { $0 != pointer }
    if let end = ends.first { return comparePacket(pointer, with: end) }
    let end = freeRegister(except: [pointer])
    emit(.load(.word, signExtended: false, destination: end, base: .r6, offset: 4))
    sketch[end] = .packetEnd
    comparePacket(pointer, with: end)
  }

  /// Compares some bytes behind a pointer with the packet's end; they are there from here on.
  private mutating func comparePacket(_ pointer: Register, with end: Register) {
    guard let held = sketch[pointer].pointer, canLeave else { return }
    let count = pick([1, 2, 4, 8, 14, 20, 32, 34, 54, 60, 64])
    let probe = freeRegister(except: [pointer, end])
    copy(pointer, to: probe)
    emit(.alu(.add, .word64, destination: probe, operand: .immediate(Int32(count))))
    var proven = held.offset + count
    // In each of these it goes on where the bytes are there.
    switch below(5) {
    case 0: code.branch(.greater, .word64, probe, .register(end), to: leavingLabel())
    case 1: code.branch(.less, .word64, end, .register(probe), to: leavingLabel())
    case 2:
      code.branch(.greaterOrEqual, .word64, probe, .register(end), to: leavingLabel())
      proven += 1
    case 3:
      code.branch(.lessOrEqual, .word64, end, .register(probe), to: leavingLabel())
      proven += 1
    default:
      let inside = code.makeLabel()
      code.branch(.lessOrEqual, .word64, probe, .register(end), to: inside)
      code.jump(to: leavingLabel(), isLong: false)
      code.place(inside)
    }
    sketch[probe] = .nothing
    sketch.updatePointers { pointer in
      if pointer.name == held.name {
        pointer.accessible = 0..<max(pointer.accessible.upperBound, proven)
      }
    }
    addLoad(from: pointer, to: freeRegister(except: frozen.union([pointer, end])))
  }

  /// Packets move: pointers into them are of no use any more.
  private mutating func addPacketMove() {
    guard canLeave else { return }
    copy(.r6, to: .r1)
    if chance(1, of: 2), let number = numberRegister(), number != .r1 {
      copy(number, to: .r2)
    } else {
      set(.r2, to: pick([-14, -8, -4, 4, 8, 14, 16, -16] as [Int32]))
    }
    emit(.call(.helper(pick([44, 44, 65, 54]))))
    if !isMistaken() { sketch.forgetPackets() }
    clobber()
  }

  /// Legacy packet access, which takes `r6` as the packet: mostly inside of its octets.
  private mutating func addPacketLoad() {
    guard canLeave, canCall, kind == .program else { return addAccess() }
    let size = pick([MemorySize.byte, .half, .word])
    if let index = numberRegister(), chance(1, of: 2) {
      emit(.loadPacket(size, .indirect(index, Int32(below(8)))))
    } else {
      emit(.loadPacket(size, .absolute(Int32(below(FuzzProgram.memoryByteCount)))))
    }
    clobber(result: .number(ofBytes: size.byteCount))
  }

  /// What a call leaves: a number in `r0`, and nothing in `r1` to `r5`.
  mutating func clobber(result: Held = .number(.unknown)) {
    for number in UInt8(1)...5 { sketch[Register(rawValue: number)] = .nothing }
    sketch[.r0] = result
  }
}
