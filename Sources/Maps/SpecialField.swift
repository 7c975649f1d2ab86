/// Bytes of a map value that belong to the run time: updates go around them.
public struct SpecialField: Equatable, Sendable {
  public enum Kind: BitwiseCopyable, Equatable, Sendable {
    /// `struct bpf_spin_lock`: zero while free.
    case spinLock
    /// `struct bpf_list_head`: zero while it was never used.
    case listHead
    /// `struct bpf_rb_root`: zero while it was never used.
    case treeRoot
    /// A pointer that owns what it points to: zero for none.
    case owningPointer
    /// `struct bpf_spsc_ring`: zero while it was never used.
    case singleProducerRing
    /// `struct bpf_mpsc_ring`: zero while it was never used.
    case manyProducerRing

    /// Whether the run time's workers hand things to each other in it.
    public var isRing: Bool { self == .singleProducerRing || self == .manyProducerRing }

    /// In bytes, as `Interface/baton.h` lays it out.
    public var byteCount: UInt32 {
      switch self {
      case .spinLock: 4
      case .listHead, .treeRoot: 16
      case .owningPointer: 8
      case .singleProducerRing: 2432
      case .manyProducerRing: 4480
      }
    }

    /// In bytes.
    public var alignment: UInt32 {
      switch self {
      case .spinLock: 4
      case .listHead, .treeRoot, .owningPointer, .singleProducerRing, .manyProducerRing: 8
      }
    }
  }

  public var kind: Kind
  /// In bytes from the start of the value.
  public var offset: UInt32
  /// As the program's BTF has it; must be `kind.byteCount`.
  public var byteCount: UInt32
  /// Of lists and trees: where in what they hold the node lies that links it, in bytes.
  public var nodeOffset: UInt32

  public init(kind: Kind, offset: UInt32, byteCount: UInt32, nodeOffset: UInt32 = 0) {
    self.nodeOffset = nodeOffset
    self.kind = kind
    self.offset = offset
    self.byteCount = byteCount
  }
}

extension SpecialField: CustomStringConvertible {
  public var description: String { "\(kind) of \(byteCount) bytes at offset \(offset)" }
}
