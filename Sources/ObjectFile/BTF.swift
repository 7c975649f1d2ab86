/// BPF Type Format: the compact debugging types that clang keeps in `.BTF`
/// (Linux `Documentation/bpf/btf.rst`).
public struct BTF: Equatable, Sendable {
  /// An index into `types`; 0 is `void`.
  public typealias TypeID = UInt32

  /// `types[0]` is `void`.
  public var types: [TypeEntry]

  /// Takes the types as they are; ``validate()`` says whether they can be walked.
  public init(types: [TypeEntry]) {
    self.types = types
  }

  public struct TypeEntry: Equatable, Sendable {
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  public enum Kind: Equatable, Sendable {
    case void
    case integer(
      byteCount: UInt32, bits: UInt8, bitOffset: UInt8, isSigned: Bool, isBool: Bool, isChar: Bool)
    case pointer(TypeID)
    case array(element: TypeID, index: TypeID, count: UInt32)
    case structure(byteCount: UInt32, members: [Member])
    case union(byteCount: UInt32, members: [Member])
    case enumeration(byteCount: UInt32, isSigned: Bool, cases: [EnumCase])
    case forward(isUnion: Bool)
    case typedef(TypeID)
    case volatile(TypeID)
    case const(TypeID)
    case restrict(TypeID)
    case function(prototype: TypeID, linkage: Linkage)
    case functionPrototype(result: TypeID, parameters: [Parameter], isVariadic: Bool)
    case variable(TypeID, linkage: Linkage)
    case dataSection(byteCount: UInt32, variables: [SectionVariable])
    case float(byteCount: UInt32)
    /// `component` is −1 for the whole type, else a member or parameter index.
    case declTag(TypeID, component: Int32)
    case typeTag(TypeID)

    /// An integer of whole bytes.
    package static func unsigned(byteCount: UInt32) -> Kind {
      .integer(
        byteCount: byteCount, bits: UInt8(byteCount * 8), bitOffset: 0, isSigned: false,
        isBool: false, isChar: false)
    }
  }

  public struct Member: Equatable, Sendable {
    public var name: String
    public var type: TypeID
    public var bitOffset: UInt32
    /// 0 when it is no bit-field.
    public var bitFieldSize: UInt8

    public init(name: String, type: TypeID, bitOffset: UInt32, bitFieldSize: UInt8 = 0) {
      self.name = name
      self.type = type
      self.bitOffset = bitOffset
      self.bitFieldSize = bitFieldSize
    }
  }

  public struct EnumCase: Equatable, Sendable {
    public var name: String
    /// Sign- or zero-extended to 64 bits.
    public var value: UInt64

    public init(name: String, value: UInt64) {
      self.name = name
      self.value = value
    }
  }

  public struct Parameter: Equatable, Sendable {
    public var name: String
    public var type: TypeID

    public init(name: String, type: TypeID) {
      self.name = name
      self.type = type
    }
  }

  public struct SectionVariable: Equatable, Sendable {
    public var type: TypeID
    public var offset: UInt32
    public var byteCount: UInt32

    public init(type: TypeID, offset: UInt32, byteCount: UInt32) {
      self.type = type
      self.offset = offset
      self.byteCount = byteCount
    }
  }

  public enum Linkage: UInt32, Equatable, Sendable {
    case `static` = 0
    case global = 1
    case extern = 2
  }

  public static let empty = BTF(types: [TypeEntry(name: "", kind: .void)])
}
