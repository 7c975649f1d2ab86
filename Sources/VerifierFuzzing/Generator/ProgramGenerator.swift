import Bytecode
import Verifier
import World

/// Makes programs that use what the verifier knows to its very edge: numbers are bounded, combined, spilled,
/// linked and then used as offsets that are just allowed, by what the generator knows itself.
///
/// Some programs have mistakes: an edge that is missed by one, a check that is left out. The verifier has
/// to refuse these; where it has a mistake of its own, it may not.
struct ProgramGenerator {
  var random: RandomSource
  var code = CodeBuilder()
  var sketch = Sketch()
  let role: FuzzProgram.Role
  /// How many of 256 steps go wrong.
  let mistakeRate: UInt64
  /// What is being made.
  var kind = FunctionKind.program
  /// Registers that a loop goes round with: its body leaves them alone.
  var frozen: Set<Register> = []
  var blockDepth = 0
  var loopDepth = 0
  /// Whether the function may end here: something that has to be given back first may be held.
  var canLeave = true
  /// Whether functions may be called here.
  var canCall = true
  /// Where the function ends that has met something odd.
  private var leaving: Int?
  private var pending: [PendingFunction] = []
  private var functionCount = 1
  private var nameCount = 0

  enum FunctionKind: Equatable {
    case program, subprogram, loopBody
    case entryBody(FuzzMap)
  }

  private struct PendingFunction {
    var number: Int
    var kind: FunctionKind
  }

  /// No more registers may be frozen: work needs some.
  static let frozenCountMax = 4

  /// How much memory functions are given a pointer to.
  static let sharedByteCount = 32
  private static let functionCountMax = 4

  private init(seed: UInt64) {
    random = RandomSource(seed: seed)
    role = random.next() % 6 == 0 ? .exec : .xdp
    mistakeRate = random.next() % 5 < 2 ? 2 + random.next() % 24 : 0
  }

  /// The program of a seed.
  static func program(seed: UInt64) -> FuzzProgram {
    var generator = ProgramGenerator(seed: seed)
    generator.make()
    return FuzzProgram(role: generator.role, instructions: generator.code.instructions())
  }

  private mutating func make() {
    makeFunction(PendingFunction(number: 0, kind: .program))
    while !pending.isEmpty { makeFunction(pending.removeFirst()) }
  }

  private mutating func makeFunction(_ function: PendingFunction) {
    code.begin(function: function.number)
    kind = function.kind
    sketch = Sketch()
    frozen = []
    leaving = nil
    canCall = function.kind == .program || function.kind == .subprogram && chance(1, of: 3)
    addEntry()
    addBlock(count: function.kind == .program ? 5 + below(16) : 2 + below(6))
    addExit()
  }

  /// A number for a function that is still to be made; nil when there are enough.
  mutating func newFunction(_ kind: FunctionKind) -> Int? {
    guard functionCount < Self.functionCountMax else { return nil }
    functionCount += 1
    pending.append(PendingFunction(number: functionCount - 1, kind: kind))
    return functionCount - 1
  }

  mutating func newName() -> Int {
    nameCount += 1
    return nameCount
  }

  // MARK: Ends

  private mutating func addEntry() {
    switch kind {
    case .program where role == .xdp:
      emit(.move(.word64, destination: .r6, operand: .register(.r1)))
      sketch[.r6] = .context
      sketch[.r1] = .context
      frozen = [.r6]
    case .program:
      sketch[.r1] = shared(byteCount: FuzzProgram.memoryByteCount)
      sketch[.r2] = .number(KnownNumber(constant: UInt64(FuzzProgram.memoryByteCount)))
      copy(.r1, to: .r6)
      frozen = [.r6]
    case .subprogram:
      sketch[.r1] = shared(byteCount: Self.sharedByteCount)
      sketch[.r2] = .number(.unknown)
    case .loopBody:
      sketch[.r1] = .number(.unknown)
      sketch[.r2] = shared(byteCount: Self.sharedByteCount)
    case .entryBody(let map):
      sketch[.r2] = .pointer(
        Pointer(area: .key, accessible: 0..<map.keyByteCount, name: newName()))
      sketch[.r3] = .pointer(
        Pointer(area: .value(map), accessible: map.accessible, name: newName()))
      sketch[.r4] = shared(byteCount: Self.sharedByteCount)
    }
  }

  /// A pointer that the function is given. What it points to may be a stack, so accesses are aligned.
  private mutating func shared(byteCount: Int) -> Held {
    .pointer(Pointer(area: .memory, accessible: 0..<byteCount, name: newName()))
  }

  private mutating func addExit() {
    if let number = numberRegister(), chance(3, of: 4) {
      copy(number, to: .r0)
    } else {
      set(.r0, to: Int32(below(4)))
    }
    emitResult()
    guard let leaving else { return }
    code.place(leaving)
    emit(.move(.word64, destination: .r0, operand: .immediate(Int32(below(2)))))
    emit(.exit)
  }

  private mutating func emitResult() {
    switch kind {
    case .loopBody, .entryBody:
      emit(.alu(.and, .word64, destination: .r0, operand: .immediate(1)))
    case .program, .subprogram: break
    }
    emit(.exit)
  }

  /// Where to go when a check fails: the function's end.
  mutating func leavingLabel() -> Int {
    if let leaving { return leaving }
    let label = code.makeLabel()
    leaving = label
    return label
  }

  // MARK: Items

  mutating func addBlock(count: Int) {
    for _ in 0..<count { addItem() }
  }

  private mutating func addItem() {
    switch below(100) {
    case 0..<22: addArithmetic()
    case 22..<40: addAccess()
    case 40..<50: nested { $0.addBranch() }
    case 50..<62: addIndexedAccess()
    case 62..<70: addSpillOrFill()
    case 70..<74: addLinkedCheck()
    case 74..<77: addDivergence()
    case 77..<83: addPacketCheck()
    case 83..<88: addLookup()
    case 88..<92: addHelper()
    case 92..<94: nested { $0.addGuarded() }
    case 94..<97: nested { $0.addLoop() }
    default: addFunctionCall()
    }
  }

  mutating func nested(_ body: (inout ProgramGenerator) -> Void) {
    guard blockDepth < 3 else { return }
    blockDepth += 1
    body(&self)
    blockDepth -= 1
  }

  mutating func emit(_ operation: Operation) { code.add(operation) }

  // MARK: Chance

  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  mutating func chance(_ count: Int, of all: Int) -> Bool { below(all) < count }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// Whether to get something wrong here.
  mutating func isMistaken() -> Bool { random.next() % 256 < mistakeRate }

  mutating func width() -> Width { chance(1, of: 2) ? .word32 : .word64 }
}
