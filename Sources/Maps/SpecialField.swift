/// Bytes of a map value that belong to the run time: updates go around them.
public struct SpecialField: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// `struct bpf_spin_lock`: zero while free.
    case spinLock
    /// `struct bpf_list_head`: zero while it was never used.
    case listHead

    /// In bytes, as `Interface/baton.h` lays it out.
    public var byteCount: UInt32 {
      switch self {
      case .spinLock: 4
      case .listHead: 16
      }
    }

    /// In bytes.
    public var alignment: UInt32 {
      switch self {
      case .spinLock: 4
      case .listHead: 8
      }
    }
  }

  public var kind: Kind
  /// In bytes from the start of the value.
  public var offset: UInt32
  /// As the program's BTF has it; must be `kind.byteCount`.
  public var byteCount: UInt32

  public init(kind: Kind, offset: UInt32, byteCount: UInt32) {
    self.kind = kind
    self.offset = offset
    self.byteCount = byteCount
  }
}

extension SpecialField: CustomStringConvertible {
  public var description: String { "\(kind) of \(byteCount) bytes at offset \(offset)" }
}
