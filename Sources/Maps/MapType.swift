/// What kind of map it is, with Linux's number (`enum bpf_map_type`).
public enum MapType: UInt32, Equatable, Sendable, CaseIterable {
  case hash = 1
  case array = 2
  case programArray = 3
  case perWorkerHash = 5
  case perWorkerArray = 6
  case lruHash = 9
  case lruPerWorkerHash = 10
  case lpmTrie = 11
  case arrayOfMaps = 12
  case hashOfMaps = 13
  case deviceMap = 14
  case cpuMap = 16
  case xskMap = 17
  case queue = 22
  case stack = 23
  case deviceHash = 25
  case ring = 27
  /// Baton's own: coroutines' handles, which only the run time reads and writes.
  case handles = 4096
}

/// How a map keeps its entries. Several types share one structure.
enum MapStructure {
  /// Values one behind the other, for all workers.
  case array
  /// An array of its own for each worker.
  case workerArray
  /// An array of words that may be empty.
  case slots
  /// Chains of elements.
  case table
  /// A tree of prefixes.
  case trie
  /// Values without keys.
  case queue
  /// Records of any length.
  case ring
}

extension MapType {
  var structure: MapStructure {
    switch self {
    case .array: .array
    case .perWorkerArray: .workerArray
    case .programArray, .arrayOfMaps, .deviceMap, .cpuMap, .xskMap: .slots
    case .hash, .perWorkerHash, .lruHash, .lruPerWorkerHash, .hashOfMaps, .deviceHash: .table
    case .lpmTrie: .trie
    case .queue, .stack, .handles: .queue
    case .ring: .ring
    }
  }

  /// True when each worker has a value of its own ("per CPU" in Linux).
  public var isPerWorker: Bool {
    switch self {
    case .perWorkerHash, .perWorkerArray, .lruPerWorkerHash: true
    default: false
    }
  }

  /// True when a full map makes room by itself ("LRU" in Linux).
  public var evicts: Bool { self == .lruHash || self == .lruPerWorkerHash }

  /// True when the values are maps.
  public var isOfMaps: Bool { self == .arrayOfMaps || self == .hashOfMaps }

  /// True when the values are what only the run time understands, so that programs don't write them.
  var isForControlToWrite: Bool { isOfMaps || self == .programArray }
}
