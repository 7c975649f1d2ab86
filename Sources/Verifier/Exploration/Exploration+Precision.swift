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
    var set = set
    var current: Int? = node
    while let index = current {
      set.subtract(nodes[index].demanded)
      if set.isEmpty { return }
      nodes[index].demanded.formUnion(set)
      set = states[index].sources(of: set)
      current = nodes[index].parent
    }
  }

  /// A path is taken for the state at `target`: what matters there matters in the path's state.
  mutating func demandSame(as target: Int, in path: Exploration.Path) {
    guard let node = path.node, !nodes[target].demanded.isEmpty else { return }
    let demanded = nodes[target].demanded
    var set = SourceSet()
    var count = 0
    states[target].forEachNumber { place, _ in
      if demanded.contains(index: count), let number = path.state.kept(at: place),
        number.kind == .scalar
      {
        set.formUnion(number.sources)
      }
      count += 1
    }
    demand(set, at: node)
  }

  /// The numbers on which verdicts of paths from the node depend, when all of them are known.
  func demanded(of index: Int) -> SourceSet? {
    let isKnown = nodes[index].openPathCount == 0 && nodes[index].loopHead == nil
    return isKnown ? nodes[index].demanded : nil
  }
}
