import ObjectFile
import Testing

struct BTFTests {
  private static func types() throws -> BTFIndex { BTFIndex(try Sample.types.image.types) }

  static let descriptions: [(String, String)] = [
    ("small", "enum small"), ("large", "enum large"), ("inner", "struct inner [3]"),
    ("real", "float"), ("yes", "_Bool"), ("low", "u32"),
    ("text", "const volatile char *restrict"), ("next", "struct opaque *"),
    ("self", "struct everything *"), ("compare", "int (*)(const struct everything *, u64, ...)"),
    ("matrix", "char *(*)[4]"), ("fixed", "struct opaque *const"), ("tail", "u32 [0]"),
  ]

  @Test(arguments: descriptions)
  func descriptionIsC(_ member: String, _ text: String) throws {
    let index = try Self.types()
    let id = try #require(index.structure(named: "everything"))
    let found = try #require(index.types.members(of: id).first { $0.name == member })
    #expect(index.types.describe(found.type) == text)
  }

  /// Octet → owner, member, start, type; `-` is padding.
  static let innermostMembers: [(UInt32, String)] = [
    (0, "everything.small@0 enum small"), (3, "everything.small@0 enum small"), (4, "-"),
    (8, "everything.large@8 enum large"), (16, "inner.a@16 u16"), (18, "either.word@18 u32"),
    (22, "inner.a@22 u16"), (33, "either.word@30 u32"), (34, "-"),
    (36, "everything.real@36 float"), (49, "everything.low@49 u32"),
    (50, "everything.high@49 u32"), (71, "everything.next@64 struct opaque *"),
    (103, "everything.fixed@96 struct opaque *const"), (104, "-"), (4_000_000_000, "-"),
  ]

  @Test(arguments: innermostMembers)
  func innermostMember(_ offset: UInt32, _ text: String) throws {
    let index = try Self.types()
    let types = index.types
    let id = try #require(index.structure(named: "everything"))
    let found = types.innermostMember(of: id, atByte: offset).map {
      let member = types.members(of: $0.owner)[$0.memberIndex].name
      return
        "\(types.name(of: $0.owner)).\(member)@\($0.byteOffset) \(types.describe($0.type))"
    }
    #expect(found ?? "-" == text)
  }

  @Test func elementsOfArraysAreFound() throws {
    let index = try Self.types()
    let union = try #require(index.union(named: "either"))
    let octets = index.types.members(of: union)[1].type
    #expect(index.types.byteCount(of: octets) == 4)
    // An array of scalars alone has no member.
    #expect(index.types.innermostMember(of: octets, atByte: 2) == nil)
  }

  @Test func tags() throws {
    let index = try Self.types()
    let types = index.types
    let pair = try #require(index.structure(named: "pair"))
    #expect(index.declTags(of: pair, component: 0) == ["one", "another"])
    #expect(index.declTags(of: pair, component: 1) == [])
    #expect(index.declTags(of: pair) == [])
    let sum = try #require(index.function(named: "sum"))
    #expect(index.declTags(of: sum, component: 0) == ["arg:pair"])
    let everything = try #require(index.structure(named: "everything"))
    #expect(index.declTags(of: everything) == ["whole"])
    let link = try #require(types.members(of: everything).first { $0.name == "self" })
    #expect(types.typeTags(alongPointer: link.type) == ["rcu"])
    #expect(types.typeTags(alongPointer: everything) == [])

    let handoff = BTFIndex(try Sample.handoff.image.types)
    let value = try #require(handoff.structure(named: "class"))
    #expect(handoff.declTags(of: value, component: 2) == ["contains:coroutine:node"])
  }

  @Test func enumerations() throws {
    let types = try Self.types().types
    #expect(
      types.types.contains {
        $0.name == "large"
          && $0.kind
            == .enumeration(
              byteCount: 8, isSigned: false,
              cases: [.init(name: "HUGE", value: 0x1234_5678_9abc_def0)])
      })
    #expect(
      types.types.contains {
        $0.name == "small"
          && $0.kind
            == .enumeration(
              byteCount: 4, isSigned: true,
              cases: [.init(name: "ONE", value: 1), .init(name: "MINUS", value: UInt64.max)])
      })
  }

  @Test(arguments: Sample.allCases)
  func encodingParsesBackEqual(_ sample: Sample) throws {
    let types = try sample.image.types
    #expect(try BTF(parsing: types.encoded()) == types)
  }

  @Test func emptyTypesParseBack() throws {
    #expect(try BTF(parsing: BTF.empty.encoded()) == .empty)
  }

  /// Prototypes of prototypes would grow to 2^60 names.
  @Test func descriptionsEnd() throws {
    var types = BTF.empty
    types.append(.functionPrototype(result: 0, parameters: [], isVariadic: false))
    for _ in 0..<30 {
      let previous = BTF.TypeID(types.types.count - 1)
      types.append(.pointer(previous))
      let parameter = BTF.Parameter(name: "", type: previous + 1)
      types.append(
        .functionPrototype(result: 0, parameters: [parameter, parameter], isVariadic: false))
    }
    try types.validate()
    #expect(types.describe(BTF.TypeID(types.types.count - 1)).count < 4000)
  }
}

extension BTF {
  mutating func append(_ kind: Kind, name: String = "") {
    types.append(TypeEntry(name: name, kind: kind))
  }

  /// `void`, then these.
  init(_ kinds: Kind...) {
    self = .empty
    for kind in kinds { append(kind) }
  }

  static let int = Kind.integer(
    byteCount: 4, bits: 32, bitOffset: 0, isSigned: true, isBool: false, isChar: false)
}
