import CBaton
import Maps
import Testing

/// Trees beside sorted arrays, and what makes them red-black after every step.
@Suite struct IntrusiveTreeTests {
  /// A tree of numbered nodes in raw memory.
  @safe
  final class Sample {
    let root: IntrusiveTree.Root
    let nodes: IntrusiveTree.Node
    /// The key of each node.
    var keys: [Int]

    init(count: Int) {
      unsafe root = .allocate(capacity: 1)
      unsafe root.initialize(to: bpf_rb_root())
      unsafe nodes = .allocate(capacity: count)
      unsafe nodes.initialize(repeating: bpf_rb_node(), count: count)
      keys = Array(repeating: 0, count: count)
    }

    deinit {
      unsafe root.deallocate()
      unsafe nodes.deallocate()
    }

    func number(of node: IntrusiveTree.Node) -> Int { unsafe node - nodes }

    /// Searches as the run time does: equal keys stay in the order in which they came.
    func insert(_ number: Int, key: Int) -> Bool {
      keys[number] = key
      var parent: IntrusiveTree.Node?
      var side = IntrusiveTree.Side.left
      var next = unsafe IntrusiveTree.top(root)
      while let node = unsafe next {
        unsafe parent = unsafe node
        side = unsafe key < keys[self.number(of: node)] ? .left : .right
        unsafe next = unsafe IntrusiveTree.child(node, side)
      }
      return unsafe IntrusiveTree.insert(nodes + number, under: parent, side, in: root)
    }

    /// The numbers of the nodes that were wanted, until nil.
    func drain(_ isWanted: (Int) -> Bool?) -> [Int] {
      var drained: [Int] = []
      unsafe IntrusiveTree.drain(root) {
        unsafe isWanted(number(of: $0))
      } _: {
        unsafe drained.append(number(of: $0))
      }
      return drained
    }

    func remove(_ number: Int) -> Bool { unsafe IntrusiveTree.remove(nodes + number, from: root) }

    var first: Int? { unsafe IntrusiveTree.first(root).map { unsafe number(of: $0) } }

    /// The numbers of all nodes in order; nil where the tree is no red-black tree.
    var order: [Int]? {
      var order: [Int] = []
      guard let top = unsafe IntrusiveTree.top(root) else { return [] }
      guard unsafe !isRed(top), unsafe blackHeight(top, &order) != nil else { return nil }
      return order
    }

    /// Whether a node is red stands beside its parent's address.
    private func isRed(_ node: IntrusiveTree.Node) -> Bool { unsafe node.pointee.opaque.0 & 1 != 0 }

    private func isGoodChild(_ child: IntrusiveTree.Node?, of node: IntrusiveTree.Node) -> Bool {
      guard let child = unsafe child else { return true }
      return unsafe UInt(child.pointee.opaque.0 & ~1) == UInt(bitPattern: node)
        && !(isRed(node) && isRed(child))
    }

    /// How many black nodes there are on each way down; nil where that differs, or red follows red.
    private func blackHeight(_ node: IntrusiveTree.Node?, _ order: inout [Int]) -> Int? {
      guard let node = unsafe node else { return 0 }
      let left = unsafe IntrusiveTree.child(node, .left)
      let right = unsafe IntrusiveTree.child(node, .right)
      guard unsafe isGoodChild(left, of: node), unsafe isGoodChild(right, of: node) else {
        return nil
      }
      guard let low = unsafe blackHeight(left, &order) else { return nil }
      unsafe order.append(number(of: node))
      guard let high = unsafe blackHeight(right, &order), low == high else { return nil }
      return unsafe low + (isRed(node) ? 0 : 1)
    }
  }

  private func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }

  /// All orders in which up to six nodes come, and all in which up to five of them go.
  @Test func fewNodesInAllOrders() {
    for count in 1...6 {
      for coming in permutations(count) {
        let sample = Sample(count: count)
        for key in coming { #expect(sample.insert(key, key: key)) }
        #expect(sample.order == Array(0..<count), "\(coming)")
      }
    }
    for coming in permutations(5).prefix(24) {
      for going in permutations(5) {
        let sample = Sample(count: 5)
        for key in coming { _ = sample.insert(key, key: key) }
        var left = Set(0..<5)
        for key in going {
          #expect(sample.remove(key))
          left.remove(key)
          #expect(sample.order == left.sorted(), "\(coming), \(going)")
          #expect(sample.first == left.min())
        }
      }
    }
  }

  @Test(arguments: [8, 64, 500])
  func behavesAsASortedArray(_ count: Int) {
    let seed = UInt64.random(in: 0..<1 << 32)
    var random = SplitMix64(seed: seed)
    let sample = Sample(count: count)
    // In the order of keys, and of those that are equal, in the order in which they came.
    var model: [Int] = []
    for step in 0..<(isThorough ? 20_000 : 2_000) {
      let number = Int.random(in: 0..<count, using: &random)
      let place = model.firstIndex(of: number)
      if Bool.random(using: &random) {
        let key = Int.random(in: 0..<count, using: &random)
        let before = sample.keys[number]
        let isInserted = sample.insert(number, key: key)
        #expect(isInserted == (place == nil), "seed \(seed), step \(step)")
        guard isInserted else {
          sample.keys[number] = before
          continue
        }
        let end = model.firstIndex { sample.keys[$0] > key } ?? model.count
        model.insert(number, at: end)
      } else {
        #expect(sample.remove(number) == (place != nil), "seed \(seed), step \(step)")
        if let place { model.remove(at: place) }
      }
      #expect(sample.first == model.first, "seed \(seed), step \(step)")
      guard step % 64 == 0 || count <= 64 else { continue }
      #expect(sample.order == model, "seed \(seed), step \(step)")
    }
    var drained: [Int] = []
    unsafe IntrusiveTree.drain(sample.root) { unsafe drained.append(sample.number(of: $0)) }
    #expect(drained == model && sample.first == nil)
  }

  @Test func aNodeOfAnotherTreeIsRefused() {
    let (one, other) = (Sample(count: 1), Sample(count: 1))
    #expect(one.insert(0, key: 1) && other.insert(0, key: 1))
    unsafe #expect(!IntrusiveTree.remove(one.nodes, from: other.root))
    unsafe #expect(!IntrusiveTree.insert(one.nodes, under: nil, .left, in: other.root))
    #expect(one.order == [0] && other.order == [0])
  }

  /// Of trees of every size up to some, any part of the nodes.
  @Test func drainLeavesWhatIsNotWanted() {
    for count in 0..<40 {
      let sample = Sample(count: 40)
      for number in 0..<count { #expect(sample.insert(number, key: number * 7 % 41)) }
      let before = sample.order ?? []
      let wanted = Set((0..<count).filter { _ in Bool.random() })
      let end = count > 4 ? before[count - 2] : -1
      let drained = sample.drain { $0 == end ? nil : wanted.contains($0) }
      let reached = before.prefix { $0 != end }
      #expect(drained == reached.filter(wanted.contains))
      #expect(sample.order == before.filter { !drained.contains($0) })
    }
  }
}
