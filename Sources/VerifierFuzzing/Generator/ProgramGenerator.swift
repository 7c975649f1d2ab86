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
    case program, subprogram
    /// The body of a loop: what it returns says whether that goes on.
    case callback
  }

  private struct PendingFunction {
    var number: Int
    var kind: FunctionKind
    /// What it is given in `r1` and up.
    var arguments: [Held]
  }

  /// No more registers may be frozen: work needs some.
  static let frozenCountMax = 4

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
    let argument = role == .xdp ? Held.context : given(byteCount: FuzzProgram.memoryByteCount)
    makeFunction(PendingFunction(number: 0, kind: .program, arguments: [argument]))
    while !pending.isEmpty { makeFunction(pending.removeFirst()) }
  }

  private mutating func makeFunction(_ function: PendingFunction) {
    code.begin(function: function.number)
    kind = function.kind
    sketch = Sketch()
    frozen = []
    leaving = nil
    canCall = function.kind == .program || chance(1, of: 3)
    addEntry(function.arguments)
    addBlock(count: function.kind == .program ? 5 + below(16) : 2 + below(6))
    addExit()
  }

  /// A number for a function that is still to be made; nil when there are enough.
  mutating func newFunction(_ kind: FunctionKind, _ arguments: [Held]) -> Int? {
    guard functionCount < Self.functionCountMax else { return nil }
    functionCount += 1
    pending.append(
      PendingFunction(number: functionCount - 1, kind: kind, arguments: arguments))
    return functionCount - 1
  }

  mutating func newName() -> Int {
    nameCount += 1
    return nameCount
  }

  // MARK: Ends

  private mutating func addEntry(_ arguments: [Held]) {
    for (index, held) in arguments.enumerated() {
      sketch[Register(rawValue: UInt8(index + 1))] = held
    }
    // What packets are reached by stays where it is.
    guard
      let index = arguments.firstIndex(where: {
        $0 == .context || role == .exec && kind == .program
      })
    else { return }
    copy(Register(rawValue: UInt8(index + 1)), to: .r6)
    frozen = [.r6]
  }

  /// Whether `r6` is the context.
  var hasContext: Bool { sketch[.r6] == .context && frozen.contains(.r6) }

  /// A pointer that a function is given. What it points to may be a stack, so accesses are aligned.
  mutating func given(byteCount: Int) -> Held {
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
    case .callback:
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
    case 0..<20: addArithmetic()
    case 20..<37: addAccess()
    case 37..<47: nested { $0.addBranch() }
    case 47..<59: addIndexedAccess()
    case 59..<67: addSpillOrFill()
    case 67..<71: addLinkedCheck()
    case 71..<76: addDivergence()
    case 76..<82: addPacketCheck()
    case 82..<87: addLookup()
    case 87..<91: addHelper()
    case 91: nested { $0.addGuarded() }
    case 92: nested { $0.addDynptr() }
    case 93..<97: nested { $0.addLoop() }
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
