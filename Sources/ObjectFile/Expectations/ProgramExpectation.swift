/// What an object says that loading one of its programs, with all privileges, has to come to.
///
/// Linux's selftests say it in declaration tags of the program's function, all of which begin with
/// `comment:test_`. What they expect of loading without privileges is not kept.
public struct ProgramExpectation: Equatable, Sendable {
  public enum Outcome: Equatable, Sendable { case success, failure }

  /// Success, where nothing else is said.
  public var outcome = Outcome.success
  /// Something is expected of loading the program with all privileges: its tags say so, or none of them
  /// says what is expected of loading it at all.
  public var isPrivileged = true
  /// The outcome is written down. Otherwise it is success, as of any program among annotated ones.
  public var isStated = false
  /// What the verifier has to write, in this order.
  public var messages: [MessagePattern] = []
  /// What a run of the program has to return.
  public var returnValue: ReturnValue?
  public var flags = ProgramFlags.ofTests
  /// Other programs of the object need it; by itself it is no test.
  public var isAuxiliary = false
  /// `BPF_LOG_…`, in Linux's numbers.
  public var logLevel: UInt32 = 0
  /// The machines that it holds for, in the words of the tags; all, when it names none.
  public var machines: Set<String> = []
  /// A file with the types that relocations are to be resolved against, in place of the kernel's.
  public var typesPath: String?

  public init() {}

  public enum ReturnValue: Equatable, Sendable {
    case number(Int32)
    /// The value of a pointer, which nobody can foresee.
    case anything
  }

  /// Whether loading the program on this machine, with all privileges, is a test of its own.
  public var isTest: Bool {
    isPrivileged && !isAuxiliary && (machines.isEmpty || machines.contains(Self.thisMachine))
  }

  #if arch(x86_64)
    static let thisMachine = "X86_64"
  #elseif arch(arm64)
    static let thisMachine = "ARM64"
  #elseif arch(riscv64)
    static let thisMachine = "RISCV64"
  #else
    static let thisMachine = ""
  #endif
}

/// `BPF_F_…`: what the one who loads a program says of it (Linux `bpf.h`).
public struct ProgramFlags: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let strictAlignment = ProgramFlags(rawValue: 1 << 0)
  public static let anyAlignment = ProgramFlags(rawValue: 1 << 1)
  public static let randomUpperHalves = ProgramFlags(rawValue: 1 << 2)
  public static let frequentStates = ProgramFlags(rawValue: 1 << 3)
  public static let sleepable = ProgramFlags(rawValue: 1 << 4)
  public static let xdpFragments = ProgramFlags(rawValue: 1 << 5)
  public static let registerInvariants = ProgramFlags(rawValue: 1 << 7)

  /// What Linux's tests are loaded with that say nothing of flags: the verifier checks itself.
  public static let ofTests: ProgramFlags = [.randomUpperHalves, .registerInvariants]

  /// Whether accesses have to be aligned to their size.
  public var isAlignmentStrict: Bool { contains(.strictAlignment) && !contains(.anyAlignment) }

  /// By its name in C.
  init?(name: String) {
    switch name {
    case "BPF_F_STRICT_ALIGNMENT": self = .strictAlignment
    case "BPF_F_ANY_ALIGNMENT": self = .anyAlignment
    case "BPF_F_TEST_RND_HI32": self = .randomUpperHalves
    case "BPF_F_TEST_STATE_FREQ": self = .frequentStates
    case "BPF_F_SLEEPABLE": self = .sleepable
    case "BPF_F_XDP_HAS_FRAGS": self = .xdpFragments
    case "BPF_F_TEST_REG_INVARIANTS": self = .registerInvariants
    default: return nil
    }
  }
}
