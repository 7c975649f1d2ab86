import Bytecode
import World

/// What a routine needs across calls.
enum Variable: Hashable {
  /// The packet's number.
  case packet
  /// The packet itself; null once it was given away.
  case context
  /// What a callback shares with whoever has it called.
  case shared
  case number(Int)
  /// Of a loop, by how many lie around it.
  case counter(Int)
  case limit(Int)
  /// A pointer to a map's value.
  case value(Int)
  /// An owned coroutine, or null.
  case guest(Int)
}

/// Where a routine's variables live.
struct Layout {
  private var places: [Variable: Place] = [:]
  private var slotCount = Self.sharedSlotCount
  private var freeRegisters: [Register] = []
  /// How many statements of a kind lie around the present one.
  var depths: [Nesting: Int] = [:]

  enum Nesting { case loop, value, guest }

  enum Place {
    case register(Register)
    /// Its distance from `r10`, in bytes.
    case stack(Int16)
  }

  /// Below `r10`: what `bpf_loop` hands on, and a key.
  private static let sharedSlotCount = 3

  init() {}

  /// Deals `r6` to `r9` to some of the variables that every routine has.
  init(_ routine: Routine) {
    var random = RandomSource(seed: routine.layoutSeed)
    freeRegisters = [.r6, .r7, .r8, .r9].shuffled(using: &random)
    var usual: [Variable] = [.packet, .context, .shared]
    usual += (0..<DataPath.numberCount).map { .number($0) }
    // One register is left for what lies in blocks, at times.
    let kept = Int(random.next() % 2)
    for variable in usual.shuffled(using: &random) where freeRegisters.count > kept {
      place(variable, inRegister: true)
    }
  }

  private mutating func place(_ variable: Variable, inRegister: Bool) {
    if inRegister, let register = freeRegisters.popLast() {
      places[variable] = .register(register)
    } else {
      slotCount += 1
      places[variable] = .stack(Int16(-8 * slotCount))
    }
  }

  /// The register in which a variable lives, if it does so from the start.
  func register(of variable: Variable) -> Register? {
    if case .register(let register)? = places[variable] { register } else { nil }
  }

  mutating func place(of variable: Variable) -> Place {
    if places[variable] == nil { place(variable, inRegister: true) }
    return places[variable]!
  }
}

extension DataPathEmitter {
  mutating func set(_ variable: Variable, _ register: Register) {
    switch layout.place(of: variable) {
    case .register(let own):
      code.add(.move(.word64, destination: own, operand: .register(register)))
    case .stack(let offset):
      code.add(.storeRegister(.double, base: .r10, offset: offset, source: register))
    }
  }

  mutating func get(_ variable: Variable, into register: Register) {
    switch layout.place(of: variable) {
    case .register(let own):
      code.add(.move(.word64, destination: register, operand: .register(own)))
    case .stack(let offset):
      code.add(
        .load(.double, signExtended: false, destination: register, base: .r10, offset: offset))
    }
  }

  /// `register = register OP variable`; `r5` is used up.
  mutating func combine(_ operation: ALUOperator, _ register: Register, _ variable: Variable) {
    get(variable, into: .r5)
    code.add(.alu(operation, .word64, destination: register, operand: .register(.r5)))
  }

  /// Runs `body` with the number of blocks of that kind around it.
  mutating func nested(_ kind: Layout.Nesting, _ body: (inout Self, Int) -> Void) {
    let depth = layout.depths[kind, default: 0]
    layout.depths[kind] = depth + 1
    body(&self, depth)
    layout.depths[kind] = depth
  }
}
