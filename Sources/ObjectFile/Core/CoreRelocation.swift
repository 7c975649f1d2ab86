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
  public var relocation: CoreRelocation
  public var problem: Problem

  public var slot: Int { relocation.slot }

  public enum Problem: Equatable, Sendable {
    /// The target's types have nothing that matches.
    case missing
    /// The field has another size there, and is neither unsigned nor a pointer: an instruction of
    /// that size would read another number.
    case otherSize(byteCount: UInt32, there: UInt32)
  }

  public init(_ relocation: CoreRelocation, _ problem: Problem) {
    self.relocation = relocation
    self.problem = problem
  }
}

extension ProgramImage {
  /// Says what is missing, for whoever finds the instruction reachable.
  public func describe(_ unresolved: UnresolvedRelocation) -> String {
    let relocation = unresolved.relocation
    let type = types.describe(relocation.typeID)
    let part = relocation.partName(in: types)
    switch (unresolved.problem, relocation.kind.subject) {
    case (.missing, .field): return "'\(type)' of this system has no field like '\(part)'"
    case (.missing, .type): return "this system has no '\(type)'"
    case (.missing, .enumCase): return "'\(type)' of this system has no case '\(part)'"
    case (.otherSize(let ours, let theirs), _):
      return "'\(part)' of '\(type)' has \(ours) octets in the program and \(theirs) in this "
        + "system, and is neither unsigned nor a pointer"
    }
  }
}

extension CoreRelocation {
  /// The field's or case's name in the source, and the access string where there is none.
  fileprivate func partName(in types: BTF) -> String {
    switch try? CoreEntity(self, in: types) {
    case .field(let path)?:
      return path.steps.dropFirst().map { $0.memberName ?? "[\($0.index)]" }
        .joined(separator: ".")
    case .enumCase(let type, let index)?:
      guard case .enumeration(_, _, let cases) = types.resolvedKind(of: type) else { break }
      return cases[index].name
    default: break
    }
    return access
  }
}

extension CoreRelocation {
  /// The number of a helper that no system has; Linux's tools know it as "bad relo".
  public static let invalidHelper: Int32 = 0xbad_2310
}
