/// What a map is asked to be when it is created, with Linux's bits (`BPF_F_*` of `bpf.h`).
public struct MapFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `BPF_F_NO_PREALLOC`: accepted where Linux does, and nowhere demanded, not even of an LPM trie:
  /// elements always come from memory that was set aside, since workers don't allocate.
  public static let noPreallocation = MapFlags(rawValue: 1 << 0)
  /// `BPF_F_NO_COMMON_LRU`: accepted; all workers share one clock.
  public static let noCommonLRU = MapFlags(rawValue: 1 << 1)
  /// `BPF_F_NUMA_NODE`: accepted; memory comes from the node of whoever creates the map.
  public static let numaNode = MapFlags(rawValue: 1 << 2)
  /// `BPF_F_RDONLY`: the control side doesn't write.
  public static let readOnly = MapFlags(rawValue: 1 << 3)
  /// `BPF_F_WRONLY`: accepted; whoever owns the process may always read.
  public static let writeOnly = MapFlags(rawValue: 1 << 4)
  /// `BPF_F_ZERO_SEED`: the same keys always meet in the same order.
  public static let zeroSeed = MapFlags(rawValue: 1 << 6)
  /// `BPF_F_RDONLY_PROG`: programs don't write; the verifier's to see to.
  public static let programReadOnly = MapFlags(rawValue: 1 << 7)
  /// `BPF_F_WRONLY_PROG`: programs don't read; the verifier's to see to.
  public static let programWriteOnly = MapFlags(rawValue: 1 << 8)
  /// `BPF_F_MMAPABLE`: accepted for arrays.
  public static let mappable = MapFlags(rawValue: 1 << 10)
  /// `BPF_F_INNER_MAP`: arrays of any length may take this one's place in a map of maps.
  public static let anyLengthInside = MapFlags(rawValue: 1 << 12)

  private static let controlAccess: MapFlags = [.readOnly, .writeOnly]
  private static let programAccess: MapFlags = [.programReadOnly, .programWriteOnly]

  /// What a map of the type may ask for, as in Linux.
  static func allowed(for type: MapType) -> MapFlags {
    let access = controlAccess.union(programAccess)
    let shared = access.union(.numaNode)
    switch type {
    case .array: return shared.union([.mappable, .anyLengthInside])
    case .perWorkerArray: return access
    case .queue, .stack, .handles: return shared
    case .programArray, .arrayOfMaps: return controlAccess.union(.numaNode)
    case .deviceMap, .deviceHash, .xskMap: return controlAccess.union(.numaNode)
    case .cpuMap, .ring: return .numaNode
    case .lpmTrie: return shared.union(.noPreallocation)
    case .hashOfMaps: return controlAccess.union([.noPreallocation, .numaNode, .zeroSeed])
    case .hash: return shared.union([.noPreallocation, .zeroSeed])
    case .perWorkerHash: return access.union([.noPreallocation, .zeroSeed])
    case .lruHash: return shared.union([.noCommonLRU, .zeroSeed])
    case .lruPerWorkerHash: return access.union([.noCommonLRU, .zeroSeed])
    }
  }

  /// Two wishes that can't both be met; empty when there are none.
  var contradiction: MapFlags {
    for pair in [Self.controlAccess, Self.programAccess] where isSuperset(of: pair) { return pair }
    return []
  }
}

extension MapFlags: CustomStringConvertible {
  private static let names: [(MapFlags, String)] = [
    (.noPreallocation, "NO_PREALLOC"), (.noCommonLRU, "NO_COMMON_LRU"), (.numaNode, "NUMA_NODE"),
    (.readOnly, "RDONLY"), (.writeOnly, "WRONLY"), (.zeroSeed, "ZERO_SEED"),
    (.programReadOnly, "RDONLY_PROG"), (.programWriteOnly, "WRONLY_PROG"),
    (.mappable, "MMAPABLE"), (.anyLengthInside, "INNER_MAP"),
  ]

  /// Linux's names, without `BPF_F_`, and the bits that have none: `RDONLY|0x20`.
  public var description: String {
    var (left, words) = (self, [String]())
    for (flag, name) in Self.names where contains(flag) {
      words.append(name)
      left.subtract(flag)
    }
    if !left.isEmpty || words.isEmpty { words.append("0x" + String(left.rawValue, radix: 16)) }
    return words.joined(separator: "|")
  }
}
