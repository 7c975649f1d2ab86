/// Tells when memory that was unlinked is seen by nobody any more (quiescent-state-based
/// reclamation).
///
/// An epoch is a count that only grows. What is unlinked is *retired* with the epoch of that moment.
/// Each thread that reads without locks is a *participant*: it says when it holds no pointer from
/// before, its quiescent point, by taking note of the epoch. A thing retired in epoch `e` may be
/// reused once `safe()` returned a number above `e`: every participant has then passed a quiescent
/// point after the thing was unlinked.
///
/// One for all maps that the same threads use; it must outlive them and its participants.
public final class Epochs: Sendable {
  /// Makes room for that many participants, none of them inside yet, and one more for `read`.
  ///
  /// Throws `MapError.allocation`.
  public init(participantCount: Int) throws(MapError) {
    precondition(participantCount >= 0)
    memory = try MemoryBlock(byteCount: EpochTable.byteCount(slotCount: participantCount + 1))
    unsafe EpochTable(base: memory.base, slotCount: participantCount + 1).initialize()
    self.participantCount = participantCount
  }

  public let participantCount: Int

  private let memory: MemoryBlock
  /// Taken by control threads, which share one slot.
  private let reading = Lock()

  var table: EpochTable {
    unsafe EpochTable(base: memory.base, slotCount: participantCount + 1)
  }

  /// The participant of a number below `participantCount`, for use by one thread at a time.
  public func participant(_ index: Int) -> Participant {
    precondition((0..<participantCount).contains(index), "\(index) is no participant")
    return unsafe Participant(current: table.current, observed: table.slot(index))
  }

  /// The epoch to tag with what has just been unlinked.
  public func tag() -> UInt64 { table.tag() }

  /// The epoch below which nothing that was retired is in use. Moves the epoch on where every
  /// participant has seen the current one. Takes time in proportion to the number of participants.
  public func safe() -> UInt64 { table.safe() }

  /// Runs `body` as a participant, so that what it finds in maps stays while it runs. For control
  /// threads, one at a time; not to be nested.
  public func read<Result: ~Copyable>(_ body: () -> Result) -> Result {
    reading.withLock {
      let reader = unsafe Participant(
        current: table.current, observed: table.slot(participantCount))
      reader.enter()
      defer { reader.leave() }
      return body()
    }
  }
}
