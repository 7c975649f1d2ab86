import ObjectFile

/// The maps that all programs of the fuzzer share, in the order in which units have them.
enum FuzzMap: Int, CaseIterable {
  case array, hash, perWorker, ring, guarded, data, constants, queue

  /// `bpf_spin_lock`, in values of `guarded`.
  static let lockByteCount = 4

  var keyByteCount: Int {
    switch self {
    case .ring, .queue: 0
    default: 4
    }
  }

  var valueByteCount: Int {
    switch self {
    case .array: 48
    case .hash, .guarded: 32
    case .perWorker: 24
    case .ring: 0
    case .data: 64
    case .constants: 8 * Self.constantWords.count
    case .queue: 16
    }
  }

  var entryCount: UInt32 {
    switch self {
    case .array, .queue: 4
    case .hash: 8
    case .perWorker, .guarded: 2
    case .ring: 4096
    case .data, .constants: 1
    }
  }

  /// Whether programs look values up by a key.
  var hasLookup: Bool {
    switch self {
    case .array, .hash, .perWorker, .guarded: true
    case .ring, .data, .constants, .queue: false
    }
  }

  /// Where programs may access a value.
  var accessible: Range<Int> {
    self == .guarded ? Self.lockByteCount..<valueByteCount : 0..<valueByteCount
  }

  static let definitions = allCases.map(\.definition)

  /// What no program writes: so the verifier knows it.
  static let constantWords: [UInt64] = [3, 0x1_0000_0007, 0xffff_ffff_ffff_fff0]

  /// `BPF_MAP_TYPE_*` of Linux's `bpf.h`.
  private var type: UInt32 {
    switch self {
    case .array, .guarded, .data, .constants: 2
    case .hash: 1
    case .perWorker: 6
    case .ring: 27
    case .queue: 22
    }
  }

  private var definition: MapDefinition {
    MapDefinition(
      name: "\(self)", type: type, keySize: UInt32(keyByteCount),
      valueSize: UInt32(valueByteCount), maxEntries: entryCount,
      valueTypeID: self == .guarded ? 5 : nil,
      initialValue: self == .constants ? Self.constantOctets : nil, isReadOnly: self == .constants)
  }

  private static var constantOctets: [UInt8] {
    constantWords.flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
  }

  /// `struct { struct bpf_spin_lock lock; u32 half; u64 a, b, c; }`
  static let types = BTF(types: [
    .init(name: "", kind: .void),
    .init(name: "u32", kind: .unsigned(byteCount: 4)),
    .init(name: "u64", kind: .unsigned(byteCount: 8)),
    .init(
      name: "bpf_spin_lock",
      kind: .structure(byteCount: 4, members: [.init(name: "opaque", type: 1, bitOffset: 0)])),
    .init(name: "spare", kind: .unsigned(byteCount: 4)),
    .init(
      name: "guarded",
      kind: .structure(
        byteCount: 32,
        members: [
          .init(name: "lock", type: 3, bitOffset: 0), .init(name: "half", type: 1, bitOffset: 32),
          .init(name: "a", type: 2, bitOffset: 64), .init(name: "b", type: 2, bitOffset: 128),
          .init(name: "c", type: 2, bitOffset: 192),
        ])),
  ])
}
