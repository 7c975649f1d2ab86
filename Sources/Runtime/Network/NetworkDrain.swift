import Synchronization

/// That the hosts of an instance are to come to an end in good order, and which have.
final class NetworkDrain: Sendable {
  private let isWantedFlag = Atomic<Bool>(false)
  private let drainedCount = Atomic<Int>(0)

  /// Set by a control thread, looked at by workers at the end of their turns.
  var isWanted: Bool { isWantedFlag.load(ordering: .relaxed) }

  func begin() { isWantedFlag.store(true, ordering: .relaxed) }

  /// A worker's connections are closed, all of them.
  func noteDrained() { drainedCount.wrappingAdd(1, ordering: .releasing) }

  /// How many workers have said so.
  var count: Int { drainedCount.load(ordering: .acquiring) }
}
