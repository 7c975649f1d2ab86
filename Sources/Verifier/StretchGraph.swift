/// How many instructions may run between two places where a program can be stopped: the paths that were followed, with
/// what lies between their forks, their ends of rounds and the states that they were taken for.
///
/// Which ends of rounds are such places is known only when all paths are: so the paths are kept, as a tree.
struct StretchGraph {
  private struct Node {
    var parent: Int32
    /// Instructions from the parent to here.
    var count: Int32
    var kind: Kind
  }

  enum Kind: Equatable {
    /// An explored state.
    case state
    /// A round ends with the instruction at this slot.
    case end(slot: Int32)
    /// The path was taken for this node.
    case joins(Int32)
    /// A search in a tree runs its callback from here on.
    case search
    case body
    case exit
  }

  /// Where a path is: behind which node, and how far.
  struct Position {
    fileprivate var node: Int32 = 0
    var count: Int32 = 0
  }

  /// The longest stretch, or the loop that makes it endless.
  enum Length: Equatable {
    case instructions(Int)
    case endless(slot: Int?)
  }

  private var nodes: [Node] = [Node(parent: -1, count: 0, kind: .state)]
  /// By explored state.
  private var nodeOfState: [Int: Int32] = [:]

  private mutating func append(_ kind: Kind, _ position: inout Position) {
    nodes.append(Node(parent: position.node, count: position.count, kind: kind))
    position.node = Int32(nodes.count - 1)
    position.count = 0
  }

  mutating func noteState(_ index: Int, _ position: inout Position) {
    append(.state, &position)
    nodeOfState[index] = position.node
  }

  mutating func noteEnd(at slot: Int, _ position: inout Position) {
    append(.end(slot: Int32(slot)), &position)
  }

  /// The path ends, as an explored state covers it; nil where it ends by itself.
  mutating func notePathEnd(coveredBy state: Int?, _ position: inout Position) {
    append(state.flatMap { nodeOfState[$0] }.map { .joins($0) } ?? .exit, &position)
  }

  /// The callback of a search has returned: what comes behind that was followed from where the search begins.
  mutating func noteSearchEnd(_ position: inout Position) {
    append(.exit, &position)
    nodes.append(Node(parent: -1, count: 0, kind: .state))
    position = Position(node: Int32(nodes.count - 1))
  }

  /// A search begins; the path of its callback goes on from the second position.
  mutating func noteSearch(_ position: inout Position) -> Position {
    append(.search, &position)
    var body = position
    append(.body, &body)
    return body
  }

  /// A search compares with no more than this many elements: twice the depth of a red-black tree that fills memory.
  private static let comparisonCountMax = 128

  /// The longest stretch where programs are stopped at `places`.
  func longest(stoppingAt places: Set<Int>) -> Length {
    var search = Search(self, places)
    for index in nodes.indices where nodes[index].parent < 0 || stops(Int32(index), places) {
      if let endless = search.visit(Int32(index)) { return endless }
    }
    return .instructions(search.longest)
  }

  private func stops(_ node: Int32, _ places: Set<Int>) -> Bool {
    if case .end(let slot) = nodes[Int(node)].kind { places.contains(Int(slot)) } else { false }
  }

  /// Goes through the graph depth-first, and never through a place where programs are stopped: who meets a node again
  /// that is still open has gone round a loop.
  private struct Search {
    let graph: StretchGraph
    let places: Set<Int>
    let children: [[Int32]]
    var longest = 0
    /// From the node to the next place where programs are stopped.
    var lengths: [Int?]
    var isOpen: [Bool]

    init(_ graph: StretchGraph, _ places: Set<Int>) {
      self.graph = graph
      self.places = places
      var children: [[Int32]] = Array(repeating: [], count: graph.nodes.count)
      for (index, node) in graph.nodes.enumerated() {
        if node.parent >= 0 { children[Int(node.parent)].append(Int32(index)) }
        if case .joins(let target) = node.kind { children[index].append(target) }
      }
      self.children = children
      lengths = Array(repeating: nil, count: children.count)
      isOpen = Array(repeating: false, count: children.count)
    }

    mutating func visit(_ root: Int32) -> Length? {
      var path = [root]
      while let top = path.last {
        let index = Int(top)
        isOpen[index] = true
        let missing = children[index].first {
          lengths[Int($0)] == nil && !graph.stops($0, places)
        }
        if let missing {
          if isOpen[Int(missing)] { return .endless(slot: lastEnd(of: path)) }
          path.append(missing)
          continue
        }
        let length = length(from: index)
        lengths[index] = length
        longest = max(longest, length)
        isOpen[index] = false
        path.removeLast()
      }
      return nil
    }

    private func length(from index: Int) -> Int {
      var length = 0
      var body = 0
      for child in children[index] {
        let node = graph.nodes[Int(child)]
        let count = node.parent == Int32(index) ? Int(node.count) : 0
        let whole = count + (graph.stops(child, places) ? 0 : lengths[Int(child)] ?? 0)
        if node.kind == .body { body = whole } else { length = max(length, whole) }
      }
      return length + body * comparisonCountMax
    }

    private func lastEnd(of path: [Int32]) -> Int? {
      for node in path.reversed() {
        if case .end(let slot) = graph.nodes[Int(node)].kind { return Int(slot) }
      }
      return nil
    }
  }
}
