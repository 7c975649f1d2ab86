import Contracts

/// A place of one function's frame.
public struct FrameLocation: Hashable, Comparable, Sendable {
  public var function: Int
  public var place: Place

  public static func < (a: Self, b: Self) -> Bool { (a.function, a.place) < (b.function, b.place) }

  public enum Place: Hashable, Comparable, Sendable {
    /// `r0` to `r9`.
    case register(Int)
    /// The slot that ends `8 × index` bytes below `r10`.
    case stackSlot(Int)
  }
}

/// What exploring the paths of a program showed, beyond that it is safe: what the engines need.
struct Evidence {
  /// Where a load of a context field really goes.
  struct NativeAccess: Equatable {
    var offset: Int
    var byteCount: Int
    var declaredOffset: Int
  }

  /// What one load or store goes to.
  enum AccessTarget: Equatable {
    /// Plain memory, as the instruction says.
    case memory
    /// A structure of the kernel: what isn't there reads as zero.
    case kernel
    /// A structure of the interface, where it is declared.
    case type(UInt32)
    /// A structure that has another layout when the program runs.
    case native(NativeAccess)
  }

  /// Bytes of stack that each function uses.
  private(set) var stackByteCounts: [Int]
  private(set) var accesses: [Int: AccessTarget] = [:]
  /// Loads of what only the kernel has behind the address of a map.
  var mapFieldLoads: Set<Int> = []
  /// What the program may call, by index in the interface.
  var calledExports: Set<Int> = []
  /// The program whose address each call is given; nil where paths differ.
  private(set) var calledPrograms: [Int: Int?] = [:]
  /// The map that each call is given; nil where paths differ.
  private(set) var calledMaps: [Int: Int?] = [:]
  /// What the frame owns at each point where it may be unwound.
  var ownership: [Int: OwnershipPoint] = [:]
  /// Where rounds of loops end, and what the frames own there that are active.
  var roundEnds: [Int: RoundEnd] = [:]
  var roundEndOwnership: [Int: OwnershipPoint] = [:]
  /// Of a preemptible program.
  var stretches: StretchGraph?
  var suspendingFunctions: Set<Int> = []
  /// Functions that were called, and have to be verified by themselves.
  var calledGlobals: Set<Int> = []
  var throwingFunctions: Set<Int> = []
  /// Functions that ran as callbacks, and those that will run later, which have to be verified by themselves.
  var callbacks: Set<Int> = []
  var laterCallbacks: Set<LaterCallback> = []
  /// Calls that end the program.
  var endingCalls: Set<Int> = []
  /// Stack slots that some path reads before it writes them.
  var readBeforeWritten: Set<FrameLocation> = []

  init(functionCount: Int) {
    stackByteCounts = Array(repeating: 0, count: functionCount)
  }

  mutating func noteStack(function: Int, byteCount: Int) {
    stackByteCounts[function] = max(stackByteCounts[function], byteCount)
  }

  mutating func noteProgram(_ function: Int, calledAt slot: Int) {
    Self.note(function, at: slot, in: &calledPrograms)
  }

  mutating func noteMap(_ map: Int, calledAt slot: Int) {
    Self.note(map, at: slot, in: &calledMaps)
  }

  /// What a call meets on every path stays known; what differs between paths is nil.
  private static func note(_ target: Int, at slot: Int, in targets: inout [Int: Int?]) {
    if let known = targets[slot], known != target {
      targets[slot] = .some(nil)
    } else {
      targets[slot] = target
    }
  }

  /// One instruction can't go to a context field on one path and to plain memory on another: the
  /// engines translate it once.
  mutating func noteAccess(at slot: Int, to target: AccessTarget) throws(Rejection) {
    guard let known = accesses[slot] else {
      accesses[slot] = target
      return
    }
    guard known == target else { throw Self.differentPointers(at: slot) }
  }

  static func differentPointers(at slot: Int) -> Rejection {
    Rejection(slot: slot, reason: "same insn cannot be used with different pointers")
  }
}

extension Evidence.AccessTarget {
  var native: Evidence.NativeAccess? { if case .native(let access) = self { access } else { nil } }
}
