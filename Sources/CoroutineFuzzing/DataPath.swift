import Bytecode

/// A data path of the fuzzer: what it does, in statements, from which bytecode is made. It computes numbers from its
/// packet, and notes them as it goes; nothing that it notes depends on when and where it runs.
package struct DataPath: Equatable, Sendable {
  /// The first one is the program; each calls only those behind it.
  package var routines: [Routine]
  /// How it ends, by the packet's number modulo their count.
  package var endings: [Ending]
  /// What is done still once the packet was given away.
  package var afterwards: [Statement] = []
  /// It may be suspended from outside.
  package var isPreemptible: Bool

  /// Whether a routine is the program, or called by it.
  func isCalled(_ routine: Int) -> Bool { callees.contains(routine) }

  /// Whether it breaks a clause in this way, in the program itself.
  func isWrong(_ kind: Wrong) -> Bool { routines[0].body.contains(.goWrong(kind)) }

  private var callees: Set<Int> {
    var found: Set<Int> = [0]
    func follow(_ statements: [Statement]) {
      for statement in statements {
        statement.blocks.forEach(follow)
        guard let callee = statement.callee, found.insert(callee).inserted else { continue }
        follow(routines[callee].body)
      }
    }
    follow(routines[0].body + afterwards)
    return found
  }

  /// Each routine computes with as many numbers.
  static let numberCount = 4
}

/// A function of a data path.
package struct Routine: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case program
    /// Called with two numbers, and with the packet if it `takesPacket`; returns a number.
    case subprogram(takesPacket: Bool)
    /// What `bpf_loop` calls: works on a number in the stack of whoever makes the loop.
    case callback
    /// The same for `bpf_for_each_map_elem`, with the map's values.
    case visitor
  }

  package var kind: Kind
  package var body: [Statement]
  /// Decides which variables live in registers, and which in the stack.
  package var layoutSeed: UInt64

  var hasPacket: Bool {
    switch kind {
    case .program: true
    case .subprogram(let takesPacket): takesPacket
    case .callback, .visitor: false
    }
  }
}

/// How a data path ends.
package enum Ending: CaseIterable, Equatable, Sendable {
  case transmit, drop, pass
  /// It gives the packet away, and goes on for some time.
  case giveToDevice, giveBack
  case throwIt
}

/// What a routine does. Numbers are named by their index.
package indirect enum Statement: Equatable, Sendable {
  case compute(ALUOperator, Width, number: Int, with: Source)
  /// Notes a number.
  case note(Int)
  case await(queue: Int)
  /// Waits in one of two queues, by one bit of a number.
  case awaitEither(Int, Int, number: Int, bit: Int)
  case loop(Rounds, [Statement])
  /// A loop in registers that calls save nothing of: `r0` counts, `r1` to `r4` are the numbers, `r5` is a constant.
  case spin(rounds: Int, [Mixing])
  /// Has `bpf_loop` call a routine for a number.
  case callBack(count: Int, routine: Int, number: Int)
  /// Has `bpf_for_each_map_elem` call a routine for a number.
  case visit(routine: Int, number: Int)
  /// Calls a routine with two numbers; what it returns is added to the first.
  case call(routine: Int, Int, Int)
  /// By one bit of a number.
  case choose(number: Int, bit: Int, [Statement], otherwise: [Statement])
  /// Another number from the packet, by its index there.
  case load(word: Int, number: Int)
  case store(word: Int, number: Int)
  /// Keeps a pointer to a map's value, and adds what is there to the number afterwards.
  case withValue(number: Int, [Statement])
  /// Owns another coroutine meanwhile, if there is one; for some rounds of a loop in `r0` alone.
  case withGuest(spins: Int, [Statement])
  /// Throws where a number's lowest bits are all zero.
  case throwRarely(number: Int, bits: Int)
  /// Breaks a clause.
  case goWrong(Wrong)

  package enum Source: Equatable, Sendable {
    case constant(Int32)
    case number(Int)
  }

  /// How often a loop goes round.
  package enum Rounds: Equatable, Sendable {
    case constant(Int)
    /// As a number's lowest bits say, in a loop that `may_goto` bounds.
    case open(number: Int, bits: Int)
  }

  package struct Mixing: Equatable, Sendable {
    package var operation: ALUOperator
    package var number: Int
    /// Nil for the constant.
    package var other: Int?
  }
}

extension Statement {
  /// The routine that is called.
  var callee: Int? {
    switch self {
    case .call(let routine, _, _), .callBack(_, let routine, _), .visit(let routine, _): routine
    default: nil
    }
  }

  /// The statements within, if any, and the same statement around others.
  var blocks: [[Statement]] {
    switch self {
    case .loop(_, let body), .withValue(_, let body), .withGuest(_, let body): [body]
    case .choose(_, _, let first, let second): [first, second]
    default: []
    }
  }

  func replacing(block index: Int, with block: [Statement]) -> Statement {
    switch self {
    case .loop(let rounds, _): .loop(rounds, block)
    case .withValue(let number, _): .withValue(number: number, block)
    case .withGuest(let spins, _): .withGuest(spins: spins, block)
    case .choose(let number, let bit, let first, let second):
      index == 0
        ? .choose(number: number, bit: bit, block, otherwise: second)
        : .choose(number: number, bit: bit, first, otherwise: block)
    default: self
    }
  }
}
