/// The number that a relocation puts into an instruction, as one set of types has it.
struct CoreValue: Equatable {
  var number: UInt64
  /// For the offset of a field that one instruction can read or write: what lies there.
  var field: Field?
  /// Compilers choose among several right numbers for bit-fields: the instruction's may be another.
  var isAmbiguous = false

  struct Field: Equatable {
    var type: BTF.TypeID
    var byteCount: UInt32
  }

  /// - Parameter entity: nil when the types have nothing that matches.
  /// - Returns: nil when there is no such number.
  init?(
    _ kind: CoreRelocation.Kind, of entity: CoreEntity?, in types: BTF,
    _ byteOrder: ProgramImage.ByteOrder
  ) throws(CoreFault) {
    guard let entity else {
      guard let number = Self.numberOfNothing(kind) else { return nil }
      self.init(number: number)
      return
    }
    switch entity {
    case .field(let path):
      if kind == .fieldExists {
        self.init(number: 1)
      } else {
        self = try CoreField(path, in: types).value(kind, byteOrder)
      }
    case .type(let type): self.init(number: try Self.number(kind, ofType: type, in: types))
    case .enumCase(let type, let index):
      guard case .enumeration(_, _, let cases) = types.resolvedKind(of: type) else { return nil }
      self.init(number: kind == .enumValue ? cases[index].value : 1)
    }
  }

  init(number: UInt64, field: Field? = nil, isAmbiguous: Bool = false) {
    self.number = number
    self.field = field
    self.isAmbiguous = isAmbiguous
  }

  /// What isn't there has no place, but "doesn't exist" and, for types, no size and no number.
  private static func numberOfNothing(_ kind: CoreRelocation.Kind) -> UInt64? {
    switch kind {
    case .fieldExists, .enumValueExists, .typeExists, .typeMatches, .typeSize, .typeIDTarget: 0
    default: nil
    }
  }

  private static func number(
    _ kind: CoreRelocation.Kind, ofType type: BTF.TypeID, in types: BTF
  ) throws(CoreFault) -> UInt64 {
    switch kind {
    case .typeIDLocal, .typeIDTarget: return UInt64(type)
    case .typeSize:
      guard let byteCount = types.byteCount(of: type) else {
        throw CoreFault("'\(types.describe(type))' has no size")
      }
      return UInt64(byteCount)
    default: return 1
    }
  }
}

/// Where a field lies, and the octets that an access to it reads.
private struct CoreField {
  /// From the start of the outermost type.
  var bitOffset: UInt64
  var bitCount: UInt64
  var byteOffset: UInt64
  var byteCount: UInt32
  var type: BTF.TypeID
  var isElement = false
  var isBitField = false
  var isSigned = false

  init(_ path: CorePath, in types: BTF) throws(CoreFault) {
    // Paths of fields begin with an element.
    let step = path.steps[path.steps.count - 1]
    guard step.memberName != nil else {
      try self.init(plain: step.type, at: path.bitOffset, in: types)
      isElement = true
      return
    }
    let member = types.members(of: step.type)[Int(step.index)]
    if member.bitFieldSize > 0 {
      try self.init(bitField: member, at: path.bitOffset, in: types)
    } else {
      try self.init(plain: member.type, at: path.bitOffset, in: types)
    }
    isSigned = types.resolvedKind(of: member.type).isSigned
  }

  private init(
    plain type: BTF.TypeID, at bitOffset: UInt64, in types: BTF
  ) throws(CoreFault) {
    guard let byteCount = types.byteCount(of: type) else {
      throw CoreFault("'\(types.describe(type))' has no size")
    }
    self.bitOffset = bitOffset
    self.byteCount = byteCount
    self.type = types.resolvingModifiers(type)
    bitCount = UInt64(byteCount) * 8
    byteOffset = bitOffset / 8
  }

  /// The smallest aligned integer that holds all bits, beginning with the declared type's size.
  private init(
    bitField member: BTF.Member, at bitOffset: UInt64, in types: BTF
  ) throws(CoreFault) {
    try self.init(plain: member.type, at: bitOffset, in: types)
    guard byteCount > 0 else { throw CoreFault("a bit-field of no size") }
    isBitField = true
    bitCount = UInt64(member.bitFieldSize)
    byteOffset = bitOffset / 8 / UInt64(byteCount) * UInt64(byteCount)
    while bitOffset + bitCount - byteOffset * 8 > UInt64(byteCount) * 8 {
      guard byteCount < 8 else { throw CoreFault("the bit-field fits no integer") }
      byteCount *= 2
      byteOffset = bitOffset / 8 / UInt64(byteCount) * UInt64(byteCount)
    }
  }

  func value(
    _ kind: CoreRelocation.Kind, _ byteOrder: ProgramImage.ByteOrder
  ) throws(CoreFault) -> CoreValue {
    switch kind {
    case .fieldByteOffset:
      return CoreValue(
        number: byteOffset,
        field: isBitField ? nil : CoreValue.Field(type: type, byteCount: byteCount),
        isAmbiguous: isBitField)
    case .fieldByteSize: return CoreValue(number: UInt64(byteCount), isAmbiguous: isBitField)
    case .fieldSigned where !isElement: return CoreValue(number: isSigned ? 1 : 0)
    case .fieldShiftLeft where !isElement:
      return CoreValue(number: try shiftLeft(byteOrder), isAmbiguous: isBitField)
    case .fieldShiftRight where !isElement:
      guard bitCount <= 64 else { throw CoreFault("the field is larger than 64 bits") }
      return CoreValue(number: 64 - bitCount, isAmbiguous: isBitField)
    default: throw CoreFault("an element has no such property")
    }
  }

  /// How far the field's bits move until the highest is bit 63, once its octets are in a register.
  ///
  /// For bits 5…7 of a 32-bit unit that is 64 − 8 = 56 on a little-endian machine.
  private func shiftLeft(_ byteOrder: ProgramImage.ByteOrder) throws(CoreFault) -> UInt64 {
    let before = bitOffset - byteOffset * 8
    guard byteCount <= 8, before + bitCount <= 64 else {
      throw CoreFault("the field is larger than 64 bits")
    }
    return byteOrder == .littleEndian
      ? 64 - (before + bitCount) : UInt64(8 - byteCount) * 8 + before
  }
}

extension BTF.Kind {
  var isSigned: Bool {
    switch self {
    case .integer(_, _, _, let isSigned, _, _), .enumeration(_, let isSigned, _): isSigned
    default: false
    }
  }
}
