/// Which cores best-effort groups are lent. On a core that is another group's they run while that group's workers there
/// have nothing to do, which is for the core to see: nothing here depends on it.
extension Arbiter {
  /// Whether workers of the group may be on the core: it has it, or is lent it.
  public func isOpen(_ core: Int, to group: Int) -> Bool {
    owners[core] == group || lent[group * coreCount + core]
  }

  /// Takes note that a worker has gone to another core by itself, as best-effort workers do.
  public mutating func note(_ worker: Int, isOn core: Int) {
    guard places[worker] >= 0, places[worker] != core else { return }
    places[worker] = core
    guard let group = group(of: worker), !isOpen(core, to: group) else { return }
    // It has gone where it was allowed to be, and is not any more.
    isChanged = true
  }

  /// Lends a group as many cores as it may have beside its own: first those that nobody has, then those that it is lent
  /// already, and of the others the last ones, as groups have the first ones longest. Those that stand still are the very last.
  mutating func chooseLentCores(for group: Int) {
    var left = min(groups[group].maximum, coreCount) - granted[group]
    let first = group * coreCount
    for rank in 0...3 {
      for core in (0..<coreCount).reversed() where owners[core] != group {
        guard self.rank(of: core, for: group) == rank else { continue }
        // Who loses a loan here is looked at once more, when none is left.
        lent[first + core] = left > 0
        left -= 1
      }
    }
    for core in 0..<coreCount where owners[core] == group { lent[first + core] = false }
  }

  private func rank(of core: Int, for group: Int) -> Int {
    if areStalled[core] { return 3 }
    if owners[core] < 0 { return 0 }
    return lent[group * coreCount + core] ? 1 : 2
  }

  /// Whether the worker runs on a core that its group is lent: those for which it has none of its own.
  func isLent(_ worker: Int, of group: Int) -> Bool {
    let one = groups[group]
    return one.isBestEffort && worker - one.workers.lowerBound >= granted[group]
      && min(one.maximum, coreCount) > granted[group]
  }

  /// It stays where it is as far as it may; else it goes where fewest best-effort workers are, and best to nobody's core.
  func lentCore(for worker: Int, of group: Int) -> Int {
    let place = places[worker]
    if place >= 0, isOpen(place, to: group), !areStalled[place] { return place }
    var best = -1
    for core in 0..<coreCount where lent[group * coreCount + core] {
      if best < 0 || isBetter(core, than: best) { best = core }
    }
    precondition(best >= 0, "a group without cores of its own is lent one")
    return best
  }

  private func isBetter(_ core: Int, than other: Int) -> Bool {
    guard areStalled[core] == areStalled[other] else { return areStalled[other] }
    let (count, otherCount) = (guestCount(of: core), guestCount(of: other))
    return count < otherCount || (count == otherCount && owners[core] < 0 && owners[other] >= 0)
  }

  private func guestCount(of core: Int) -> Int {
    var count = 0
    for group in groups where group.isBestEffort {
      for worker in group.workers where places[worker] == core { count += 1 }
    }
    return count
  }
}
