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

  /// Bytes of stack that each function uses.
  private(set) var stackByteCounts: [Int]
  private(set) var nativeAccesses: [Int: NativeAccess?] = [:]
  /// The program whose address each call is given; nil where paths differ.
  private(set) var calledPrograms: [Int: Int?] = [:]
  /// The map that each call is given; nil where paths differ.
  private(set) var calledMaps: [Int: Int?] = [:]
  /// What the frame owns at each point where it may be unwound.
  var ownership: [Int: OwnershipPoint] = [:]
  var suspendingFunctions: Set<Int> = []
  var throwingFunctions: Set<Int> = []
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
  mutating func noteAccess(at slot: Int, native: NativeAccess?) throws(Rejection) {
    guard let known = nativeAccesses[slot] else {
      nativeAccesses[slot] = native
      return
    }
    guard known == native else { throw Self.differentPointers(at: slot) }
  }

  /// Where the load at `slot` really goes, when that is not where it says.
  func nativeAccess(at slot: Int) -> NativeAccess? { nativeAccesses[slot] ?? nil }

  static func differentPointers(at slot: Int) -> Rejection {
    Rejection(slot: slot, reason: "same insn cannot be used with different pointers")
  }
}
