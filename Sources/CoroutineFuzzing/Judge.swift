import Runtime

/// Compares a run with one of the same program without suspensions.
struct Judge {
  /// The run without.
  let reference: Observation

  /// What is wrong with a run; nil where nothing is.
  func fault(of run: Observation, under circumstances: Circumstances) -> Fault? {
    do throws(Fault) {
      if let violation = run.violations.first { throw Fault(.violation, "\(violation)") }
      guard run.tally.stale == 0 else {
        throw Fault(.stale, "\(run.tally.stale) handles whose coroutine has gone on since")
      }
      guard run.tally.odd == 0 else {
        throw Fault(.differs, "\(run.tally.odd) results of co_await that no queue program returns")
      }
      try checkEnds(run, circumstances)
      try checkLeaks(run)
      try checkCounts(run)
      for number in run.records.indices { try checkPacket(number, run, circumstances) }
      return nil
    } catch {
      return error
    }
  }

  private func checkEnds(
    _ run: Observation, _ circumstances: Circumstances
  ) throws(Fault) {
    guard circumstances.turnLimit == nil, !run.hasEnded else { return }
    let left = run.records.indices.filter { run.records[$0].ends == 0 }
    throw Fault(
      .lost,
      "packets \(left) are not at their end after \(run.turnCount) turns; "
        + "\(run.counters.endedCount) of \(run.sentCount) packets are")
  }

  private func checkLeaks(_ run: Observation) throws(Fault) {
    guard run.frameCount == 0 else {
      throw Fault(.leaked, "\(run.frameCount) frames are in use after the shut-down")
    }
    for (queue, counts) in run.chunkCounts.enumerated() where counts != Stage.freeChunks {
      throw Fault(.leaked, "packet memory of queue \(queue) after the shut-down: \(counts)")
    }
  }

  private func checkCounts(_ run: Observation) throws(Fault) {
    let counters = run.counters
    guard counters.endedCount == counters.received else {
      throw Fault(.miscounted, "of \(counters.received) packets \(counters.endedCount) have ended")
    }
    guard counters.spawned + counters.droppedNoFrame <= counters.received else {
      throw Fault(
        .miscounted,
        "of \(counters.received) packets \(counters.spawned) became coroutines, and "
          + "for \(counters.droppedNoFrame) there was no frame")
    }
    let thrown = counters.thrown - run.tally.throwCount
    guard counters.finished + counters.destroyed + thrown == counters.spawned else {
      throw Fault(
        .miscounted,
        "\(counters.spawned) coroutines began, \(counters.finished) finished, "
          + "\(counters.destroyed) were destroyed, \(thrown) threw")
    }
    let ends = run.records.reduce(0) { $0 + $1.ends }
    guard ends + counters.destroyed + counters.cancelled == counters.spawned else {
      throw Fault(
        .miscounted,
        "\(counters.spawned) coroutines began, \(ends) came to their end, "
          + "\(counters.destroyed) were destroyed, \(counters.cancelled) cancelled")
    }
  }

  private func checkPacket(
    _ number: Int, _ run: Observation, _ circumstances: Circumstances
  ) throws(Fault) {
    let (record, wanted) = (run.records[number], reference.records[number])
    let (answers, wantedAnswers) = (run.answers[number] ?? [], reference.answers[number] ?? [])
    let hasEnded = record.ends > 0 || circumstances.isSparing && !run.mayLosePackets
    let isRight = hasEnded ? record == wanted : record.isBeginning(of: wanted)
    guard isRight else {
      throw Fault(.differs, "packet \(number): \(record.difference(from: wanted))")
    }
    guard answers == wantedAnswers || !hasEnded && answers.isEmpty else {
      throw Fault(
        .differs,
        "packet \(number) was sent \(answers.count) times, not \(wantedAnswers.count), "
          + "or with other octets")
    }
  }
}

extension Observation {
  /// Whether some packet may not come to its end whatever was asked for: whoever throws while it owns another coroutine
  /// destroys that one, too, and for some there is no frame.
  fileprivate var mayLosePackets: Bool {
    counters.thrown > 0 && tally.guests > 0 || counters.droppedNoFrame > 0
  }
}

extension Observation.Record {
  /// Whether a coroutine that has noted this may go on to what `other` is.
  fileprivate func isBeginning(of other: Self) -> Bool {
    count <= other.count && waits <= other.waits && ends <= other.ends
      && other.notes.starts(with: notes)
  }

  fileprivate func difference(from other: Self) -> String {
    let place = zip(notes, other.notes).enumerated().first { $1.0 != $1.1 }
    guard let (index, (note, wanted)) = place else {
      return "\(count) notes, \(waits) waits, \(ends) ends, and not "
        + "\(other.count), \(other.waits), \(other.ends)"
    }
    return "note \(index) is \(note), and not \(wanted)"
  }
}
