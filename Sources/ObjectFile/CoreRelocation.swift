/// A place where the program depends on the layout of a type that another system may lay out
/// differently ("compile once, run everywhere"; Linux `bpf.h`, `struct bpf_core_relo`).
public struct CoreRelocation: Equatable, Sendable {
  /// The instruction that holds the value.
  public var slot: Int
  /// The type in the program's own BTF.
  public var typeID: BTF.TypeID
  /// The way into the type: indices of elements and members, such as `0:1:2`.
  public var access: String
  public var kind: Kind

  public enum Kind: UInt32, Equatable, Sendable {
    case fieldByteOffset, fieldByteSize, fieldExists, fieldSigned
    case fieldShiftLeft, fieldShiftRight
    case typeIDLocal, typeIDTarget, typeExists, typeSize
    case enumValueExists, enumValue, typeMatches
  }

  public init(slot: Int, typeID: BTF.TypeID, access: String, kind: Kind) {
    self.slot = slot
    self.typeID = typeID
    self.access = access
    self.kind = kind
  }
}
