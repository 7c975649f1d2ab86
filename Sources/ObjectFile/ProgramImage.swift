import Bytecode

/// What an object file says, link-ready and free of addresses: the pure result of reading it.
///
/// The instructions of every function of every executable section lie one after another in
/// `instructions`; calls between them are already relative to that array. Everything that only a
/// running system can know (map addresses, exported functions) stays a ``Reference``.
/// Deterministic: the same bytes give an equal image.
public struct ProgramImage: Equatable, Sendable {
  public var instructions: [Instruction]
  /// Ascending by `start`, without gaps or overlaps.
  public var functions: [Function]
  public var maps: [MapDefinition]
  /// Names of functions and variables that the object expects from outside.
  public var externs: [Extern]
  /// Ascending by `slot`, at most one a slot.
  public var references: [Reference]
  /// Ascending by `slot`.
  public var lines: [SourceLine]
  /// The program's own types; empty when the object has no `.BTF`.
  public var types: BTF
  public var license: String
  /// Of the numbers in initial values, and of the data that the program was compiled for.
  public var byteOrder: ByteOrder
  /// Ascending by `slot`. The instructions hold the values of the program's own types, so that
  /// they run as they are where the types they meet have the same layout.
  public var coreRelocations: [CoreRelocation]
  /// Ascending by `slot`: the calls that stand for what the target's types haven't got.
  public var unresolvedRelocations: [UnresolvedRelocation] = []

  /// Puts an image together by hand. Keeping the order that each member states is the caller's duty.
  public init(
    instructions: [Instruction], functions: [Function], maps: [MapDefinition] = [],
    externs: [Extern] = [], references: [Reference] = [], lines: [SourceLine] = [],
    types: BTF = .empty, license: String = "", byteOrder: ByteOrder = .native,
    coreRelocations: [CoreRelocation] = []
  ) {
    self.instructions = instructions
    self.functions = functions
    self.maps = maps
    self.externs = externs
    self.references = references
    self.lines = lines
    self.types = types
    self.license = license
    self.byteOrder = byteOrder
    self.coreRelocations = coreRelocations
  }

  public struct Function: Equatable, Sendable {
    public var name: String
    /// The ELF section, which names the role: `datapath`, `queue`, `xdp`, `.text` …
    public var section: String
    /// Index of the first slot in `instructions`.
    public var start: Int
    public var count: Int
    /// Visible outside the object: a global function in the verifier's sense.
    public var isGlobal: Bool
    /// The `FUNC` type in `types`, when `.BTF.ext` names one.
    public var typeID: BTF.TypeID?

    public var range: Range<Int> { start..<start + count }

    /// Loaded by itself: visible, and in a section that names what it is for.
    public var isProgram: Bool {
      isGlobal && section != ".text" && !section.hasPrefix(".text.")
    }

    /// The section without the question mark of those that are only loaded on demand.
    public var sectionName: String {
      section.hasPrefix("?") ? String(section.dropFirst()) : section
    }

    public init(
      name: String, section: String, start: Int, count: Int, isGlobal: Bool = true,
      typeID: BTF.TypeID? = nil
    ) {
      self.name = name
      self.section = section
      self.start = start
      self.count = count
      self.isGlobal = isGlobal
      self.typeID = typeID
    }
  }

  public struct Extern: Equatable, Sendable {
    public var name: String
    public var typeID: BTF.TypeID?
    public var isWeak: Bool
    public var origin: Origin

    /// Who is expected to define it.
    public enum Origin: Equatable, Sendable {
      /// The object doesn't say.
      case unspecified
      /// The kernel, or Baton in its place: section `.ksyms`.
      case kernelSymbol
      /// The configuration that the kernel was built with: section `.kconfig`.
      case kernelConfiguration
    }

    public init(
      name: String, typeID: BTF.TypeID? = nil, isWeak: Bool = false,
      origin: Origin = .unspecified
    ) {
      self.name = name
      self.typeID = typeID
      self.isWeak = isWeak
      self.origin = origin
    }
  }

  /// An instruction slot whose immediate is still to be filled in.
  ///
  /// The slot's source field already says what its immediate will be: 1 (map), 2 (map value; the
  /// second slot's immediate is the offset), 3 (external variable or function) and 4 (function; the
  /// immediate is already right, relative like a call's) for `ld_imm64`, 2 for an external `call`.
  public struct Reference: Equatable, Sendable {
    public var slot: Int
    public var target: Target

    public init(slot: Int, target: Target) {
      self.slot = slot
      self.target = target
    }

    public enum Target: Equatable, Sendable {
      /// `ld_imm64` of a map; an index into `maps`.
      case map(Int)
      /// `ld_imm64` of a place inside the only value of an array map (`.rodata`, `.bss` …).
      case mapValue(Int, offset: UInt32)
      /// `ld_imm64` of a function's address; an index into `functions`.
      case function(Int)
      /// `call` of an external function; an index into `externs`.
      case externCall(Int)
      /// `ld_imm64` of an external variable or function; an index into `externs`.
      case externAddress(Int)
    }
  }

  public struct SourceLine: Equatable, Sendable {
    public var slot: Int
    public var file: String
    public var line: Int
    public var column: Int
    /// The text of the line, when the compiler kept it.
    public var text: String

    public init(slot: Int, file: String, line: Int, column: Int = 0, text: String = "") {
      self.slot = slot
      self.file = file
      self.line = line
      self.column = column
      self.text = text
    }
  }

  /// Whether what only the GPL allows may be called (Linux: `license_is_gpl_compatible`).
  public var isGPLCompatible: Bool {
    [
      "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL",
    ].contains(license)
  }

  /// The innermost function that holds `slot`.
  public func functionIndex(containing slot: Int) -> Int? {
    let index = functions.partitioningIndex { $0.start > slot } - 1
    guard index >= 0, functions[index].range.contains(slot) else { return nil }
    return index
  }

  /// The source line of `slot`: the last entry at or before it within the same function.
  public func line(at slot: Int) -> SourceLine? {
    let index = lines.partitioningIndex { $0.slot > slot } - 1
    guard index >= 0, let function = functionIndex(containing: slot),
      functions[function].range.contains(lines[index].slot)
    else { return nil }
    return lines[index]
  }

  public func reference(at slot: Int) -> Reference.Target? {
    let index = references.partitioningIndex { $0.slot >= slot }
    guard index < references.count, references[index].slot == slot else { return nil }
    return references[index].target
  }
}

extension Array {
  /// The first index whose element satisfies `belongsToSecond`, by binary search over an array
  /// whose elements that don't satisfy it all come first.
  func partitioningIndex(_ belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
