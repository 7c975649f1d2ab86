/// A map as the object declares it.
public struct MapDefinition: Equatable, Sendable {
  public var name: String
  /// `BPF_MAP_TYPE_*` of Linux's `bpf.h`.
  public var type: UInt32
  public var keySize: UInt32
  public var valueSize: UInt32
  public var maxEntries: UInt32
  public var flags: UInt32
  /// What it means depends on the type: the address of an arena, the hash functions of a Bloom filter.
  public var extra: UInt64
  public var keyTypeID: BTF.TypeID?
  public var valueTypeID: BTF.TypeID?
  /// The bytes of a data section, which is one value.
  public var initialValue: [UInt8]?
  public var isReadOnly: Bool
  /// Other programs may find it under its name (`LIBBPF_PIN_BY_NAME`).
  public var isPinned: Bool
  public var contents: Contents
  /// What a map of maps or programs holds from the start, ascending by `index`.
  public var initialEntries: [InitialEntry]
  /// The addresses in `initialValue`, whose octets are 0 there, ascending by `offset`.
  public var initialAddresses: [InitialAddress]

  /// One pointer of the member `values`.
  public struct InitialEntry: Equatable, Sendable {
    /// The key, and less than `maxEntries`.
    public var index: UInt32
    public var target: Target

    public enum Target: Equatable, Sendable {
      /// An index into the image's maps.
      case map(Int)
      /// An index into the image's functions.
      case program(Int)
    }

    public init(index: UInt32, target: Target) {
      self.index = index
      self.target = target
    }
  }

  /// Eight octets of a data section that only a running system can fill in.
  public struct InitialAddress: Equatable, Sendable {
    public var offset: UInt32
    /// A map, a place in a map's value or a function.
    public var target: ProgramImage.Reference.Target

    public init(offset: UInt32, target: ProgramImage.Reference.Target) {
      self.offset = offset
      self.target = target
    }
  }

  /// What the values of a map are.
  public indirect enum Contents: Equatable, Sendable {
    case octets
    /// Maps that are all like this one.
    case maps(like: MapDefinition)
    case programs
  }

  /// Programs may not write its values: it is a section for reading only, or was declared with
  /// `BPF_F_RDONLY_PROG`.
  public var forbidsWrites: Bool { isReadOnly || flags & 1 << 7 != 0 }

  /// Programs may not read its values (`BPF_F_WRONLY_PROG`).
  public var forbidsReads: Bool { flags & 1 << 8 != 0 }

  public init(
    name: String, type: UInt32, keySize: UInt32, valueSize: UInt32, maxEntries: UInt32,
    flags: UInt32 = 0, extra: UInt64 = 0, keyTypeID: BTF.TypeID? = nil,
    valueTypeID: BTF.TypeID? = nil,
    initialValue: [UInt8]? = nil, isReadOnly: Bool = false, isPinned: Bool = false,
    contents: Contents = .octets, initialEntries: [InitialEntry] = [],
    initialAddresses: [InitialAddress] = []
  ) {
    self.name = name
    self.type = type
    self.keySize = keySize
    self.valueSize = valueSize
    self.maxEntries = maxEntries
    self.flags = flags
    self.extra = extra
    self.keyTypeID = keyTypeID
    self.valueTypeID = valueTypeID
    self.initialValue = initialValue
    self.isReadOnly = isReadOnly
    self.isPinned = isPinned
    self.contents = contents
    self.initialEntries = initialEntries
    self.initialAddresses = initialAddresses
  }
}
