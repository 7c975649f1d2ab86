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

    /// What kind of thing the relocation is about.
    enum Subject {
      case field, type, enumCase
    }

    var subject: Subject {
      switch self {
      case .fieldByteOffset, .fieldByteSize, .fieldExists, .fieldSigned, .fieldShiftLeft,
        .fieldShiftRight:
        .field
      case .typeIDLocal, .typeIDTarget, .typeExists, .typeSize, .typeMatches: .type
      case .enumValueExists, .enumValue: .enumCase
      }
    }
  }

  public init(slot: Int, typeID: BTF.TypeID, access: String, kind: Kind) {
    self.slot = slot
    self.typeID = typeID
    self.access = access
    self.kind = kind
  }
}

/// An instruction that needs what the target's types haven't got. It was replaced by a call of
/// ``CoreRelocation/invalidHelper``, so that a program may still hold it where it can't be reached.
public struct UnresolvedRelocation: Equatable, Sendable {
  public var slot: Int
  /// As a sentence of its own, for whoever finds the instruction reachable.
  public var reason: String

  public init(slot: Int, reason: String) {
    self.slot = slot
    self.reason = reason
  }
}

extension CoreRelocation {
  /// The number of a helper that no system has; Linux's tools know it as "bad relo".
  public static let invalidHelper: Int32 = 0xbad_2310
}
