/// The states that one verification met, and how paths went through them: what a run of the program can be
/// followed through.
///
/// Each instruction that a path came to is a record. Its successors are those that paths came to next;
/// where a path was pruned, its last record says which one it was taken for.
package final class VerifierTrace {
  struct Record {
    var slot: Int
    /// How many functions ran within one another.
    var frameCount: Int
    /// The innermost one is a callback.
    var isInCallback: Bool
    /// A callback has returned: its call is made again, which no machine does.
    var isRevisit: Bool
    /// The remembered state that this is.
    var node: Int?
    /// The remembered state that the path was taken for.
    var met: Int?
    fileprivate var firstSuccessor: Int?
    fileprivate var sibling: Int?
  }

  /// Keeps all states, and not just those that the verifier remembers.
  package let isComplete: Bool
  private(set) var records: [Record] = []
  /// By record: what was known before the instruction, where that is kept.
  private(set) var states: [State?] = []
  /// The record of each remembered state.
  private(set) var recordOfNode: [Int] = []
  private var meetings: [(path: Exploration.Path, node: Int)] = []
  private var explored: ExploredStates?
  private var flow: ControlFlow?

  package init(isComplete: Bool) { self.isComplete = isComplete }

  package var recordCount: Int { records.count }

  /// A new exploration: what was kept of the one before is of no use.
  func begin() {
    records.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    recordOfNode.removeAll(keepingCapacity: true)
    meetings.removeAll()
    explored = nil
  }

  /// The path has come to an instruction.
  func note(_ path: inout Exploration.Path) {
    let index = records.count
    // A path that was just remembered has not processed anything since.
    let node = path.sinceRemembered == 0 ? path.node : nil
    let frames = path.state.frames
    var record = Record(
      slot: path.slot, frameCount: frames.count,
      isInCallback: frames[frames.count - 1].callback != nil, isRevisit: false, node: node)
    if let parent = path.record {
      record.isRevisit =
        records[parent].isInCallback && records[parent].frameCount == frames.count + 1
      record.sibling = records[parent].firstSuccessor
      records[parent].firstSuccessor = index
    }
    records.append(record)
    states.append(isComplete || node != nil ? path.state : nil)
    if let node {
      precondition(node == recordOfNode.count, "states are remembered in their order")
      recordOfNode.append(index)
    }
    path.record = index
  }

  /// The path is taken for a remembered state.
  func note(_ path: inout Exploration.Path, meeting node: Int) {
    // It is not the state that it continues from.
    path.sinceRemembered = max(1, path.sinceRemembered)
    note(&path)
    records[records.count - 1].met = node
    if !isComplete { meetings.append((path, node)) }
  }

  /// All paths have ended.
  func end(_ explored: ExploredStates, _ flow: ControlFlow) {
    self.flow = flow
    guard !isComplete else { return }
    var explored = explored
    explored.close(over: meetings)
    self.explored = explored
    meetings.removeAll()
  }

  func forEachSuccessor(of record: Int, _ body: (Int) -> Void) {
    var next = records[record].firstSuccessor
    while let index = next {
      body(index)
      next = records[index].sibling
    }
  }

  /// What matters of the remembered state `node`; nil where all of it does.
  func relevance(of node: Int) -> Relevance? {
    guard let explored, let flow else { return nil }
    return Relevance(
      numbers: explored.nodes[node].demanded, reads: explored.nodes[node].stackReads,
      liveRegisters: flow.liveRegisters)
  }
}

/// What of a state the paths from it depend on.
struct Relevance {
  /// As ``State/forEachNumber(_:)`` counts them.
  let numbers: SourceSet
  let reads: StackMarks
  let liveRegisters: [RegisterSet]
}

extension ExploredStates {
  /// Notes all that is read of stacks: where a path was taken for a state that was still open, not all
  /// of it was known then.
  fileprivate mutating func close(over meetings: [(path: Exploration.Path, node: Int)]) {
    var known = -1
    while known != readCount {
      known = readCount
      for (path, node) in meetings {
        let reads = nodes[node].stackReads
        for frame in path.state.frames.indices { stackRead(reads[frame], frame: frame, path) }
      }
    }
  }

  /// How many units of stacks are read, over all states: it only grows.
  private var readCount: Int {
    nodes.reduce(0) { sum, node in
      (0..<Exploration.frameCountMax).reduce(sum) { sum, frame in
        sum + node.stackReads[frame].count
      }
    }
  }
}
