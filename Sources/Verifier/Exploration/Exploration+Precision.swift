/// Which numbers matter. What a program is allowed to do depends on some of its numbers: on offsets
/// and sizes, and on those that decide a branch. Only these have to agree when one state is taken for
/// another; all others may be anything. Linux finds them by going back through the instructions;
/// here each number carries what it was computed from.
extension Exploration {
  /// Notes that the verdict depends on the value of a number.
  mutating func demand(_ number: RegisterState) {
    guard number.kind == .scalar, let node = path.node else { return }
    explored.demand(number.sources, at: node)
  }
}

extension ExploredStates {
  /// Notes that the verdict depends on these numbers of the state at `node`, and on all that they
  /// were computed from.
  mutating func demand(_ set: SourceSet, at node: Int) {
    demandInAncestors(set, at: node)
    // What matters where a loop begins matters where it came round, too, and so on.
    while let (target, set) = loopDemands.popLast() {
      for end in loopEnds[target] ?? [] { demandInAncestors(end.sources(of: set), at: end.node) }
    }
  }

  private mutating func demandInAncestors(_ set: SourceSet, at node: Int) {
    var set = set
    var current: Int? = node
    while let index = current {
      set.subtract(nodes[index].demanded)
      if set.isEmpty { return }
      nodes[index].demanded.formUnion(set)
      if nodes[index].hasLoopEnds { loopDemands.append((index, set)) }
      set = states[index].sources(of: set)
      current = nodes[index].parent
    }
  }

  /// A path is taken for the state at `target`: what matters there matters in the path's state.
  mutating func demandSame(as target: Int, in path: Exploration.Path) {
    let demanded = nodes[target].demanded
    guard let node = path.node, !isKnown(target) || !demanded.isEmpty else { return }
    let end = LoopEnd(sources: sources(at: target, in: path.state), node: node)
    if end.sources.isEmpty { return }
    if !isKnown(target) {
      nodes[target].hasLoopEnds = true
      loopEnds[target, default: []].append(end)
    }
    demand(end.sources(of: demanded), at: node)
  }

  /// What a path's numbers were computed from that lie where the state at `target` has numbers.
  private func sources(
    at target: Int, in state: State
  ) -> [(number: Int, sources: SourceSet)] {
    var result: [(number: Int, sources: SourceSet)] = []
    var count = 0
    states[target].forEachNumber { place, _ in
      if let number = state.kept(at: place), number.kind == .scalar, !number.sources.isEmpty {
        result.append((count, number.sources))
      }
      count += 1
    }
    return result
  }

  /// The numbers on which verdicts of paths from the node depend, when all of them are known.
  func demanded(of index: Int) -> SourceSet? { isKnown(index) ? nodes[index].demanded : nil }

  /// Whether all paths from the node have ended, none of them by being taken for one that has not.
  func isKnown(_ index: Int) -> Bool {
    takesUnfinished || nodes[index].openPathCount == 0 && nodes[index].loopHead == nil
  }
}

extension ExploredStates.LoopEnd {
  /// What the numbers in the places of `set` were computed from.
  fileprivate func sources(of set: SourceSet) -> SourceSet {
    var result = SourceSet()
    for entry in sources where set.contains(index: entry.number) {
      result.formUnion(entry.sources)
    }
    return result
  }
}
