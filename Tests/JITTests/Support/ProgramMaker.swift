import Bytecode
import World

/// Makes programs that the verifier accepts and that meet the edges of every operation.
///
/// A program is three functions: the program itself, a subprogram that it calls, and a callback that it
/// has run in loops. In each, all registers hold numbers between any two items; memory is four words
/// of stack and four words behind a pointer, which lies in a stack slot of its own. Control flow is
/// nested: what a branch skips, or a loop repeats, is a block.
struct ProgramMaker {
  var random: RandomSource
  var code = CodeBuilder()
  /// What the function may do that is being made.
  private var role = Role.program
  /// Around the item that is being made.
  private var loopDepth = 0
  private var blockDepth = 0

  /// The three functions, in the order in which they lie.
  enum Role: Int, CaseIterable {
    case program, subprogram, callback
  }

  /// How many octets of memory a program is given.
  static let memoryByteCount = 32
  /// Where the words of stack lie, and, positively, of the memory behind the pointer.
  static let offsets: [Int16] = [-8, -16, -24, -32]
  static let pointerOffset: Int16 = -40
  private static let counterOffsets: [Int16] = [-48, -56]

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

  /// The instructions of a program of some `count` items.
  mutating func program(count: Int) -> [Instruction] {
    for role in Role.allCases {
      self.role = role
      code.begin(function: role.rawValue)
      addEntry()
      addBlock(count: role == .program ? count : count / 3)
      if role == .program {
        // No function may be left that nobody calls.
        addCall()
        addCallbackLoop()
      }
      addExit()
    }
    return code.instructions()
  }

  // MARK: Beginnings and ends

  /// The pointer comes first, or, in callbacks, behind the index; other arguments are numbers.
  private mutating func addEntry() {
    let pointer: Register = role == .callback ? .r2 : .r1
    code.add(
      .storeRegister(.double, base: .r10, offset: Self.pointerOffset, source: pointer))
    let arguments: [Register] =
      switch role {
      case .program: []
      case .subprogram: [.r2, .r3, .r4, .r5]
      case .callback: [.r1]
      }
    for register in Self.registers where !arguments.contains(register) { set(register) }
    for offset in Self.offsets { store(register(), at: offset) }
    if role == .program { fillMemory() }
  }

  private mutating func fillMemory() {
    loadPointer(.r1)
    for offset in Self.offsets {
      code.add(.storeRegister(.double, base: .r1, offset: -8 - offset, source: .r2))
      set(.r2)
    }
    set(.r1)
  }

  private mutating func addExit() {
    code.add(Self.gathering)
    if role == .program {
      loadPointer(.r2)
      for offset in Self.offsets {
        code.add(
          .load(.double, signExtended: false, destination: .r1, base: .r2, offset: -8 - offset))
        code.add(Self.mixing(.r1, by: offset % 16 == 0 ? .add : .xor))
      }
    }
    if role == .callback {
      code.add(.alu(.and, .word64, destination: .r0, operand: .immediate(1)))
    }
    code.add(.exit)
  }

  /// `r0` becomes a mixture of all registers and of the stack, in which their order matters.
  static let gathering: [Operation] =
    registers.dropFirst().map { mixing($0, by: $0.index % 2 == 0 ? .add : .xor) }
    + offsets.flatMap { offset in
      [
        .load(.double, signExtended: false, destination: .r1, base: .r10, offset: offset),
        mixing(.r1, by: offset % 16 == 0 ? .add : .xor),
      ]
    }

  private static func mixing(_ register: Register, by op: ALUOperator) -> Operation {
    .alu(op, .word64, destination: .r0, operand: .register(register))
  }

  // MARK: Items

  mutating func addBlock(count: Int) {
    for _ in 0..<count { addItem() }
  }

  private mutating func addItem() {
    switch random.next() % 24 {
    case 0: set(register())
    case 1..<8: code.add(arithmetic())
    case 8: code.add(.move(width(), destination: register(), operand: operand()))
    case 9: code.add(signExtension())
    case 10: code.add(swap())
    case 11: code.add(.negate(width(), destination: register()))
    case 12..<17: addAccess()
    case 17, 18: nested { $0.addBranch() }
    case 19: nested { $0.addLoop() }
    default: addRare()
    }
  }

  /// What takes long to run or to verify, or ends most programs' use of their registers.
  private mutating func addRare() {
    guard role == .program, loopDepth == 0 else { return }
    switch random.next() % 8 {
    case 0: nested { $0.addMayGoto() }
    case 1: addCallbackLoop()
    case 2: addPacketLoad()
    case 3, 4: addCall()
    default: break
    }
  }

  private mutating func nested(_ body: (inout ProgramMaker) -> Void) {
    guard blockDepth < 3 else { return }
    blockDepth += 1
    body(&self)
    blockDepth -= 1
  }

  // MARK: Control flow

  /// One block is skipped, or one of two is run.
  private mutating func addBranch() {
    let end = code.makeLabel()
    code.branch(pick(Comparison.allCases), width(), register(), operand(), to: end)
    addBlock(count: Int(random.next() % 5))
    guard random.next() % 2 == 0 else {
      code.place(end)
      return
    }
    let join = code.makeLabel()
    code.jump(to: join, isLong: random.next() % 2 == 0)
    code.place(end)
    addBlock(count: 1 + Int(random.next() % 4))
    code.place(join)
  }

  /// Counts down in a stack slot. Not in callbacks, which are verified for any number of calls.
  private mutating func addLoop() {
    guard role != .callback, loopDepth < Self.counterOffsets.count else { return }
    let counter = Self.counterOffsets[loopDepth]
    code.add(
      .storeImmediate(.double, base: .r10, offset: counter, value: 1 + Int32(random.next() % 3)))
    let start = code.makeLabel()
    code.place(start)
    loopDepth += 1
    addBlock(count: 1 + Int(random.next() % 5))
    loopDepth -= 1
    let register = register()
    code.add(
      .load(.double, signExtended: false, destination: register, base: .r10, offset: counter))
    code.add(.alu(.subtract, .word64, destination: register, operand: .immediate(1)))
    code.add(.storeRegister(.double, base: .r10, offset: counter, source: register))
    code.branch(.notEqual, .word64, register, .immediate(0), to: start)
  }

  private mutating func addMayGoto() {
    let end = code.makeLabel()
    code.mayGoto(end)
    addBlock(count: 1 + Int(random.next() % 4))
    code.place(end)
  }

  /// A pointer to four words that a function may work on: what this one was given, or its stack.
  private mutating func setPointer(_ register: Register) {
    if random.next() % 2 == 0 {
      loadPointer(register)
    } else {
      code.add(.move(.word64, destination: register, operand: .register(.r10)))
      code.add(.alu(.add, .word64, destination: register, operand: .immediate(-32)))
    }
  }

  private mutating func addCall() {
    setPointer(.r1)
    code.call(function: Role.subprogram.rawValue)
    setArguments()
  }

  /// `bpf_loop`.
  private mutating func addCallbackLoop() {
    code.add(.move(.word64, destination: .r1, operand: .immediate(Int32(random.next() % 5))))
    code.loadAddress(.r2, ofFunction: Role.callback.rawValue)
    setPointer(.r3)
    code.add(.move(.word64, destination: .r4, operand: .immediate(0)))
    code.add(.call(.helper(181)))
    setArguments()
  }

  /// Legacy packet access, which takes `r6` as the packet: mostly inside of its octets, counted from its start
  /// or from one of its headers.
  private mutating func addPacketLoad() {
    let size = pick([MemorySize.byte, .half, .word])
    let base = pick([0, 0, -PacketOffset.networkBase, -PacketOffset.linkBase])
    let place = base + Int32(random.next() % 33)
    loadPointer(.r6)
    if random.next() % 2 == 0 {
      code.add(.loadPacket(size, .absolute(place)))
    } else {
      code.add(.move(.word64, destination: .r7, operand: .immediate(place)))
      code.add(.loadPacket(size, .indirect(.r7, pick([0, -1, 1]))))
    }
    setArguments()
    set(.r6)
  }

  /// What a call leaves in these registers is nobody's business.
  private mutating func setArguments() {
    for number in UInt8(1)...5 { set(Register(rawValue: number)) }
  }
}
