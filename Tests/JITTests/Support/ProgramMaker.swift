import Bytecode
import World

/// Makes programs that the verifier accepts and that meet the edges of every operation: all
/// registers hold numbers, memory is a few words of stack, branches go forward.
struct ProgramMaker {
  private var random: RandomSource
  private var items: [Item] = []

  private enum Item {
    case operation(Operation)
    /// Skips as many items.
    case branch(Comparison, Width, Register, Operand, Int)
    case call
  }

  /// Where the words of stack lie; the last one gathers the result.
  static let offsets: [Int16] = [-8, -16, -24, -32]

  static let edges: [UInt64] = [
    0, 1, 2, 31, 32, 33, 63, 64, 0x7f, 0x80, 0xff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000,
    0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
    0xffff_ffff_8000_0000, 0xffff_ffff_ffff_fffe, .max, 0x0123_4567_89ab_cdef,
  ]
  static let immediates: [Int32] = [
    1, 2, 3, 7, 8, 31, 127, 128, 255, 0x7fff, 0x8000, .max, -1, -2, -128, -129, -0x8000, .min,
  ]
  static let registers = (UInt8(0)...9).map { Register(rawValue: $0) }

  init(seed: UInt64) { random = RandomSource(seed: seed) }

  /// A program, and the subprogram that it calls.
  mutating func program(count: Int) -> (main: [Operation], callee: [Operation]) {
    items = []
    for register in Self.registers { set(register) }
    for offset in Self.offsets { store(register(), at: offset) }
    for _ in 0..<count { addRandom() }
    items += Self.gathering.map { .operation($0) } + [.operation(.exit)]
    return (resolved(), callee())
  }

  /// `r0` becomes a mixture of all registers and of the stack.
  static let gathering: [Operation] =
    registers.dropFirst().flatMap { mixing($0) }
    + offsets.flatMap { offset in
      [.load(.double, signExtended: false, destination: .r1, base: .r10, offset: offset)]
        + mixing(.r1)
    }

  private static func mixing(_ register: Register) -> [Operation] {
    [
      .alu(.multiply, .word64, destination: .r0, operand: .immediate(0x0100_0193)),
      .alu(.xor, .word64, destination: .r0, operand: .register(register)),
    ]
  }

  // MARK: Choices

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int(random.next() % UInt64(choices.count))]
  }

  private mutating func register() -> Register { pick(Self.registers) }

  private mutating func word() -> UInt64 {
    random.next() % 4 == 0 ? random.next() : pick(Self.edges)
  }

  private mutating func operand() -> Operand {
    random.next() % 2 == 0 ? .register(register()) : .immediate(pick(Self.immediates))
  }

  private mutating func width() -> Width { random.next() % 2 == 0 ? .word32 : .word64 }

  private mutating func set(_ register: Register) {
    items.append(.operation(.loadImmediate64(destination: register, source: .constant(word()))))
  }

  private mutating func store(_ register: Register, at offset: Int16) {
    items.append(
      .operation(.storeRegister(.double, base: .r10, offset: offset, source: register)))
  }

  private mutating func addRandom() {
    switch random.next() % 16 {
    case 0: set(register())
    case 1..<7: items.append(.operation(arithmetic()))
    case 7: items.append(.operation(.move(width(), destination: register(), operand: operand())))
    case 8: items.append(.operation(extension_()))
    case 9: items.append(.operation(swap()))
    case 10..<12: items.append(.operation(memory()))
    case 12: items.append(.operation(atomic()))
    case 13: items.append(.operation(.negate(width(), destination: register())))
    case 14:
      let skip = Int(random.next() % 6)
      items.append(.branch(pick(Comparison.allCases), width(), register(), operand(), skip))
    default:
      items.append(.call)
      // What a call leaves in these registers is nobody's business.
      for number in UInt8(1)...5 { set(Register(rawValue: number)) }
    }
  }

  private mutating func arithmetic() -> Operation {
    let op = pick(ALUOperator.allCases)
    let width = width()
    var operand = operand()
    if case .immediate(let value) = operand, op.isShift {
      operand = .immediate(value & (Int32(width.rawValue) - 1))
    }
    return .alu(op, width, destination: register(), operand: operand)
  }

  private mutating func extension_() -> Operation {
    let width = width()
    let bits: UInt8 = pick(width == .word64 ? [8, 16, 32] : [8, 16])
    return .moveSignExtended(
      width, fromBits: bits, destination: register(), source: register())
  }

  private mutating func swap() -> Operation {
    .byteSwap(
      pick([.toLittleEndian, .toBigEndian, .swap]), bits: pick([16, 32, 64]),
      destination: register())
  }

  private mutating func memory() -> Operation {
    let size = pick(MemorySize.allCases)
    let within = Int16(random.next() % UInt64(8 / size.byteCount)) * Int16(size.byteCount)
    let offset = pick(Self.offsets) + within
    switch random.next() % 3 {
    case 0:
      return .load(
        size, signExtended: size != .double && random.next() % 2 == 0, destination: register(),
        base: .r10, offset: offset)
    case 1: return .storeRegister(size, base: .r10, offset: offset, source: register())
    default:
      return .storeImmediate(size, base: .r10, offset: offset, value: pick(Self.immediates))
    }
  }

  private mutating func atomic() -> Operation {
    let isFetching = random.next() % 2 == 0
    let op: AtomicOperator = pick([
      .add(fetch: isFetching), .or(fetch: isFetching), .and(fetch: isFetching),
      .xor(fetch: isFetching), .exchange, .compareExchange,
    ])
    return .atomic(
      op, pick([.word, .double]), base: .r10, offset: pick(Self.offsets), source: register())
  }

  // MARK: Layout

  /// Uses all the registers and stack that its caller counts on, and answers with a mixture.
  private mutating func callee() -> [Operation] {
    var result: [Operation] = [.move(.word64, destination: .r0, operand: .register(.r1))]
    for number in UInt8(6)...9 {
      let register = Register(rawValue: number)
      result.append(.loadImmediate64(destination: register, source: .constant(word())))
      result.append(.alu(.add, .word64, destination: .r0, operand: .register(register)))
    }
    for offset in Self.offsets {
      result.append(.storeRegister(.double, base: .r10, offset: offset, source: .r0))
    }
    return result + [.exit]
  }

  private func resolved() -> [Operation] {
    var starts = [0]
    for item in items { starts.append(starts.last! + Self.slotCount(item)) }
    return items.indices.map { index in
      let next = starts[index + 1]
      switch items[index] {
      case .operation(let operation): return operation
      case .branch(let comparison, let width, let left, let right, let skip):
        // Not beyond what gathers the result.
        let target = min(index + 1 + skip, items.count - Self.gathering.count - 1)
        return .branch(
          comparison, width, left, right, offset: Int16(starts[max(target, index + 1)] - next))
      case .call: return .call(.local(offset: Int32(starts.last! - next)))
      }
    }
  }

  private static func slotCount(_ item: Item) -> Int {
    if case .operation(.loadImmediate64) = item { return 2 }
    return 1
  }
}

extension ALUOperator {
  var isShift: Bool {
    self == .shiftLeft || self == .shiftRight || self == .shiftRightArithmetic
  }
}
