import ObjectFile
import Testing

/// Types that must be refused, by hand and by every other way to break a reference.
struct BTFValidationTests {
  private static func member(_ type: BTF.TypeID, bit: UInt32 = 0, size: UInt8 = 0) -> BTF.Member {
    BTF.Member(name: "m", type: type, bitOffset: bit, bitFieldSize: size)
  }

  static let refused: [(String, BTF)] = [
    ("id out of range", BTF(.pointer(2))),
    ("id at the very end", BTF(.typedef(.max))),
    ("typedef of itself", BTF(.typedef(1))),
    ("two typedefs in a circle", BTF(.typedef(2), .const(1))),
    ("pointer to itself", BTF(.pointer(1))),
    ("pointer in a circle", BTF(.pointer(2), .typedef(1))),
    ("array of itself", BTF(.array(element: 1, index: 1, count: 1))),
    ("structure in itself", BTF(.structure(byteCount: 8, members: [member(1)]))),
    (
      "structures in each other",
      BTF(
        .structure(byteCount: 8, members: [member(2)]), .union(byteCount: 8, members: [member(1)])
      )
    ),
    ("prototype of itself", BTF(.functionPrototype(result: 1, parameters: [], isVariadic: false))),
    (
      "parameter of itself",
      BTF(
        .functionPrototype(
          result: 0, parameters: [.init(name: "p", type: 1)], isVariadic: false))
    ),
    ("function of no prototype", BTF(BTF.int, .function(prototype: 1, linkage: .global))),
    (
      "pointer to a function's name",
      BTF(.pointer(3), proto, .function(prototype: 2, linkage: .global))
    ),
    ("member of no size", BTF(.structure(byteCount: 8, members: [member(0)]))),
    (
      "member of incomplete type",
      BTF(.forward(isUnion: false), .structure(byteCount: 8, members: [member(1)]))
    ),
    ("member outside", BTF(BTF.int, .structure(byteCount: 4, members: [member(1, bit: 1)]))),
    ("member far outside", BTF(BTF.int, .structure(byteCount: 4, members: [member(1, bit: .max)]))),
    (
      "bit-field outside",
      BTF(BTF.int, .structure(byteCount: 4, members: [member(1, bit: 20, size: 13)]))
    ),
    (
      "bit-field larger than its type",
      BTF(BTF.int, .structure(byteCount: 8, members: [member(1, size: 33)]))
    ),
    ("array of void", BTF(BTF.int, .array(element: 0, index: 1, count: 0))),
    ("array too large", BTF(BTF.int, .array(element: 1, index: 1, count: 1 << 30))),
    ("integer of three octets", BTF(integer(3, 24, 0))),
    ("integer of too many bits", BTF(integer(4, 33, 0))),
    ("integer beyond its end", BTF(integer(4, 30, 3))),
    (
      "enumeration of no octet",
      BTF(
        .enumeration(
          byteCount: 0, isSigned: false, cases: [.init(name: "one", value: 1)]))
    ),
    ("number of five octets", BTF(.float(byteCount: 5))),
    (
      "section of types",
      BTF(BTF.int, .dataSection(byteCount: 4, variables: [.init(type: 1, offset: 0, byteCount: 4)]))
    ),
    ("tag of an integer", BTF(BTF.int, .declTag(1, component: -1))),
    (
      "tag of a member that is not there",
      BTF(.structure(byteCount: 0, members: []), .declTag(1, component: 0))
    ),
    ("tag of component −2", BTF(.structure(byteCount: 0, members: []), .declTag(1, component: -2))),
    (
      "tag of a parameter that is not there",
      BTF(proto, .function(prototype: 1, linkage: .global), .declTag(2, component: 0))
    ),
    ("a second void", BTF(.void)),
    ("no void", BTF(types: [])),
    ("65 pointers deep", chain(66)),
  ]

  private static let proto = BTF.Kind.functionPrototype(
    result: 0, parameters: [], isVariadic: false)

  private static func integer(_ bytes: UInt32, _ bits: UInt8, _ offset: UInt8) -> BTF.Kind {
    .integer(
      byteCount: bytes, bits: bits, bitOffset: offset, isSigned: false, isBool: false,
      isChar: false)
  }

  private static func chain(_ length: Int) -> BTF {
    var types = BTF.empty
    for id in 0..<length { types.append(.pointer(BTF.TypeID(id))) }
    return types
  }

  @Test(arguments: refused)
  func isRefused(_ what: String, _ types: BTF) {
    #expect(throws: ObjectFileError.self, "\(what)") { try types.validate() }
  }

  @Test func whatLooksAlikeIsAccepted() throws {
    try Self.chain(64).validate()
    // A list: the cycle goes through a pointer in a structure.
    try BTF(.structure(byteCount: 8, members: [Self.member(2)]), .pointer(1)).validate()
    try BTF(BTF.int, .structure(byteCount: 4, members: [Self.member(1, bit: 20, size: 12)]))
      .validate()
    try BTF(BTF.int, .array(element: 1, index: 1, count: 1 << 30 - 1)).validate()
    try BTF(Self.integer(4, 5, 27), .structure(byteCount: 1, members: [Self.member(1, bit: 3)]))
      .validate()
  }

  /// Every id in every type of the samples, replaced by numbers at the limits: never a trap.
  @Test(arguments: [Sample.handoff, .types])
  func replacedIdsNeverTrap(_ sample: Sample) throws {
    let types = try sample.image.types
    let bytes = types.encoded()
    let end = bytes.count - 4
    var refused = 0
    for offset in stride(from: 24, to: end, by: 4) {
      for value in [0, 1, UInt64(types.types.count), 0x7fff_ffff, 0xffff_ffff, 0x8000_0000] {
        var editor = ObjectEditor(bytes: bytes)
        editor.set(value, at: offset)
        do throws(ObjectFileError) {
          let parsed = try BTF(parsing: editor.bytes)
          for id in parsed.types.indices { _ = parsed.describe(BTF.TypeID(id)) }
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 1000)
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try Sample.types.image.types.encoded()
    for count in bytes.indices {
      #expect(throws: ObjectFileError.self) { try BTF(parsing: Array(bytes.prefix(count))) }
    }
  }
}
