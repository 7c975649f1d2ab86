/// Follows a run of a program through the states that its verification met.
///
/// Where a call has several outcomes, or a path came to one place twice, more than one record may stand for
/// the machine: all are followed, and at least one has to hold.
package struct PathTracker {
  package let trace: VerifierTrace
  /// The records that may stand for the machine as it was at the last instruction.
  private var candidates: [Int] = []
  private var next: [Int] = []
  /// Why records were left out at this instruction.
  private var mismatch: Embedding.Mismatch?
  /// Empty between comparisons: each would need memory of its own.
  private var links = EmbeddedLinks()

  /// A machine that no state stands for.
  package struct Failure: Error, CustomStringConvertible {
    /// Of the instruction before which it was stopped.
    package var slot: Int
    package var description: String
  }

  package init(_ trace: VerifierTrace) { self.trace = trace }

  /// Goes to the instruction at `slot`, before which the machine has stopped: the program's first one, or
  /// what comes next.
  package mutating func advance(
    to slot: Int, _ view: MachineView
  ) throws(Failure) {
    next.removeAll(keepingCapacity: true)
    mismatch = nil
    if candidates.isEmpty {
      come(to: 0, slot, view)
    } else {
      for candidate in candidates { follow(candidate, to: slot, view) }
    }
    guard !next.isEmpty else {
      throw Failure(
        slot: slot,
        description: mismatch.map { "\($0)" } ?? "no path that was verified comes here so")
    }
    swap(&candidates, &next)
  }

  private mutating func follow(_ record: Int, to slot: Int, _ view: MachineView) {
    trace.forEachSuccessor(of: record) { come(to: $0, slot, view) }
  }

  private mutating func come(to index: Int, _ slot: Int, _ view: MachineView) {
    let record = trace.records[index]
    let isHere = record.slot == slot && record.frameCount == view.frameCount
    guard isHere || record.isRevisit, embeds(index, view, isAtCall: !isHere) else { return }
    let target = record.met.map { trace.recordOfNode[$0] } ?? index
    if target != index, !embeds(target, view, isAtCall: !isHere) { return }
    if isHere {
      if !next.contains(target) { next.append(target) }
    } else {
      follow(target, to: slot, view)
    }
  }

  /// Whether the record's state, if it is kept, stands for the machine.
  private mutating func embeds(
    _ index: Int, _ view: MachineView, isAtCall: Bool
  ) -> Bool {
    guard let state = trace.states[index] else { return true }
    let record = trace.records[index]
    var embedding = Embedding(
      view, relevance: record.node.flatMap { trace.relevance(of: $0) },
      isAtCallOf: isAtCall ? record.frameCount - 1 : nil)
    swap(&embedding.links, &links)
    embedding.check(state, at: record.slot)
    swap(&embedding.links, &links)
    links.removeAll()
    guard let found = embedding.mismatch else { return true }
    if mismatch == nil { mismatch = found }
    return false
  }
}
