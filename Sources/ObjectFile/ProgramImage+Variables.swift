/// The program's global variables, which may be given other values before it is loaded: constants in
/// `.rodata` are how an object is configured.
extension ProgramImage {
  public struct Variable: Equatable, Sendable {
    public var name: String
    /// An index into `maps`: the data section that it lies in.
    public var map: Int
    public var offset: Int
    public var byteCount: Int
    public var typeID: BTF.TypeID
  }

  /// The global variables that the types tell of, section by section.
  public var variables: [Variable] {
    maps.indices.flatMap { map -> [Variable] in
      guard let section = maps[map].valueTypeID,
        case .dataSection(_, let members) = types.kind(of: section)
      else { return [] }
      return members.map {
        Variable(
          name: types.name(of: $0.type), map: map, offset: Int($0.offset),
          byteCount: Int($0.byteCount), typeID: $0.type)
      }
    }
  }

  /// Gives a global variable other octets to begin with.
  ///
  /// - Throws: when there is no such variable, or it has another size.
  public mutating func set(_ name: String, to octets: [UInt8]) throws(VariableError) {
    let variable = try variable(named: name)
    guard octets.count == variable.byteCount else {
      throw .size(name: name, byteCount: variable.byteCount, given: octets.count)
    }
    maps[variable.map].initialValue?.replaceSubrange(
      variable.offset..<variable.offset + octets.count, with: octets)
  }

  /// Gives a global variable of up to eight octets another number to begin with, in the byte order of the
  /// program.
  public mutating func set(_ name: String, to number: Int64) throws(VariableError) {
    let variable = try variable(named: name)
    guard variable.byteCount <= 8 else {
      throw .size(name: name, byteCount: variable.byteCount, given: 8)
    }
    let bits = 8 * variable.byteCount
    let isSigned = bits == 64 || number >= -1 << (bits - 1) && number < 1 << (bits - 1)
    let isUnsigned = bits == 64 || number >= 0 && number < 1 << bits
    guard isSigned || isUnsigned else {
      throw .number(name: name, number, byteCount: variable.byteCount)
    }
    let octets = (0..<variable.byteCount).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    try set(name, to: byteOrder == .littleEndian ? octets : octets.reversed())
  }

  private func variable(named name: String) throws(VariableError) -> Variable {
    guard let variable = variables.first(where: { $0.name == name }) else {
      throw .missing(name: name, known: variables.map(\.name))
    }
    let room = maps[variable.map].initialValue?.count ?? 0
    guard variable.offset + variable.byteCount <= room else {
      throw .outside(name: name, offset: variable.offset, section: maps[variable.map].name)
    }
    return variable
  }
}

/// Why a global variable can't be given a value.
public enum VariableError: Error, Equatable, CustomStringConvertible {
  case missing(name: String, known: [String])
  case size(name: String, byteCount: Int, given: Int)
  case number(name: String, Int64, byteCount: Int)
  case outside(name: String, offset: Int, section: String)

  public var description: String {
    switch self {
    case .missing(let name, let known):
      "no global variable “\(name)”: "
        + (known.isEmpty
          ? "the object's types tell of none (build it with -g)" : "there are \(known)")
    case .size(let name, let byteCount, let given):
      "“\(name)” has \(byteCount) octets, and not \(given)"
    case .number(let name, let number, let byteCount):
      "\(number) does not fit “\(name)”, which has \(byteCount) octets"
    case .outside(let name, let offset, let section):
      "“\(name)” lies at \(offset), outside of section \(section)"
    }
  }
}
