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
  }

  public struct Extern: Equatable, Sendable {
    public var name: String
    public var typeID: BTF.TypeID?
    public var isWeak: Bool
  }

  /// An instruction slot whose immediate is still to be filled in.
  public struct Reference: Equatable, Sendable {
    public var slot: Int
    public var target: Target

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

/// A map as the object declares it.
public struct MapDefinition: Equatable, Sendable {
  public var name: String
  /// `BPF_MAP_TYPE_*` of Linux's `bpf.h`.
  public var type: UInt32
  public var keySize: UInt32
  public var valueSize: UInt32
  public var maxEntries: UInt32
  public var flags: UInt32
  public var keyTypeID: BTF.TypeID?
  public var valueTypeID: BTF.TypeID?
  /// The bytes of a data section, which is one value.
  public var initialValue: [UInt8]?
  public var isReadOnly: Bool
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
