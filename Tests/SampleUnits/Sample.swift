import Bytecode
import Contracts
import ObjectFile
import Verifier

/// A unit written as text: functions with their sections, and one map that all may use.
///
/// `call @name` calls an exported function, `call local name` one of the sample, `r1 = name ll`
/// takes the address of one, and `r1 = @map N ll` that of byte N of the map's only value.
public struct Sample {
  private var functions: [ProgramImage.Function] = []
  private var lines: [String] = []
  private var externs: [String] = []
  private var references: [ProgramImage.Reference] = []
  private var slot = 0

  public init() {}

  /// Adds a function; the order is that of their indices.
  public mutating func add(_ name: String, _ section: String, _ source: String) {
    let start = slot
    lines.append("\(name):")
    for line in source.split(separator: "\n") { lines.append(rewritten(String(line))) }
    functions.append(
      ProgramImage.Function(name: name, section: section, start: start, count: slot - start))
  }

  private mutating func rewritten(_ line: String) -> String {
    let words = line.split(separator: " ")
    guard let first = words.first, !first.hasSuffix(":") else { return line }
    defer { slot += words.last == "ll" ? 2 : 1 }
    if first == "call", words[1].hasPrefix("@") {
      let name = String(words[1].dropFirst())
      let number = externs.firstIndex(of: name) ?? externs.count
      if number == externs.count { externs.append(name) }
      references.append(.init(slot: slot, target: .externCall(number)))
      return "call exported 0"
    }
    if words.count > 3, words[2] == "@map", let offset = UInt32(words[3]) {
      references.append(.init(slot: slot, target: .mapValue(0, offset: offset)))
      return "ld_pseudo \(first), 2, 0, \(offset)"
    }
    return line
  }

  public func image() throws -> ProgramImage {
    let instructions = try Assembler.assemble(lines.joined(separator: "\n"))
    precondition(instructions.count == slot, "the sample counts its slots as the assembler does")
    var references = references
    for (slot, operation) in DecodedProgram(tolerating: instructions).operations.enumerated() {
      guard case .loadImmediate64(_, .function(let offset))? = operation,
        let index = functions.firstIndex(where: { $0.start == slot + 1 + Int(offset) })
      else { continue }
      references.append(.init(slot: slot, target: .function(index)))
    }
    return ProgramImage(
      instructions: instructions, functions: functions, maps: [GuardedList.map],
      externs: externs.map { ProgramImage.Extern(name: $0) },
      references: references.sorted { $0.slot < $1.slot }, types: GuardedList.types)
  }

  public func verified() throws -> VerifiedUnit {
    let unit = try ProgramUnit(image: image(), interface: .baton)
    do {
      return try VerifiedUnit.verifying(unit)
    } catch {
      throw Refused(reports: error.verdicts.compactMap { $0.rejection?.report(for: unit.image) })
    }
  }

  /// Why the verifier refuses the sample; empty when it accepts it.
  public func refusals() throws -> [String] {
    do {
      _ = try verified()
      return []
    } catch let refused as Refused {
      return refused.reports
    }
  }

  /// The reports of the programs that the verifier refused.
  public struct Refused: Error {
    public var reports: [String]
  }

  public func index(of name: String) -> Int { functions.firstIndex { $0.name == name }! }
}

/// The map of the samples: one value with a lock, a list of coroutines, and a word.
public enum GuardedList {
  public static let byteCount = 32
  public static let wordOffset = 24

  static let map = MapDefinition(
    name: "guarded", type: 2, keySize: 4, valueSize: UInt32(byteCount), maxEntries: 1,
    valueTypeID: 5)

  /// `struct { struct bpf_spin_lock lock; struct bpf_list_head list __contains(coroutine, node);
  /// u64 word; }`
  static let types = BTF(types: [
    .init(name: "", kind: .void),
    .init(name: "u32", kind: .unsigned(byteCount: 4)),
    .init(name: "u64", kind: .unsigned(byteCount: 8)),
    .init(
      name: "bpf_spin_lock",
      kind: .structure(
        byteCount: 4, members: [.init(name: "opaque", type: 1, bitOffset: 0)])),
    .init(
      name: "bpf_list_head",
      kind: .structure(
        byteCount: 16,
        members: [
          .init(name: "first", type: 2, bitOffset: 0), .init(name: "last", type: 2, bitOffset: 64),
        ])),
    .init(
      name: "guarded",
      kind: .structure(
        byteCount: 32,
        members: [
          .init(name: "lock", type: 3, bitOffset: 0), .init(name: "list", type: 4, bitOffset: 64),
          .init(name: "word", type: 2, bitOffset: 192),
        ])),
    .init(name: "contains:coroutine:node", kind: .declTag(5, component: 1)),
  ])
}
