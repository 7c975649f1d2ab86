import CBaton
import NetStack

/// The hosts of an instance, by worker. A worker's stack is its own, but data paths go on on any worker: with several, whoever
/// uses one holds its lock.
@safe
final class HostTable: @unchecked Sendable {
  let drain = NetworkDrain()
  let entries: UnsafeMutablePointer<HostEntry>
  let workerCount: Int
  /// Those that may be hosts: all but who runs a policy.
  let packetWorkerCount: Int

  init(workerCount: Int, packetWorkerCount: Int? = nil) {
    self.workerCount = workerCount
    self.packetWorkerCount = packetWorkerCount ?? workerCount
    unsafe entries = .allocate(capacity: workerCount)
    unsafe entries.initialize(repeating: HostEntry(), count: workerCount)
  }

  deinit {
    unsafe entries.deinitialize(count: workerCount)
    unsafe entries.deallocate()
  }

  /// Whether a stack may be used by several workers.
  var isShared: Bool { packetWorkerCount > 1 }
}

/// One worker's. Two of them share no cache line.
@safe
struct HostEntry {
  /// A `WordLock`'s.
  var lock: UInt32 = 0
  /// The same, of its lanes alone.
  var lanesLock: UInt32 = 0
  /// Nil where the worker is no host.
  var network: UnsafeMutablePointer<WorkerNetwork>?
  private var padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
}
