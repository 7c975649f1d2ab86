/// What kind of map it is, with Linux's number (`enum bpf_map_type`).
public enum MapType: UInt32, Equatable, Sendable, CaseIterable {
  case hash = 1
  case array = 2
  case perWorkerHash = 5
  case perWorkerArray = 6
  case lruHash = 9
  case lruPerWorkerHash = 10
}

/// How a map keeps its entries. Several types share one structure.
enum MapStructure {
  /// Values one behind the other, for all workers.
  case array
  /// An array of its own for each worker.
  case workerArray
  /// Chains of elements.
  case table
}

extension MapType {
  var structure: MapStructure {
    switch self {
    case .array: .array
    case .perWorkerArray: .workerArray
    case .hash, .perWorkerHash, .lruHash, .lruPerWorkerHash: .table
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
}
