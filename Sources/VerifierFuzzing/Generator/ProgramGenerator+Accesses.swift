import Bytecode
import Verifier

/// Loads and stores, mostly as far out as they may go.
extension ProgramGenerator {
  /// A register with a pointer through which something may be read.
  mutating func readable(except register: Register? = nil) -> Register? {
    let fit = registers {
      $0.pointer.map { $0.displacements(1) != nil } ?? false
    }.filter { $0 != register }
    return fit.isEmpty ? nil : pick(fit)
  }

  mutating func addAccess() {
    guard let base = readable() else {
      // The stack is always there.
      return addStackAccess()
    }
    switch below(8) {
    case 0..<4: addLoad(from: base, to: freeRegister(except: frozen.union([base])))
    case 4..<6: addStore(to: base)
    case 6: addAtomic(on: base)
    default: addStackAccess()
    }
  }

  /// A size, and a displacement with which it may be accessed: mostly one of the two outermost.
  private mutating func place(
    _ pointer: Pointer, sizes: [MemorySize] = MemorySize.allCases, isAligned: Bool = false
  ) -> (size: MemorySize, displacement: Int)? {
    let mustAlign = isAligned || pointer.area == .stack || pointer.area == .memory
    for size in [pick(sizes), pick(sizes), sizes[0]] {
      guard let possible = pointer.displacements(size.byteCount) else { continue }
      var displacement =
        switch below(4) {
        case 0: possible.lowerBound
        case 1, 2: possible.upperBound
        default: possible.lowerBound + below(possible.count)
        }
      if mustAlign {
        let count = size.byteCount
        guard pointer.variable.isMultiple(of: count) else { continue }
        displacement -= ((pointer.offset + displacement) % count + count) % count
        guard possible.contains(displacement) else { continue }
      }
      if isMistaken() { displacement += chance(1, of: 2) ? 1 : -1 }
      return (size, displacement)
    }
    return nil
  }

  mutating func addLoad(from base: Register, to destination: Register) {
    guard let pointer = sketch[base].pointer else { return }
    if pointer.area == .stack { return addStackLoad(base, pointer, to: destination) }
    guard let (size, displacement) = place(pointer) else { return }
    let isSigned = size != .double && chance(1, of: 3)
    emit(
      .load(
        size, signExtended: isSigned, destination: destination, base: base,
        offset: Int16(displacement)))
    let loaded = KnownNumber.unknown.zeroExtended(fromBits: 8 * size.byteCount)
    sketch[destination] = .number(
      isSigned ? loaded.signExtended(fromBits: 8 * size.byteCount, .word64) : loaded)
  }

  private mutating func addStore(to base: Register) {
    guard let pointer = sketch[base].pointer, pointer.isWritable,
      let (size, displacement) = place(pointer)
    else { return }
    if chance(1, of: 3) {
      emit(
        .storeImmediate(size, base: base, offset: Int16(displacement), value: immediate()))
    } else {
      guard let source = numberRegister() else { return }
      emit(
        .storeRegister(size, base: base, offset: Int16(displacement), source: source))
    }
    noteStore(pointer, displacement, size)
  }

  /// What a store through a pointer overwrites of this function's stack.
  private mutating func noteStore(_ pointer: Pointer, _ displacement: Int, _ size: MemorySize) {
    guard pointer.area == .stack, let places = pointer.places else { return }
    sketch.overwrite(
      from: places.lowerBound + displacement, byteCount: places.count - 1 + size.byteCount)
  }

  mutating func addAtomic(on base: Register) {
    guard let pointer = sketch[base].pointer, pointer.isWritable, !pointer.isPacket,
      let (size, displacement) = place(pointer, sizes: [.word, .double], isAligned: true)
    else { return }
    guard
      let source = registers(where: { $0.number != nil }).filter({ !frozen.contains($0) })
        .randomElement(using: &random)
    else { return }
    let isFetching = chance(2, of: 3)
    var choices: [AtomicOperator] = [
      .add(fetch: isFetching), .or(fetch: isFetching), .and(fetch: isFetching),
      .xor(fetch: isFetching), .exchange,
    ]
    if sketch[.r0].number != nil, !frozen.contains(.r0) { choices.append(.compareExchange) }
    let op = pick(choices)
    emit(.atomic(op, size, base: base, offset: Int16(displacement), source: source))
    noteStore(pointer, displacement, size)
    switch op {
    case .compareExchange: sketch[.r0] = .number(ofBytes: size.byteCount)
    case .exchange, .add(true), .or(true), .and(true), .xor(true):
      sketch[source] = .number(ofBytes: size.byteCount)
    default: break
    }
  }

  // MARK: Indices

  /// A number becomes a part of an address, bounded so that an access just fits.
  mutating func addIndexedAccess() { addIndexedAccess(with: workRegister()) }

  mutating func addIndexedAccess(with index: Register) {
    guard let base = indexable(except: index), let pointer = sketch[base].pointer else {
      return setValue(freeRegister(except: [index]), to: .data)
    }
    let room =
      pointer.isPacket ? 64 : pointer.accessible.upperBound - (pointer.places?.upperBound ?? 0)
    guard room > 0 else { return }
    let size = pick(MemorySize.allCases)
    let limit = room - size.byteCount
    if limit > 0, sketch[index].number.map({ $0.unsignedMax > UInt64(limit) }) ?? false,
      !frozen.contains(index)
    {
      bound(index, to: chance(2, of: 3) ? limit : 1 + below(limit))
    }
    if pointer.area == .stack || pointer.area == .memory, chance(4, of: 5),
      !frozen.contains(index)
    {
      apply(.and, .word64, index, pick([-8, -4, -8]))
    }
    move(base, by: index)
  }

  /// The same for a number of which the verifier may know more than the generator.
  mutating func useAsIndex(_ index: Register, below limit: Int) {
    guard limit <= 48, sketch[index].number != nil else { return }
    let base = freeRegister(except: [index])
    setValue(base, to: .data)
    let pointer = freeRegister(except: [index, base])
    copy(base, to: pointer)
    emit(.alu(.add, .word64, destination: pointer, operand: .register(index)))
    let destination = freeRegister(except: [index, base, pointer])
    emit(
      .load(
        .byte, signExtended: false, destination: destination, base: pointer,
        offset: Int16(below(16))))
    sketch[destination] = .number(ofBytes: 1)
    sketch[pointer] = .nothing
  }

  /// A register with a pointer that may be moved.
  private mutating func indexable(except register: Register) -> Register? {
    let fit = registers { held in
      guard let pointer = held.pointer else { return false }
      return (!pointer.isNullable || mistakeRate > 0) && pointer.variable.constant != nil
    }.filter { $0 != register }
    return fit.isEmpty ? nil : pick(fit)
  }

  /// A copy of a pointer, moved by a number, and an access through it.
  private mutating func move(_ base: Register, by index: Register) {
    guard var pointer = sketch[base].pointer, let number = sketch[index].number,
      !pointer.isNullable || isMistaken()
    else { return }
    guard number.unsignedMax < 1 << 16 || isMistaken() else { return }
    let moved = freeRegister(except: [base, index])
    copy(base, to: moved)
    emit(.alu(.add, .word64, destination: moved, operand: .register(index)))
    pointer.variable = pointer.variable.applying(.add, .word64, number)
    if pointer.isPacket {
      pointer.accessible = 0..<0
      pointer.name = newName()
    }
    sketch[moved] = .pointer(pointer)
    if pointer.isPacket {
      addPacketComparison(of: moved)
      return
    }
    if chance(1, of: 2) {
      addLoad(from: moved, to: freeRegister(except: frozen.union([moved])))
    } else {
      addStore(to: moved)
    }
  }
}
