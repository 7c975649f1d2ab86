import Bytecode

/// The states that were met at prune points, as a tree: a state is safe once every path that goes
/// on from it has ended.
///
/// Paths are followed depth-first, so that the states which are still open are the ancestors of the
/// path that is followed. To take a state for an open one closes a loop, which must have crossed a
/// suspension: all others must end by themselves. To take it for one that is done may close a loop,
/// too, where that one's paths lead back to an ancestor; see `crossingsNeeded`.
struct ExploredStates {
  struct Node {
    var slot: Int
    var parent: Int?
    /// Paths from here that have not ended. Zero: the state is known to be safe.
    var openPathCount: Int
    var crossingCount: Int
    /// See ``State/shape``: most comparisons end with it.
    var shape: Int
    /// Some path leads from here, without a crossing, back to an ancestor that lies after this many
    /// crossings. A path that took itself for this one after no more could go round forever.
    var crossingsNeeded = -1
    /// The oldest open state that some path from here was taken for: what is read of the stack
    /// after that is not in `stackReads`.
    var loopHead: Int?
    /// The state's numbers on which verdicts of paths from here depend.
    var demanded = SourceSet()
    /// Paths were taken for this state before all of these were known.
    var hasLoopEnds = false
    /// What paths from here read of the stack before they overwrite it.
    var stackReads = StackMarks()
    /// What was overwritten between the parent and here.
    var stackWrites: StackMarks
    /// How often a path was taken for this state, and how often not.
    var hitCount = 0
    var missCount = 0
  }

  var nodes: [Node] = []
  /// By node. Apart, as a look at a node is cheap and a state is large.
  private(set) var states: [State] = []
  private var bySlot: SlotIndices
  private let liveRegisters: [RegisterSet]
  /// A bug that is planted: what is known so far of states is taken for all.
  var takesUnfinished = false
  /// By node: paths that were taken for it before all was known that matters there.
  var loopEnds: [Int: [LoopEnd]] = [:]
  /// What has come to matter at nodes with loop ends, and is still to be demanded at these.
  var loopDemands: [(target: Int, set: SourceSet)] = []

  /// What of a path that was taken for a state has to be remembered: a whole state would be large.
  struct LoopEnd {
    /// What the path's numbers were computed from, by the number of the state that lies in their place.
    var sources: [(number: Int, sources: SourceSet)]
    /// The explored state that the path continued from.
    var node: Int
  }

  init(liveRegisters: [RegisterSet]) {
    bySlot = SlotIndices(slotCount: liveRegisters.count)
    self.liveRegisters = liveRegisters
  }

  var count: Int { nodes.count }

  /// The states at `slot` that may cover `state`.
  func candidates(at slot: Int, for state: State) -> [Int] {
    bySlot[slot].filed(for: state) + bySlot[slot].others.reversed()
  }

  /// Remembers the path's state; the path now goes on from the new node.
  mutating func remember(_ path: Exploration.Path, shape: Int) -> Int {
    nodes.append(
      Node(
        slot: path.slot, parent: path.node, openPathCount: 1, crossingCount: path.crossingCount,
        shape: shape,
        stackWrites: path.stackWrites))
    states.append(path.state)
    bySlot[path.slot].add(nodes.count - 1)
    return nodes.count - 1
  }

  /// Forgets states that paths at `slot` are hardly ever taken for: each costs a comparison.
  mutating func forgetMisses(at slot: Int, perHit limit: Int) {
    bySlot[slot].forget { nodes[$0].missCount > limit * (nodes[$0].hitCount + 1) }
  }

  mutating func noteHit(_ index: Int) { nodes[index].hitCount += 1 }

  /// Answers whether the state has been missed often enough to look at ``forgetMisses(at:perHit:)``.
  mutating func noteMiss(_ index: Int, perHit limit: Int) -> Bool {
    nodes[index].missCount += 1
    return nodes[index].missCount > limit * (nodes[index].hitCount + 1)
  }

  mutating func pathForked(at node: Int?) {
    if let node { nodes[node].openPathCount += 1 }
  }

  mutating func pathEnded(at node: Int?) {
    var current = node
    while let index = current {
      nodes[index].openPathCount -= 1
      guard nodes[index].openPathCount == 0 else { return }
      // Where a loop is still open, all may matter that is read.
      bySlot[nodes[index].slot].file(
        index,
        under: isKnown(index)
          ? states[index].constants(in: nodes[index].demanded)
          : states[index].constants(in: liveRegisters[nodes[index].slot]))
      current = nodes[index].parent
    }
  }

  /// Notes that `path` goes on as `target` does.
  mutating func pathMet(_ target: Int, _ path: Exploration.Path) {
    let isOpen = nodes[target].openPathCount > 0
    let needed = isOpen ? nodes[target].crossingCount : nodes[target].crossingsNeeded
    let loopHead = isOpen ? target : nodes[target].loopHead
    var current = path.node
    // Where as many are needed already, they are in all that lie before, too.
    while let index = current, nodes[index].crossingCount == path.crossingCount,
      nodes[index].crossingsNeeded < needed
    {
      nodes[index].crossingsNeeded = needed
      current = nodes[index].parent
    }
    if let loopHead { noteLoop(to: loopHead, from: path.node) }
    demandSame(as: target, in: path)
    let reads = nodes[target].stackReads
    for frame in 0..<path.state.frames.count { stackRead(reads[frame], frame: frame, path) }
  }

  /// Ancestors are older, so they have smaller numbers.
  private mutating func noteLoop(to head: Int, from node: Int?) {
    var current = node
    while let index = current, index > head {
      nodes[index].loopHead = min(nodes[index].loopHead ?? head, head)
      current = nodes[index].parent
    }
  }

  /// What paths from the node read of the stack, when all of them are known.
  func stackReads(of index: Int) -> StackMarks? {
    isKnown(index) ? nodes[index].stackReads : nil
  }

  /// Notes that `path` reads `units` of a frame's stack.
  mutating func stackRead(_ units: StackMarks.Units, frame: Int, _ path: Exploration.Path) {
    var units = units
    units.subtract(path.stackWrites[frame])
    var current = path.node
    while let index = current, !units.isEmpty,
      !nodes[index].stackReads[frame].isSuperset(of: units)
    {
      nodes[index].stackReads[frame].formUnion(units)
      units.subtract(nodes[index].stackWrites[frame])
      current = nodes[index].parent
    }
  }
}

extension Exploration {
  /// States are remembered at most this often, as remembering costs more than a few instructions.
  private static var slotsBetweenStates: Int { 2 }

  /// The same in loops that are followed round by round, where no state is like an earlier one (as in Linux).
  private static var slotsBetweenStatesInLoops: Int { 12 }

  /// A loop over crossings is followed this often before its numbers are given up: a short one
  /// may end by itself.
  private static var roundsBeforeWidening: Int { 16 }

  /// A state that is missed this often for each hit is forgotten (as in Linux), but where loops over
  /// crossings converge, which takes rounds.
  private static var missesPerHit: Int { 3 }
  private static var missesPerHitAtConvergence: Int { 64 }

  /// True when the path may end here, because a state that covers it is safe or being explored.
  mutating func isExplored() throws(Rejection) -> Bool {
    let slot = path.slot
    let isConvergencePoint = flow.isConvergencePoint[slot]
    let patience = isConvergencePoint ? Self.missesPerHitAtConvergence : Self.missesPerHit
    var rounds = 0
    var previousRound: Int?
    var hasUseless = false
    var isLooping = false
    let shape = path.state.shape
    for index in explored.candidates(at: slot, for: path.state)
    where explored.nodes[index].shape == shape {
      switch try compare(with: index) {
      case .covered:
        explored.noteHit(index)
        explored.pathMet(index, path)
        stretches?.notePathEnd(coveredBy: index, &path.stretch)
        if let trace = probe.trace { trace.note(&path, meeting: index) }
        return true
      case .earlierRound:
        rounds += 1
        if previousRound == nil { previousRound = index }
      case .otherRound: isLooping = true
      case .other: break
      }
      if explored.noteMiss(index, perHit: patience) { hasUseless = true }
    }
    if isConvergencePoint, let previousRound {
      if flow.isRepeated[slot] { forgetWhatDiffers(from: previousRound) }
      // Linux follows such a loop as long as its end depends on a number.
      let mayWiden = !isJudgedAsLinux || !flow.isRepeated[slot]
      if mayWiden, rounds >= Self.roundsBeforeWidening {
        widen(from: explored.states[previousRound])
      }
    }
    if hasUseless { explored.forgetMisses(at: slot, perHit: patience) }
    let interval = isLooping ? Self.slotsBetweenStatesInLoops : Self.slotsBetweenStates
    if path.sinceRemembered >= interval || isConvergencePoint || path.node == nil {
      let node = explored.remember(path, shape: shape)
      path.node = node
      stretches?.noteState(node, &path.stretch)
      path.state.renumberSources()
      path.sinceRemembered = 0
      path.stackWrites = StackMarks()
    }
    return false
  }

  private enum Comparison {
    case covered
    /// The path has come round to it, over a crossing, and is not covered.
    case earlierRound
    /// The path has come round to it in a loop that has to end by itself.
    case otherRound
    case other
  }

  private mutating func compare(with index: Int) throws(Rejection) -> Comparison {
    let isOpen = explored.nodes[index].openPathCount > 0
    if isOpen, explored.nodes[index].crossingCount == path.crossingCount {
      guard !comparison.isSame(explored.states[index], path.state, at: path.slot) else {
        throw reject(
          "infinite loop detected at insn \(insn(path.slot))",
          hint: "nothing that the loop's end depends on changes in an iteration")
      }
      return .otherRound
    }
    if !isOpen, explored.nodes[index].crossingsNeeded >= path.crossingCount { return .other }
    let isCovered = comparison.covers(
      explored.states[index], path.state, at: path.slot,
      reads: probe.isPruningStrict ? nil : explored.stackReads(of: index),
      demanded: probe.isPruningStrict ? nil : explored.demanded(of: index))
    return isCovered ? .covered : isOpen ? .earlierRound : .other
  }

  /// What the next round of a loop is given that calls make, or `may_goto`, is not what the one before was
  /// given: numbers that no verdict has depended on yet become unknown at once, as in Linux, so that a
  /// few rounds are enough. What comes behind the loop was followed before.
  private mutating func forgetWhatDiffers(from previous: Int) {
    let demanded = explored.nodes[previous].demanded
    var count = 0
    var different: [NumberPlace] = []
    explored.states[previous].forEachNumber { place, old in
      if !demanded.contains(index: count), let new = path.state.kept(at: place),
        new.kind == .scalar, new.number != old.number
      {
        different.append(place)
      }
      count += 1
    }
    for place in different { path.state.forgetNumber(at: place) }
  }

  /// A loop that has no end of its own must converge: numbers that differ from the earlier
  /// iteration's become unknown. Such loops converge at their crossing, and nowhere else, so that
  /// loops inside them keep their bounds.
  private mutating func widen(from old: State) {
    guard old.frames.count == path.state.frames.count else { return }
    for frame in path.state.frames.indices {
      for index in 0..<Register.count {
        path.state.frames[frame].registers[index].widen(from: old.frames[frame].registers[index])
      }
      path.state.frames[frame].stack.widen(from: old.frames[frame].stack)
    }
  }
}

extension RegisterState {
  mutating func widen(from old: RegisterState) {
    guard kind == .scalar, old.kind == .scalar, number != old.number else { return }
    number = number.widened(from: old.number)
    link(to: .unknownScalar)
  }
}

extension StackState {
  mutating func widen(from old: StackState) {
    for index in 0..<min(byteCount, old.byteCount) / Self.slotByteCount {
      guard var spilled = spilledRegister(at: index), let earlier = old.spilledRegister(at: index)
      else { continue }
      spilled.widen(from: earlier)
      spill(spilled, at: index)
    }
  }
}
