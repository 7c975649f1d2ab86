extension BTF {
  static let magic: UInt16 = 0xeb9f
  static let headerByteCount: UInt32 = 24

  /// Reads and validates the contents of a `.BTF` section (Linux `Documentation/bpf/btf.rst`).
  ///
  /// What this gives is safe to walk: see ``validate()`` for what then holds. The magic number says
  /// in which byte order the rest is.
  public init(parsing bytes: [UInt8]) throws(ObjectFileError) {
    let isBigEndian = bytes.starts(with: [UInt8(Self.magic >> 8), UInt8(Self.magic & 0xff)])
    try self.init(
      BTFSection(
        ByteReader(bytes, section: ".BTF", byteOrder: isBigEndian ? .bigEndian : .littleEndian)))
  }

  init(_ section: BTFSection) throws(ObjectFileError) {
    var parser = BTFParser(section)
    types = try parser.parse()
    try validate()
  }
}

/// A `.BTF` section cut into its two parts, with the header checked.
struct BTFSection {
  let types: ByteReader
  let strings: ByteReader

  init(_ reader: ByteReader) throws(ObjectFileError) {
    let headerByteCount = try Self.checkHeader(reader, magic: BTF.magic)
    guard headerByteCount >= BTF.headerByteCount else {
      throw reader.fault(4, .unsupported(field: "header size", value: UInt64(headerByteCount)))
    }
    let body = try reader.part(
      at: UInt64(headerByteCount), size: UInt64(reader.count - Int(headerByteCount)))
    types = try body.part(at: UInt64(reader.uint32(at: 8)), size: UInt64(reader.uint32(at: 12)))
    strings = try body.part(
      at: UInt64(reader.uint32(at: 16)), size: UInt64(reader.uint32(at: 20)),
      named: ".BTF strings")
    guard strings.count > 0, try strings.uint8(at: 0) == 0 else {
      throw strings.fault(0, .missing(field: "string", name: ""))
    }
  }

  /// Checks what `.BTF` and `.BTF.ext` have in common, and returns the size of the header.
  static func checkHeader(
    _ reader: ByteReader, magic: UInt16
  ) throws(ObjectFileError) -> UInt32 {
    let found = try reader.uint16(at: 0)
    guard found == magic else {
      throw reader.fault(0, .badMagic(found: UInt32(found), expected: UInt32(magic)))
    }
    let version = try reader.uint8(at: 2)
    guard version == 1 else {
      throw reader.fault(2, .unsupported(field: "version", value: UInt64(version)))
    }
    let headerByteCount = try reader.uint32(at: 4)
    guard UInt64(headerByteCount) <= UInt64(reader.count) else {
      throw reader.fault(
        4, .truncated(needed: UInt64(headerByteCount), available: UInt64(reader.count)))
    }
    return headerByteCount
  }
}

/// Decodes type entries one after another.
struct BTFParser {
  private let types: ByteReader
  private let strings: ByteReader
  /// Of the next octet to read.
  private var position = 0

  init(_ section: BTFSection) {
    types = section.types
    strings = section.strings
  }

  mutating func parse() throws(ObjectFileError) -> [BTF.TypeEntry] {
    var entries = BTF.empty.types
    while position < types.count {
      entries.append(try entry())
    }
    return entries
  }

  private mutating func word() throws(ObjectFileError) -> UInt32 {
    let value = try types.uint32(at: position)
    position += 4
    return value
  }

  private mutating func name() throws(ObjectFileError) -> String {
    try strings.name(at: word())
  }

  /// ```
  ///  31   30  29 28     24 23     16 15        0
  /// +----+------+---------+---------+-----------+
  /// |flag|      |  kind   |         |  length   |   info
  /// +----+------+---------+---------+-----------+
  /// ```
  private mutating func entry() throws(ObjectFileError) -> BTF.TypeEntry {
    let start = position
    let name = try name()
    let info = try word()
    let sizeOrType = try word()
    let shape = Shape(
      number: info >> 24 & 31, count: Int(info & 0xffff), flag: info >> 31 == 1,
      sizeOrType: sizeOrType, start: start)
    return BTF.TypeEntry(name: name, kind: try kind(shape))
  }

  /// The three words that begin every entry, but for the name.
  private struct Shape {
    var number: UInt32
    var count: Int
    var flag: Bool
    var sizeOrType: UInt32
    var start: Int
  }

  private mutating func kind(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    let target = shape.sizeOrType
    switch shape.number {
    case 1: return try integer(shape)
    case 2: return .pointer(target)
    case 3: return .array(element: try word(), index: try word(), count: try word())
    case 4: return .structure(byteCount: target, members: try members(shape))
    case 5: return .union(byteCount: target, members: try members(shape))
    case 6: return try enumeration(shape)
    case 7: return .forward(isUnion: shape.flag)
    case 8: return .typedef(target)
    case 9: return .volatile(target)
    case 10: return .const(target)
    case 11: return .restrict(target)
    case 12: return .function(prototype: target, linkage: try linkage(UInt32(shape.count)))
    case 13: return try prototype(shape)
    case 14: return .variable(target, linkage: try linkage(word()))
    case 15: return try dataSection(shape)
    case 16: return .float(byteCount: target)
    case 17: return .declTag(target, component: Int32(bitPattern: try word()))
    case 18: return .typeTag(target)
    case 19: return try enumeration64(shape)
    default:
      throw types.fault(shape.start, .unsupported(field: "kind", value: UInt64(shape.number)))
    }
  }

  private mutating func integer(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    let encoding = try word()
    return .integer(
      byteCount: shape.sizeOrType, bits: UInt8(encoding & 0xff),
      bitOffset: UInt8(encoding >> 16 & 0xff), isSigned: encoding >> 24 & 1 == 1,
      isBool: encoding >> 26 & 1 == 1, isChar: encoding >> 25 & 1 == 1)
  }

  private mutating func members(_ shape: Shape) throws(ObjectFileError) -> [BTF.Member] {
    var members: [BTF.Member] = []
    for _ in 0..<shape.count {
      let name = try name()
      let type = try word()
      let place = try word()
      // With the flag set the upper octet holds a bit-field's size.
      members.append(
        BTF.Member(
          name: name, type: type, bitOffset: shape.flag ? place & 0xff_ffff : place,
          bitFieldSize: shape.flag ? UInt8(place >> 24) : 0))
    }
    return members
  }

  private mutating func enumeration(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    var cases: [BTF.EnumCase] = []
    for _ in 0..<shape.count {
      let name = try name()
      let value = try word()
      let extended =
        shape.flag ? UInt64(bitPattern: Int64(Int32(bitPattern: value))) : UInt64(value)
      cases.append(BTF.EnumCase(name: name, value: extended))
    }
    return .enumeration(byteCount: shape.sizeOrType, isSigned: shape.flag, cases: cases)
  }

  private mutating func enumeration64(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    var cases: [BTF.EnumCase] = []
    for _ in 0..<shape.count {
      let name = try name()
      let low = try word()
      let high = try word()
      cases.append(BTF.EnumCase(name: name, value: UInt64(high) << 32 | UInt64(low)))
    }
    return .enumeration(byteCount: shape.sizeOrType, isSigned: shape.flag, cases: cases)
  }

  private mutating func prototype(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    var parameters: [BTF.Parameter] = []
    for _ in 0..<shape.count {
      parameters.append(BTF.Parameter(name: try name(), type: try word()))
    }
    // A last parameter without name and type stands for `...`.
    let isVariadic = parameters.last == BTF.Parameter(name: "", type: 0)
    if isVariadic { parameters.removeLast() }
    return .functionPrototype(
      result: shape.sizeOrType, parameters: parameters, isVariadic: isVariadic)
  }

  private mutating func dataSection(_ shape: Shape) throws(ObjectFileError) -> BTF.Kind {
    var variables: [BTF.SectionVariable] = []
    for _ in 0..<shape.count {
      variables.append(
        BTF.SectionVariable(type: try word(), offset: try word(), byteCount: try word()))
    }
    return .dataSection(byteCount: shape.sizeOrType, variables: variables)
  }

  private func linkage(_ number: UInt32) throws(ObjectFileError) -> BTF.Linkage {
    guard let linkage = BTF.Linkage(rawValue: number) else {
      throw types.fault(position, .outOfRange(field: "linkage", value: UInt64(number), limit: 2))
    }
    return linkage
  }
}
