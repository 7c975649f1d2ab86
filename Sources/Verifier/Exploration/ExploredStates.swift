/// The states that were met at prune points, as a tree: a state is safe once every path that goes
/// on from it has ended.
struct ExploredStates {
  struct Node {
    var parent: Int?
    /// Paths from here that have not ended. Zero: the state is known to be safe.
    var openPathCount: Int
    var state: State
    var suspensionCount: Int
    /// Stack words that some path from here reads before it writes them. Complete once no path is
    /// open; what is not in it doesn't matter.
    var liveStack = StackMask()
    /// Stack words that were written between the parent and here.
    var writtenBefore: StackMask
    /// How often the state did and did not cover another one.
    var hitCount = 0
    var missCount = 0
  }

  private(set) var nodes: [Node] = []
  private var byShape: [Shape: [Int]] = [:]

  /// What two states must have in common for one to cover the other, and is quick to compare.
  private struct Shape: Hashable {
    var slot: Int
    var depth: Int
    var instanceCount: Int
    var isLocked: Bool

    init(_ state: State, at slot: Int) {
      self.slot = slot
      depth = state.depth
      instanceCount = state.instances.count
      isLocked = state.lock != nil
    }
  }

  var count: Int { nodes.count }

  /// The states at `slot` that might cover `state`.
  func nodes(like state: State, at slot: Int) -> [Int] { byShape[Shape(state, at: slot)] ?? [] }

  /// Remembers where the path is; it goes on from the new node.
  mutating func remember(
    _ path: Exploration.Path
  ) -> Int {
    let slot = path.slot
    nodes.append(
      Node(
        parent: path.node, openPathCount: 1, state: path.state,
        suspensionCount: path.suspensionCount, writtenBefore: path.writtenStack))
    byShape[Shape(path.state, at: slot), default: []].append(nodes.count - 1)
    return nodes.count - 1
  }

  /// Marks stack words as read by a path that went on from `node`, in every state up to the write
  /// that they got their value from.
  mutating func markRead(_ words: StackMask, from node: Int?) {
    var words = words
    var current = node
    while let index = current, !words.isEmpty {
      words.subtract(nodes[index].liveStack)
      nodes[index].liveStack.formUnion(words)
      words.subtract(nodes[index].writtenBefore)
      current = nodes[index].parent
    }
  }

  mutating func noteHit(_ node: Int) { nodes[node].hitCount += 1 }

  /// A state that seldom covers another one is no longer looked at: comparing costs time.
  mutating func noteMiss(_ node: Int, at slot: Int) {
    nodes[node].missCount += 1
    guard nodes[node].missCount > Self.missesPerHitMax * (nodes[node].hitCount + 1) else { return }
    byShape[Shape(nodes[node].state, at: slot)]?.removeAll { $0 == node }
  }

  private static let missesPerHitMax = 64

  mutating func pathForked(at node: Int?) {
    if let node { nodes[node].openPathCount += 1 }
  }

  mutating func pathEnded(at node: Int?) {
    var current = node
    while let index = current {
      nodes[index].openPathCount -= 1
      guard nodes[index].openPathCount == 0 else { return }
      current = nodes[index].parent
    }
  }
}

extension Exploration {
  /// States are remembered at most this often, as remembering costs more than a few instructions.
  private static var slotsBetweenStates: Int { 8 }

  /// True when the path may end here, because a state that covers it is safe or being explored.
  mutating func isExplored() throws(Rejection) -> Bool {
    let slot = path.slot
    var loopHead: Int?
    for index in explored.nodes(like: path.state, at: slot).reversed() {
      let node = explored.nodes[index]
      if node.openPathCount == 0 {
        if covers(node.state, path.state, at: slot, liveStack: node.liveStack) {
          markRead(node.liveStack)
          explored.noteHit(index)
          return true
        }
        explored.noteMiss(index, at: slot)
        continue
      }
      // The node is an ancestor: the path has come round a loop.
      if node.suspensionCount < path.suspensionCount {
        if covers(node.state, path.state, at: slot, liveStack: .all) {
          // What the loop reads is not complete yet: everything may be.
          markRead(.all)
          return true
        }
        if loopHead == nil { loopHead = index }
      } else if isSame(node.state, path.state, at: slot) {
        throw reject(
          "infinite loop detected at insn \(slot)",
          hint: "nothing that the loop's end depends on changes in an iteration")
      }
    }
    if let loopHead { widen(from: explored.nodes[loopHead].state) }
    if path.sinceRemembered >= Self.slotsBetweenStates || loopHead != nil || path.node == nil {
      path.node = explored.remember(path)
      path.sinceRemembered = 0
      path.writtenStack = StackMask()
    }
    return false
  }

  /// Notes that the path reads stack words: states before it depend on them.
  mutating func markRead(_ words: StackMask) {
    var words = words
    words.subtract(path.writtenStack)
    explored.markRead(words, from: path.node)
  }

  private func covers(
    _ old: State, _ new: State, at slot: Int, liveStack: StackMask
  ) -> Bool {
    var comparison = StateComparison(
      liveRegisters: flow.liveRegisters, exactLocations: evidence.exactLocations, isExact: false,
      liveStack: liveStack)
    return comparison.covers(old, new, at: slot)
  }

  private func isSame(_ old: State, _ new: State, at slot: Int) -> Bool {
    var comparison = StateComparison(
      liveRegisters: flow.liveRegisters, exactLocations: evidence.exactLocations, isExact: true,
      liveStack: .all)
    return comparison.covers(old, new, at: slot)
  }

  /// A loop that crosses a suspension may run forever, so it must converge: numbers that differ
  /// from the earlier iteration's become unknown.
  private mutating func widen(from old: State) {
    guard old.frames.count == path.state.frames.count else { return }
    for frame in path.state.frames.indices {
      let earlier = old.frames[frame]
      for index in 0..<11 {
        path.state.frames[frame].registers[index].widen(from: earlier.registers[index])
      }
      path.state.frames[frame].stack.widen(from: earlier.stack)
    }
  }
}

extension RegisterState {
  mutating func widen(from old: RegisterState) {
    guard kind == .scalar, old.kind == .scalar, number != old.number else { return }
    number = number.widened(from: old.number)
    identity = 0
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
