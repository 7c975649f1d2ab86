import Contracts
import ObjectFile
import Testing

/// Fields that lie elsewhere when a program runs than where they are declared.
@Suite struct NativeLayoutTests {
  /// `struct seen { u32 size; u32 data; }`, and as its native type `other`.
  private func interface(
    native members: [BTF.Member], _ tags: [String: Int32] = [:]
  ) throws -> Interface {
    let kept: BTF.Kind = .structure(
      byteCount: 8,
      members: [
        .init(name: "size", type: 1, bitOffset: 0), .init(name: "data", type: 1, bitOffset: 32),
      ])
    let types: [BTF.TypeEntry] = [
      .init(name: "", kind: .void), .init(name: "u32", kind: .unsigned(byteCount: 4)),
      .init(name: "u64", kind: .unsigned(byteCount: 8)), .init(name: "seen", kind: kept),
      .init(name: "other", kind: .structure(byteCount: 24, members: members)),
      .init(name: "native:other", kind: .declTag(3, component: -1)),
      .init(name: "field:packet_data", kind: .declTag(3, component: 1)),
    ]
    return try Interface(
      types: BTF(
        types: types + tags.map { .init(name: $0.key, kind: .declTag(3, component: $0.value)) }))
  }

  @Test func aNativeTypeThatBeginsWithTheTypeHasOnlyWhatMoves() throws {
    let interface = try interface(native: [
      .init(name: "seen", type: 3, bitOffset: 0), .init(name: "data", type: 2, bitOffset: 64),
    ])
    let fields = try #require(interface.typeRules["seen"]).fields
    #expect(fields.map { $0.native?.offset } == [nil, 8])
    #expect(fields[1].native?.byteCount == 8)
  }

  @Test func anotherHasAllFields() throws {
    let interface = try interface(native: [
      .init(name: "data", type: 2, bitOffset: 0), .init(name: "size", type: 1, bitOffset: 128),
    ])
    let fields = try #require(interface.typeRules["seen"]).fields
    #expect(fields.map { $0.native?.offset } == [16, 0])
    #expect {
      try self.interface(native: [.init(name: "data", type: 2, bitOffset: 0)])
    } throws: { "\($0)".contains("the native type has no such member") }
  }

  @Test func whatMovesIsOnlyRead() throws {
    let members: [BTF.Member] = [
      .init(name: "data", type: 2, bitOffset: 0), .init(name: "size", type: 1, bitOffset: 128),
    ]
    #expect {
      try interface(native: members, ["writable:": 0])
    } throws: { "\($0)".contains("a field that lies elsewhere is written") }
  }
}
