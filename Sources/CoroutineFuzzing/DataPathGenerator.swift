import Bytecode
import World

/// Makes data paths. What one does on a packet is bounded: it ends after some thousand instructions, however its loops
/// lie within each other.
struct DataPathGenerator {
  private var random: RandomSource
  /// What the routines behind the present one cost, by index: those are made first.
  private var costs: [Int: Int] = [:]
  private var kinds: [Routine.Kind] = []
  private var routine = 0
  /// What the routine may cost still.
  private var budget = 0
  /// Whether the routine has the packet here.
  private var hasPacket = false

  private static let programBudget = 400
  private static let routineBudget = 80
  private static let awaitCost = 8
  private static let depthMax = 3

  private init(seed: UInt64) { random = RandomSource(seed: seed) }

  /// The data path of a seed.
  static func path(seed: UInt64) -> DataPath {
    var generator = DataPathGenerator(seed: seed)
    return generator.makePath()
  }

  private mutating func makePath() -> DataPath {
    kinds = [.program] + (0..<below(4)).map { _ in makeKind() }
    var routines: [Routine] = []
    for index in kinds.indices.reversed() { routines.insert(makeRoutine(index), at: 0) }
    routine = 0
    budget = Self.routineBudget / 2
    hasPacket = false
    return DataPath(
      routines: routines, endings: (0..<1 + below(3)).map { _ in pick(Ending.allCases) },
      afterwards: makeBlock(count: below(3), depth: 1, weight: 1), isPreemptible: chance(3, of: 4))
  }

  private mutating func makeKind() -> Routine.Kind {
    switch below(8) {
    case 0..<2: .callback
    case 2: .visitor
    default: .subprogram(takesPacket: chance(1, of: 2))
    }
  }

  private mutating func makeRoutine(_ index: Int) -> Routine {
    routine = index
    hasPacket = Routine(kind: kinds[index], body: [], layoutSeed: 0).hasPacket
    let whole = index == 0 ? Self.programBudget : Self.routineBudget
    budget = whole
    let body = makeBlock(count: index == 0 ? 4 + below(10) : 2 + below(5), depth: 0, weight: 1)
    costs[index] = whole - budget + 4
    return Routine(kind: kinds[index], body: body, layoutSeed: random.next())
  }

  /// - Parameter weight: how often the block is run.
  private mutating func makeBlock(count: Int, depth: Int, weight: Int) -> [Statement] {
    (0..<count).map { _ in makeStatement(depth, weight) }
  }

  private mutating func makeStatement(_ depth: Int, _ weight: Int) -> Statement {
    let isNested = depth < Self.depthMax
    switch below(20) {
    case 0..<4 where spend(Self.awaitCost * weight): return makeAwait()
    case 4..<6 where spend(2 * weight): return .note(number())
    case 6..<8 where isNested: return makeLoop(depth, weight)
    case 8..<10 where spend(2 * weight):
      return .spin(rounds: 1 + below(40), (0..<1 + below(4)).map { _ in makeMixing() })
    case 10..<12: return makeCall(weight) ?? makeComputation()
    case 12 where isNested:
      return .choose(
        number: number(), bit: below(64),
        makeBlock(count: 1 + below(3), depth: depth + 1, weight: weight),
        otherwise: makeBlock(count: below(3), depth: depth + 1, weight: weight))
    case 13 where hasPacket && spend(weight):
      return chance(1, of: 2)
        ? .load(word: below(FuzzPacket.wordCount), number: number())
        : .store(word: below(FuzzPacket.wordCount), number: number())
    case 14 where isNested && spend(2 * weight):
      return .withValue(
        number: number(), makeBlock(count: 1 + below(3), depth: depth + 1, weight: weight))
    case 15 where isNested && spend(2 * weight):
      return .withGuest(
        spins: chance(1, of: 2) ? 1 + below(30) : 0,
        makeBlock(count: 1 + below(3), depth: depth + 1, weight: weight))
    case 16 where spend(weight): return .throwRarely(number: number(), bits: 3 + below(4))
    default: return makeComputation()
    }
  }

  private mutating func makeAwait() -> Statement {
    let count = Surroundings.queueNames.count
    return chance(1, of: 5)
      ? .awaitEither(below(count), below(count), number: number(), bit: below(64))
      : .await(queue: below(count))
  }

  private mutating func makeLoop(_ depth: Int, _ weight: Int) -> Statement {
    let isOpen = chance(1, of: 4)
    let bits = 1 + below(2)
    let count = isOpen ? 1 << bits : 1 + below(5)
    let body = makeBlock(count: 1 + below(3), depth: depth + 1, weight: weight * count)
    return .loop(isOpen ? .open(number: number(), bits: bits) : .constant(count), body)
  }

  /// Nil where there is nobody to call, or no time.
  private mutating func makeCall(_ weight: Int) -> Statement? {
    let callable = kinds.indices.filter { index in
      index > routine && (hasPacket || kinds[index] != .subprogram(takesPacket: true))
    }
    guard !callable.isEmpty else { return nil }
    let callee = pick(callable)
    let cost = (costs[callee] ?? 0) * weight
    switch kinds[callee] {
    case .callback:
      let count = 1 + below(5)
      return spend(cost * count)
        ? .callBack(count: count, routine: callee, number: number()) : nil
    case .visitor:
      return spend(cost * 16) ? .visit(routine: callee, number: number()) : nil
    default: return spend(cost) ? .call(routine: callee, number(), number()) : nil
    }
  }

  private mutating func makeComputation() -> Statement {
    // Others lose too much of what was computed before.
    let operation: ALUOperator = pick([
      .add, .add, .subtract, .xor, .xor, .multiply, .or, .shiftRight, .moduloSigned, .divide,
    ])
    let source: Statement.Source
    switch operation {
    case .shiftRight: source = .constant(Int32(below(13)))
    case .multiply, .moduloSigned, .divide, .or:
      source = .constant(Int32(truncatingIfNeeded: random.next()) | 1)
    default:
      source =
        chance(1, of: 2) ? .number(number()) : .constant(Int32(truncatingIfNeeded: random.next()))
    }
    let width: Width = operation == .shiftRight || chance(5, of: 6) ? .word64 : .word32
    return .compute(operation, width, number: number(), with: source)
  }

  private mutating func makeMixing() -> Statement.Mixing {
    Statement.Mixing(
      operation: pick([.add, .subtract, .xor, .add, .multiply]), number: number(),
      other: chance(1, of: 2) ? number() : nil)
  }

  // MARK: Choices

  /// False, and nothing spent, where it is too much.
  private mutating func spend(_ cost: Int) -> Bool {
    guard cost <= budget else { return false }
    budget -= cost
    return true
  }

  private mutating func number() -> Int { below(DataPath.numberCount) }
  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
  private mutating func chance(_ share: Int, of whole: Int) -> Bool { below(whole) < share }
  private mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
