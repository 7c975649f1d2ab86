/// A part of the language that works only with Swift's run time, told by the symbols that it needs.
enum SwiftConstruct: Equatable {
  case object
  case array
  case string
  case reference
  case lazyVariable
  case output
  case randomness
  case other(String)

  /// The construct behind a symbol, or nil when the symbol is nobody's secret.
  ///
  /// - Parameter line: the instruction that refers to it, whose other operands tell more.
  init?(needing symbol: String, in line: [IRToken]) {
    switch symbol {
    // Both do nothing unless exclusive access is checked at run time.
    case "swift_beginAccess", "swift_endAccess": return nil
    case "malloc", "posix_memalign", "free", "swift_slowAlloc", "swift_slowDealloc":
      self = .object
    case "putchar": self = .output
    case "arc4random_buf": self = .randomness
    case "swift_once": self = .lazyVariable
    // Swift's mangling: the token that says whether a variable has its first value.
    case let name where name.hasPrefix("$e") && name.hasSuffix("_Wz"): self = .lazyVariable
    case let name where name.hasPrefix("swift_alloc") || name.hasPrefix("swift_init"):
      self = Self.kind(ofObjectIn: line)
    case "swift_deallocClassInstance", "swift_deallocPartialClassInstance",
      "swift_dynamicCastClass", "swift_dynamicCastClassUnconditional":
      self = .reference
    case let name where name.contains("etain") || name.contains("elease"):
      guard name.hasPrefix("swift_") else { return nil }
      self = .reference
    case let name where name.hasPrefix("swift_") || name.hasPrefix("_swift_"):
      self = .other(name)
    default: return nil
    }
  }

  private static func kind(ofObjectIn line: [IRToken]) -> SwiftConstruct {
    for token in line where token.kind == .global {
      if token.name.contains("ArrayStorage") { return .array }
      if token.name.contains("String") { return .string }
    }
    return .object
  }

  var message: String {
    switch self {
    case .object: "this needs memory from a heap, as classes, closures that escape and boxes do"
    case .array: "an array needs memory from a heap; use a map or a tuple"
    case .string: "a string needs memory from a heap"
    case .reference: "this counts references, as classes and all that contain them do"
    case .lazyVariable: "the first value of a global variable must be a constant"
    case .output: "a BPF program can't print"
    case .randomness: "random numbers come from bpf_get_prandom_u32"
    case .other(let name): "this needs Swift's run time ('\(name)')"
    }
  }
}
