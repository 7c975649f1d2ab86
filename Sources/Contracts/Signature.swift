/// What one annotated declaration demands of its caller and promises in return: the parsed form of
/// `__contract("(…) -> …")`. `docs/contracts.md` has the grammar.
public struct Signature: Equatable, Sendable {
  public var parameters: [Parameter]
  /// True when `...` stands for further parameters that the contract says nothing about.
  public var hasMore: Bool
  /// The alternatives, in the order of the text; empty when a call has no effect beyond a result.
  public var outcomes: [Outcome]
  /// Names of the instance parameters, by the index that patterns use.
  public var instanceNames: [String]

  public enum Parameter: Equatable, Sendable {
    /// `_`: any scalar; a pointer is checked by its C type alone.
    case any
    case value(ValuePattern)
    /// `program<role>`: the address of a program of that role.
    case program(role: String)
    /// `0`, `0..3`: a number that is known to lie in the range.
    case bounded(ClosedRange<Int64>)
    /// `size<'n>`: how many bytes the memory `'n` has; `size<'n>?` may be zero. Where no parameter is
    /// that memory the result is, and the size must be a constant.
    case size(instance: Int, mayBeZero: Bool)
    /// `const size<'n>`: the same, as a constant.
    case constantSize(instance: Int, mayBeZero: Bool)
    /// `type<'t>`: a constant that is the id of one of the program's structures; `kernel type<'t>`, of one of
    /// the kernel's.
    case type(instance: Int, isKernels: Bool)
    /// `count`: how often, at most, the call runs its callback.
    case count
    /// `callback<name>`: a function of the program that the call runs any number of times, as the
    /// prototype of that name says; `later callback<name>` runs when the program has ended.
    case callback(name: String, runsLater: Bool)
    /// `'c`: anything, which a callback is given.
    case passed(instance: Int)
  }

  /// One alternative: all its effects hold together, when the result satisfies the condition.
  public struct Outcome: Equatable, Sendable {
    public var effects: [Effect]
    public var condition: Condition?

    public init(effects: [Effect], condition: Condition?) {
      self.effects = effects
      self.condition = condition
    }
  }

  public enum Effect: Equatable, Sendable {
    /// `_`: a result of which nothing is known.
    case anyResult
    /// `0..2`, `..0`, `3`: bounds of a scalar result.
    case range(ClosedRange<Int64>)
    /// `-4095..'n`: bounds of a scalar result, of which the upper one is the size `'n`.
    case sized(lower: Int64, instance: Int)
    /// A returned value, or, for an instance that is a parameter, what it is afterwards.
    case value(ValuePattern)
    /// The callee takes the instance over, and lends it to the caller until that gives up its lock.
    case lent(instance: Int)
    /// The callee takes the instance over; the caller no longer has it.
    case consumed(instance: Int)
  }

  /// `on …`: which results an outcome belongs to.
  public enum Condition: Equatable, Sendable {
    case null, notNull
    case range(ClosedRange<Int64>)
  }
}

/// `own T<State, 'a, 'b>?`: a pointer with its ownership, state and instances.
public struct ValuePattern: Equatable, Sendable {
  /// The words before the type.
  public var words: Words
  public var type: PatternType
  /// `A|B`: further structure types that a parameter may have.
  public var otherTypes: [String] = []
  /// `A|B`: states of one machine, in one of which a value must be; a new or changed one is in the first.
  public var states: [[String]] = []
  /// The types of map that are meant, in the words of `enum bpf_map_type`; empty for any.
  public var mapTypes: [String] = []
  /// Indices into ``Signature/instanceNames``. Where there are two, the container comes first; and for
  /// memory that is returned its size, before the instance that it is a part of.
  public var instances: [Int] = []
  public var isNullable = false

  public init(words: Words, type: PatternType) {
    self.words = words
    self.type = type
  }

  public struct Words: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let owned = Words(rawValue: 1)
    /// `new`: the call makes the value where the pointer points to, in the program's stack.
    public static let new = Words(rawValue: 2)
    /// `stable`: memory of a map, which stays when the program is gone.
    public static let stable = Words(rawValue: 4)
    /// `out`: the callee writes the memory, and reads nothing of what it was.
    public static let output = Words(rawValue: 8)
    /// `inout`: the callee reads the memory, and writes it.
    public static let changed = Words(rawValue: 16)
    /// `aligned`: the memory begins at a multiple of its size.
    public static let aligned = Words(rawValue: 32)
    /// `view`: what is returned is the argument of that instance, seen as another type: who gives one away
    /// has given both away.
    public static let view = Words(rawValue: 64)
    /// `kernel`: the type is one of the kernel that the program is verified against.
    public static let kernel = Words(rawValue: 128)
    /// `trusted`: such a pointer, which is certain to point to a living object.
    public static let trusted = Words(rawValue: 256)
    /// `rcu`: one that is certain to do so as long as a section for reading lasts.
    public static let rcu = Words(rawValue: 512)
    /// `untrusted`: one of which nobody knows.
    public static let untrusted = Words(rawValue: 1024)
    /// `lent`: borrowed until the lock is given up that guards it.
    public static let lent = Words(rawValue: 2048)
    /// `percpu`: there is one for each processor.
    public static let perProcessor = Words(rawValue: 4096)
    /// `rdonly`: memory that is only read.
    public static let readOnly = Words(rawValue: 8192)
    /// `like`: of the same kind as the first instance.
    public static let like = Words(rawValue: 16384)
    /// `written`: memory that the program has written before.
    public static let written = Words(rawValue: 32768)
  }

  public var isOwned: Bool { words.contains(.owned) }
  public var isNew: Bool { words.contains(.new) }
  public var isStable: Bool { words.contains(.stable) }
  public var isOutput: Bool { words.contains(.output) }
  /// The call writes the memory.
  public var isWritten: Bool { !words.isDisjoint(with: [.output, .changed]) }

  /// The structure types that are meant.
  public var typeNames: [String] {
    if case .object(let name) = type { [name] + otherTypes } else { [] }
  }
}

/// What a pattern's pointer points to.
public enum PatternType: Equatable, Sendable {
  case object(String)
  /// A map; its key; its value.
  case map, key, value
  /// The node member of an object of the type that a container holds.
  case element
  /// `mem<'n>`: memory, of as many bytes as the parameter `size<'n>` says.
  case memory
  /// `mem<8>`: memory of that many bytes.
  case fixedMemory(byteCount: Int)
  /// A string that is part of the program: in a map for reading only, with a zero at its end.
  case string
  /// The context that the program was given.
  case context
  /// The context of a program whose arguments the kernel's types describe.
  case typed
  /// The program's own stack.
  case stack
  /// An object of one of the program's own structures.
  case allocated
  /// A structure that another argument names.
  case type
}

extension PatternType {
  /// Whether what the pattern describes is a part of the instance that it names, and not that itself.
  public var isPart: Bool { if case .fixedMemory = self { true } else { false } }
}

/// Which lock a lock annotation means.
public enum LockExpression: Equatable, Sendable {
  /// `'l`: the lock that this parameter points to.
  case instance(String)
  /// `guard 'l`: the lock that lies in the same map value or object as what `'l` points to.
  case guarding(String)
  /// `'s::lock`: the field of the object `'s`; `socket<'a>::lock`: that of a socket which is, or belongs to,
  /// `'a`.
  case field(type: String?, instance: String, field: String)
  /// `socket::lock`: that of any socket. Only what may not be held can be meant so.
  case anyOf(type: String, field: String)
}

/// A contract's text that can't be understood, and where.
public struct ContractError: Error, Equatable, CustomStringConvertible {
  /// The declaration that carries the annotation.
  public var declaration: String
  public var text: String
  /// From 1, in `text`.
  public var column: Int
  public var message: String

  public var description: String {
    "\(declaration): \(message) at column \(column) of “\(text)”"
  }
}

extension Signature {
  /// Whether the call takes the instance over whatever it returns.
  public func alwaysConsumes(_ instance: Int) -> Bool {
    outcomes.allSatisfy { $0.effects.contains(.consumed(instance: instance)) }
  }
}
