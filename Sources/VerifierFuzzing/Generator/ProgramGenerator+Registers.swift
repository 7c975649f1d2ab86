import Bytecode
import Verifier

/// Registers, and what is put into them.
extension ProgramGenerator {
  static let registers = (UInt8(0)...9).map { Register(rawValue: $0) }

  static let immediates: [Int32] = [
    0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 0x7fff, 0x8000, 0xffff, .max, -1,
    -2, -8, -128, -129, -0x8000, .min,
  ]

  func registers(where isFit: (Held) -> Bool) -> [Register] {
    Self.registers.filter { isFit(sketch[$0]) }
  }

  /// A register that holds a number; nil when there is none.
  mutating func numberRegister() -> Register? {
    let fit = registers { $0.number != nil }
    return fit.isEmpty ? nil : pick(fit)
  }

  /// One that holds a number and may be changed: if need be a new one.
  mutating func workRegister() -> Register {
    let fit = registers { $0.number != nil }.filter { !frozen.contains($0) }
    if !fit.isEmpty, chance(7, of: 8) { return pick(fit) }
    let register = freeRegister()
    addNumber(to: register)
    return register
  }

  /// One whose contents are worth least, and that may be overwritten.
  mutating func freeRegister(except others: Set<Register> = []) -> Register {
    let possible = Self.registers.filter { !frozen.contains($0) && !others.contains($0) }
    let empty = possible.filter { sketch[$0] == .nothing }
    if !empty.isEmpty { return pick(empty) }
    let numbers = possible.filter { sketch[$0].number != nil }
    return pick(numbers.count > 1 || numbers.count > 0 && chance(1, of: 2) ? numbers : possible)
  }

  /// One that calls keep.
  mutating func keptRegister(except others: Set<Register> = []) -> Register? {
    let possible = [Register.r6, .r7, .r8, .r9].filter {
      !frozen.contains($0) && !others.contains($0)
    }
    return possible.isEmpty ? nil : pick(possible)
  }

  mutating func copy(_ source: Register, to destination: Register) {
    guard source != destination else { return }
    emit(.move(.word64, destination: destination, operand: .register(source)))
    sketch[destination] = sketch[source]
  }

  mutating func set(_ register: Register, to value: Int32) {
    emit(.move(.word64, destination: register, operand: .immediate(value)))
    sketch[register] = .number(KnownNumber(constant: UInt64(bitPattern: Int64(value))))
  }

  mutating func set(_ register: Register, to value: UInt64) {
    emit(.loadImmediate64(destination: register, source: .constant(value)))
    sketch[register] = .number(KnownNumber(constant: value))
  }

  mutating func setMap(_ register: Register, to map: FuzzMap) {
    emit(
      .loadImmediate64(destination: register, source: .mapByIndex(Int32(map.rawValue))))
    sketch[register] = .nothing
  }

  /// The address of a value that is part of the program.
  mutating func setValue(_ register: Register, to map: FuzzMap, offset: Int = 0) {
    emit(
      .loadImmediate64(
        destination: register,
        source: .mapValueByIndex(Int32(map.rawValue), offset: UInt32(offset))))
    sketch[register] = .pointer(
      Pointer(area: .value(map), accessible: map.accessible, offset: offset))
  }

  /// `r10 + offset`.
  mutating func setStackPointer(_ register: Register, offset: Int) {
    emit(.move(.word64, destination: register, operand: .register(.r10)))
    emit(.alu(.add, .word64, destination: register, operand: .immediate(Int32(offset))))
    sketch[register] = .pointer(Self.stackPointer(offset: offset))
  }

  /// How much of the stack is used for anything but keys.
  static let stackByteCount = 64

  static func stackPointer(offset: Int) -> Pointer {
    Pointer(area: .stack, accessible: -stackByteCount..<0, offset: offset)
  }

  mutating func immediate() -> Int32 {
    switch below(4) {
    case 0: Int32(truncatingIfNeeded: random.next() >> random.next() % 32)
    case 1: Int32(below(64))
    default: pick(Self.immediates)
    }
  }

  /// A number near one of a number's edges, as an immediate; if there is one.
  mutating func edge(of number: KnownNumber) -> Int32 {
    let edges = [
      Int64(bitPattern: number.unsignedMin), Int64(bitPattern: number.unsignedMax),
      number.signedMin, number.signedMax,
      Int64(Int32(truncatingIfNeeded: number.unsignedMin)),
      Int64(Int32(truncatingIfNeeded: number.unsignedMax)),
    ]
    let near = pick(edges).addingReportingOverflow(Int64(below(3)) - 1).partialValue
    return Int32(exactly: near) ?? immediate()
  }

  /// Some number, mostly one that nobody knows.
  mutating func addNumber(to register: Register) {
    switch below(8) {
    case 0: set(register, to: immediate())
    case 1: set(register, to: pick(FuzzInput.edges))
    case 2, 3:
      guard hasContext else { fallthrough }
      // A field of the context that is a number.
      emit(
        .load(
          .word, signExtended: false, destination: register, base: .r6,
          offset: Int16(12 + 4 * below(3))))
      sketch[register] = .number(ofBytes: 4)
    default:
      if let base = readable(except: register) {
        addLoad(from: base, to: register)
      } else {
        setValue(register, to: chance(1, of: 6) ? .constants : .data)
        addLoad(from: register, to: register)
      }
    }
  }
}
