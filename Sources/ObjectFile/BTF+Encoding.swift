extension BTF {
  /// The contents of a `.BTF` section that parses to an equal value.
  ///
  /// The value must be valid. An offset that shares its word with a bit-field's size has 24 bits.
  public func encoded() -> [UInt8] { encoded(with: []).section }

  /// The same with further strings, and where in the strings each of them lies: what refers to types by
  /// their numbers refers to texts beside them by their offsets.
  public func encoded(with strings: [String]) -> (section: [UInt8], offsets: [UInt32]) {
    var encoder = BTFEncoder()
    for entry in types.dropFirst() { encoder.append(entry) }
    let offsets = strings.map { encoder.offset(of: $0) }
    return (encoder.section, offsets)
  }
}

private struct BTFEncoder {
  private var types: [UInt8] = []
  private var strings: [UInt8] = [0]
  private var stringOffsets: [String: UInt32] = ["": 0]

  var section: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(BTF.magic) | 1 << 16)
    bytes.append(littleEndian: BTF.headerByteCount)
    bytes.append(littleEndian: 0)
    bytes.append(littleEndian: UInt32(types.count))
    bytes.append(littleEndian: UInt32(types.count))
    bytes.append(littleEndian: UInt32(strings.count))
    return bytes + types + strings
  }

  mutating func offset(of string: String) -> UInt32 {
    if let known = stringOffsets[string] { return known }
    let offset = UInt32(strings.count)
    strings += Array(string.utf8) + [0]
    stringOffsets[string] = offset
    return offset
  }

  private mutating func words(_ words: UInt32...) {
    for word in words { types.append(littleEndian: word) }
  }

  /// The three words that begin every entry.
  private mutating func head(
    _ name: String, _ kind: UInt32, count: Int = 0, flag: Bool = false, _ sizeOrType: UInt32
  ) {
    precondition(count <= 0xffff, "a type has at most 65,535 parts")
    words(offset(of: name), kind << 24 | UInt32(count) | (flag ? 1 << 31 : 0), sizeOrType)
  }

  mutating func append(_ entry: BTF.TypeEntry) {
    let name = entry.name
    switch entry.kind {
    case .void: preconditionFailure("void is type 0 and never written")
    case .integer(let byteCount, let bits, let bitOffset, let isSigned, let isBool, let isChar):
      head(name, 1, byteCount)
      let encoding: UInt32 = (isSigned ? 1 : 0) | (isChar ? 2 : 0) | (isBool ? 4 : 0)
      words(encoding << 24 | UInt32(bitOffset) << 16 | UInt32(bits))
    case .pointer(let id): head(name, 2, id)
    case .array(let element, let index, let count):
      head(name, 3, 0)
      words(element, index, count)
    case .structure(let byteCount, let members): append(name, 4, byteCount, members)
    case .union(let byteCount, let members): append(name, 5, byteCount, members)
    case .enumeration(let byteCount, let isSigned, let cases):
      append(name, byteCount, isSigned, cases)
    case .forward(let isUnion): head(name, 7, flag: isUnion, 0)
    case .typedef(let id): head(name, 8, id)
    case .volatile(let id): head(name, 9, id)
    case .const(let id): head(name, 10, id)
    case .restrict(let id): head(name, 11, id)
    case .function(let prototype, let linkage):
      head(name, 12, count: Int(linkage.rawValue), prototype)
    case .functionPrototype(let result, let parameters, let isVariadic):
      head(name, 13, count: parameters.count + (isVariadic ? 1 : 0), result)
      for parameter in parameters { words(offset(of: parameter.name), parameter.type) }
      if isVariadic { words(0, 0) }
    case .variable(let id, let linkage):
      head(name, 14, id)
      words(linkage.rawValue)
    case .dataSection(let byteCount, let variables):
      head(name, 15, count: variables.count, byteCount)
      for variable in variables { words(variable.type, variable.offset, variable.byteCount) }
    case .float(let byteCount): head(name, 16, byteCount)
    case .declTag(let id, let component):
      head(name, 17, id)
      words(UInt32(bitPattern: component))
    case .typeTag(let id): head(name, 18, id)
    }
  }

  private mutating func append(
    _ name: String, _ kind: UInt32, _ byteCount: UInt32, _ members: [BTF.Member]
  ) {
    let hasBitFields = members.contains { $0.bitFieldSize > 0 }
    head(name, kind, count: members.count, flag: hasBitFields, byteCount)
    for member in members {
      precondition(!hasBitFields || member.bitOffset < 1 << 24, "the offset has 24 bits")
      words(
        offset(of: member.name), member.type,
        member.bitOffset | UInt32(member.bitFieldSize) << 24)
    }
  }

  /// `ENUM` where 32 bits say it all, else `ENUM64`.
  private mutating func append(
    _ name: String, _ byteCount: UInt32, _ isSigned: Bool, _ cases: [BTF.EnumCase]
  ) {
    let isShort = cases.allSatisfy {
      isSigned
        ? Int64(bitPattern: $0.value) == Int64(Int32(truncatingIfNeeded: $0.value))
        : $0.value <= UInt64(UInt32.max)
    }
    head(name, isShort ? 6 : 19, count: cases.count, flag: isSigned, byteCount)
    for item in cases {
      words(offset(of: item.name), UInt32(truncatingIfNeeded: item.value))
      if !isShort { words(UInt32(item.value >> 32)) }
    }
  }
}

extension [UInt8] {
  mutating func append(littleEndian word: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
    }
  }
}
