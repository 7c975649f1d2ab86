/// Why an object file, or a part of one, can't be used: where the fault lies and what it is.
public struct ObjectFileError: Error, Equatable, Sendable {
  /// The ELF section, or `ELF header` and `section table`, which lie in none.
  public var section: String
  /// In octets from the section's first one.
  public var offset: Int
  public var problem: Problem

  public init(section: String, offset: Int, problem: Problem) {
    self.section = section
    self.offset = offset
    self.problem = problem
  }

  public enum Problem: Equatable, Sendable {
    /// `needed` octets are read where only `available` are left.
    case truncated(needed: UInt64, available: UInt64)
    /// The magic number is another file format's.
    case badMagic(found: UInt32, expected: UInt32)
    /// The program is for big-endian machines, and this one isn't.
    case bigEndian
    /// The program is for little-endian machines, and this one isn't.
    case littleEndian
    /// The header says one byte order, and its own numbers have the other one.
    case contradictoryByteOrder(stated: ProgramImage.ByteOrder)
    /// A legal value that Baton doesn't take.
    case unsupported(field: String, value: UInt64)
    case outOfRange(field: String, value: UInt64, limit: UInt64)
    /// Another section, symbol or variable claims the same octets.
    case overlap(with: String, at: Int)
    /// Octets of an executable section that belong to no function.
    case gap(byteCount: Int)
    case unterminatedString
    case notUTF8
    /// Something with this name is needed and isn't there.
    case missing(field: String, name: String)
    /// Two statements about one thing.
    case duplicate(field: String, name: String)
    /// A type of the wrong kind, or a cycle of types: `id` is its number in `.BTF`.
    case badType(id: UInt32, reason: String)
    case badRelocation(type: UInt32, symbol: String, reason: String)
    /// A relocation for the types of another system; `access` leads from `type` to the field.
    case badCoreRelocation(
      kind: CoreRelocation.Kind, type: String, access: String, reason: String)
    case badInstruction(opcode: UInt8, reason: String)
    case badMap(name: String, reason: String)
  }
}

extension ObjectFileError: CustomStringConvertible {
  public var description: String { "\(section) at offset \(offset): \(problem)" }
}

extension ObjectFileError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let needed, let available):
      "\(needed) octets needed, \(available) there"
    case .badMagic(let found, let expected):
      "magic number 0x\(String(found, radix: 16)), not 0x\(String(expected, radix: 16))"
    case .bigEndian: "big-endian data; compile with -target bpfel"
    case .littleEndian: "little-endian data; compile with -target bpfeb"
    case .contradictoryByteOrder(.bigEndian): "said to be big-endian, with little-endian numbers"
    case .contradictoryByteOrder(.littleEndian):
      "said to be little-endian, with big-endian numbers"
    case .unsupported(let field, let value): "\(field) \(value) is not supported"
    case .outOfRange(let field, let value, let limit):
      "\(field) is \(value), the limit is \(limit)"
    case .overlap(let other, let at): "overlaps \(other) at offset \(at)"
    case .gap(let byteCount): "\(byteCount) octets belong to no function"
    case .unterminatedString: "a string has no end"
    case .notUTF8: "a name is no UTF-8"
    case .missing(let field, let name): "there is no \(field) '\(name)'"
    case .duplicate(let field, let name): "\(field) '\(name)' is there twice"
    case .badType(let id, let reason): "type \(id) \(reason)"
    case .badRelocation(let type, let symbol, let reason):
      "relocation of type \(type) against '\(symbol)': \(reason)"
    case .badCoreRelocation(let kind, let type, let access, let reason):
      "relocation '\(kind)' of '\(type)' (\(access)): \(reason)"
    case .badInstruction(let opcode, let reason):
      "instruction 0x\(String(opcode, radix: 16)) \(reason)"
    case .badMap(let name, let reason): "map '\(name)': \(reason)"
    }
  }
}
