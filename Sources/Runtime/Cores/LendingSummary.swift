/// What lending cores to best-effort groups has come to, since the instance began. Read while it runs, it is no moment.
public struct LendingSummary: Sendable, Equatable {
  public struct Group: Sendable, Equatable {
    public var name: String
    /// How long its workers have worked on cores of other groups; those that nobody has are not among them.
    public var nanoseconds: UInt64
    /// How often a coroutine of theirs was suspended there, to give the core back.
    public var givenBackCount: UInt64
    /// How often one of them has gone to another core, as it did not get on.
    public var changeCount: UInt64
  }

  /// The best-effort ones.
  public var groups: [Group]
  /// How long each core was lent by the group that has it, in nanoseconds.
  public var cores: [UInt64]
}

extension WorkerSet {
  /// Nil where nobody is best-effort.
  var lending: LendingSummary? {
    let borrowers = groups.filter(\.isBestEffort)
    guard !borrowers.isEmpty else { return nil }
    return LendingSummary(
      groups: borrowers.map { group in
        let sum = workers[group.workers].reduce(WorkerCounters()) {
          unsafe $0 + $1.services.pointee.counters
        }
        return LendingSummary.Group(
          name: group.name, nanoseconds: sum.lentNanoseconds, givenBackCount: sum.coresGivenBack,
          changeCount: sum.coresChanged)
      }, cores: (0..<board.coreCount).map(board.ownership.lentNanoseconds(of:)))
  }
}
