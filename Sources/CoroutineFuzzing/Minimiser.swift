import Runtime

/// Makes findings short: a statement less, and a circumstance less, as long as the same kind of thing goes wrong.
struct Minimiser {
  private let examiner: Examiner

  /// Runs of the virtual world that it may take; one that waits for what is lost takes some ten milliseconds.
  private static let trialLimit = 600
  /// In how many interleavings something has to go well to be well.
  private static let seedCount: UInt64 = 3

  init(_ examiner: Examiner) { self.examiner = examiner }

  func minimised(_ finding: CoroutineFuzzer.Finding) throws -> CoroutineFuzzer.Finding {
    guard finding.circumstances.world != .real, !finding.path.isWrong else { return finding }
    var best = finding
    var trials = Self.trialLimit
    var isBetter = true
    while isBetter, trials > 0 {
      isBetter = false
      for path in best.path.shorter where try takes(&best, path, best.circumstances, &trials) {
        isBetter = true
        break
      }
      if isBetter { continue }
      for simpler in best.circumstances.simpler
      where try takes(&best, best.path, simpler, &trials) {
        isBetter = true
        break
      }
    }
    return best
  }

  /// Whether the same goes wrong with other parts; if so the finding has these now.
  private func takes(
    _ finding: inout CoroutineFuzzer.Finding, _ path: DataPath, _ circumstances: Circumstances,
    _ trials: inout Int
  ) throws -> Bool {
    guard trials > 0, let subject = try examiner.subject(path, seed: finding.seed) else {
      return false
    }
    for offset in 0..<Self.seedCount where trials > 0 {
      trials -= 1
      var circumstances = circumstances
      circumstances.seed &+= offset
      guard let fault = try examiner.run(subject, under: circumstances).fault,
        fault.kind == finding.fault.kind
      else { continue }
      finding.path = path
      finding.circumstances = circumstances
      finding.fault = fault
      return true
    }
    return false
  }
}

extension DataPath {
  /// The same with something left out, in different places: what is largest first.
  fileprivate var shorter: [DataPath] {
    var all: [DataPath] = []
    func with(_ change: (inout DataPath) -> Void) {
      var path = self
      change(&path)
      all.append(path)
    }
    if !afterwards.isEmpty { with { $0.afterwards = [] } }
    if endings.count > 1 { for ending in endings { with { $0.endings = [ending] } } }
    if isPreemptible { with { $0.isPreemptible = false } }
    for index in routines.indices {
      for body in routines[index].body.shorter { with { $0.routines[index].body = body } }
    }
    return all
  }
}

extension [Statement] {
  /// The same with half of it, with a statement, or with what lies around a block left out.
  fileprivate var shorter: [[Statement]] {
    var all: [[Statement]] = count > 3 ? [Array(prefix(count / 2)), Array(suffix(count / 2))] : []
    for index in indices {
      all.append(Array(self[..<index] + self[(index + 1)...]))
      let statement = self[index]
      for (number, block) in statement.blocks.enumerated() {
        all.append(Array(self[..<index] + block + self[(index + 1)...]))
        for shorter in block.shorter {
          var changed = self
          changed[index] = statement.replacing(block: number, with: shorter)
          all.append(changed)
        }
      }
    }
    return all
  }
}

extension Circumstances {
  /// The same with less, in different ways.
  fileprivate var simpler: [Circumstances] {
    var all: [Circumstances] = []
    func with<T: Equatable>(_ member: WritableKeyPath<Circumstances, T>, _ value: T) {
      guard self[keyPath: member] != value else { return }
      var circumstances = self
      circumstances[keyPath: member] = value
      all.append(circumstances)
    }
    for count in [1, packetCount / 2, packetCount - 1] where count > 0 {
      with(\.packetCount, count)
    }
    if workerCount > 1 { with(\.workerCount, workerCount - 1) }
    with(\.wishes.refused, 0)
    with(\.wishes.moved, 0)
    with(\.wishes.preempted, 0)
    with(\.wishes.quantum, 0)
    with(\.wishes.destroyed, 0)
    with(\.wishes.thrown, 0)
    with(\.wishes.destroyedByQueue, 0)
    with(\.stops, nil)
    with(\.turnLimit, nil)
    with(\.frameLimit, FuzzPacket.pendingCountMax)
    with(\.isTraced, false)
    return all
  }
}
