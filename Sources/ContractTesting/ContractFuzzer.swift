import Contracts
import Monitors
import Verifier
import World

/// Makes longer programs out of such that keep all contracts, one behind the other, in branches and in loops; every
/// other one ends with one that breaks a clause. Each of either kind has its turn as an end before any has it again: what
/// few of them show is found in a time that is known, however many others there are.
public struct ContractFuzzer {
  private var maker: ClausePrograms
  private let interface: Interface
  private var random: RandomSource
  /// By role.
  private let parts: [String: [ContractProgram]]
  private var correct: Deck<ContractProgram>
  private var breaking: Deck<ContractProgram>

  public init(_ interface: Interface, seed: UInt64) {
    var maker = ClausePrograms(interface)
    self.interface = interface
    random = RandomSource(seed: seed)
    let kept = maker.correct()
    parts = Dictionary(grouping: kept, by: \.role)
    correct = Deck(kept)
    breaking = Deck(
      interface.clauses.flatMap { maker.breaking($0) }
        .filter { $0.mutation == nil && !$0.hasOwnCallback })
    self.maker = maker
  }

  public func prologue(header: String) -> String { maker.prologue(header: header) }

  /// Some more programs.
  public mutating func batch(_ count: Int) -> [ContractProgram] {
    (0..<count).compactMap { _ in one() }
  }

  private mutating func one() -> ContractProgram? {
    let isBroken = Bool.random(using: &random)
    guard let end = isBroken ? breaking.deal(using: &random) : correct.deal(using: &random),
      let role = interface.roles[end.role], let parts = parts[end.role]
    else { return nil }
    var body = [chance(in: role)].compactMap { $0 }
    let hasChance = !body.isEmpty
    for number in 0..<Int.random(in: 0...4, using: &random) {
      guard let part = parts.randomElement(using: &random), !part.isLast else { continue }
      body += wrapped(part.body.dropLast(), number, hasChance)
    }
    body += ["{"] + end.body.dropLast() + ["}", end.body.last ?? "return 0;"]
    // What the last part returns may be something that only it knows.
    if end.body.contains(where: { $0.hasPrefix("return") && $0 != end.body.last }) { return nil }
    return maker.program(body, end.clause, nil, in: role)
  }

  /// A number of which the verifier knows nothing.
  private func chance(in role: FunctionContract) -> String? {
    let source = interface.functions.first { function in
      guard case .scalar = function.result else { return false }
      return function.parameterCount == 0 && function.acquiresLock == nil
        && function.mayBeCalled(in: role.role ?? "") && !function.throws
    }
    return source.map { "u64 chance = \($0.name)();" }
  }

  private mutating func wrapped(
    _ statements: ArraySlice<String>, _ number: Int, _ hasChance: Bool
  ) -> [String] {
    switch Int.random(in: 0..<3, using: &random) {
    case 0 where hasChance: ["if (chance >> \(number) & 1) {"] + statements + ["}"]
    case 1:
      ["for (int round = 0; round < \(Int.random(in: 1...4, using: &random)); round++) {"]
        + statements + ["}"]
    default: ["{"] + statements + ["}"]
    }
  }
}

/// Cards that are dealt in a random order, each once before any of them comes again.
private struct Deck<Card> {
  private var cards: [Card]
  private var dealtCount = 0

  init(_ cards: [Card]) { self.cards = cards }

  /// Nil where there are no cards.
  mutating func deal(using random: inout RandomSource) -> Card? {
    guard !cards.isEmpty else { return nil }
    cards.swapAt(dealtCount, Int.random(in: dealtCount..<cards.count, using: &random))
    defer { dealtCount = (dealtCount + 1) % cards.count }
    return cards[dealtCount]
  }
}

extension ContractProgram {
  /// Its callback is its own, and not one that all have.
  fileprivate var hasOwnCallback: Bool { source.hasPrefix("static") }
}

/// What became of programs that were made at random.
public struct ContractFuzzReport: Sendable {
  public private(set) var programCount = 0
  public private(set) var acceptedCount = 0
  /// Programs that break a clause, and trip its monitor.
  public private(set) var trippedCount = 0
  /// Accepted, and a monitor trips: the rules are too relaxed.
  public private(set) var holes: [String] = []
  /// Refused, and nothing was found that it would break: the verifier is too strict.
  public private(set) var overStrict: [String] = []

  public init() {}

  mutating func note(_ program: ContractProgram, _ outcome: Trial.Outcome, _ interface: Interface) {
    programCount += 1
    if outcome.rejection == nil { acceptedCount += 1 }
    if program.clause != nil, !outcome.violations.isEmpty { trippedCount += 1 }
    if outcome.rejection == nil, let violation = outcome.violations.first {
      holes.append(program.source + violation.report(for: outcome.image, interface))
    }
    if program.clause == nil, outcome.violations.isEmpty, let rejection = outcome.rejection {
      overStrict.append(program.source + rejection.report(for: outcome.image))
    }
  }
}

extension Trial {
  /// Tries programs that were made at random.
  public func examine(
    _ programs: [ContractProgram], into report: inout ContractFuzzReport
  ) throws {
    for program in programs { report.note(program, try outcome(of: program), interface) }
  }
}
