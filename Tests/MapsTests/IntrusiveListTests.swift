import CBaton
import Maps
import Testing

/// A head and nodes, in memory of their own.
@safe
private final class Lists {
  let heads: UnsafeMutablePointer<bpf_list_head>
  let nodes: UnsafeMutablePointer<bpf_list_node>
  let nodeCount: Int

  init(nodeCount: Int) {
    unsafe heads = .allocate(capacity: 2)
    unsafe nodes = .allocate(capacity: nodeCount)
    unsafe heads.initialize(repeating: bpf_list_head(), count: 2)
    unsafe nodes.initialize(repeating: bpf_list_node(), count: nodeCount)
    self.nodeCount = nodeCount
  }

  deinit {
    unsafe heads.deallocate()
    unsafe nodes.deallocate()
  }

  func head(_ index: Int) -> UnsafeMutablePointer<bpf_list_head> { unsafe heads + index }
  func node(_ index: Int) -> UnsafeMutablePointer<bpf_list_node> { unsafe nodes + index }

  func index(_ node: UnsafeMutablePointer<bpf_list_node>?) -> Int? {
    guard let node = unsafe node else { return nil }
    return unsafe node - nodes
  }

  func drained(_ list: Int) -> [Int] {
    var order: [Int] = []
    unsafe IntrusiveList.drain(head(list)) { node in unsafe order.append(index(node)!) }
    return order
  }

  /// What the links say when followed in both directions, and the owners.
  func check(_ list: Int, _ model: [Int]) {
    let head = unsafe head(list)
    unsafe #expect(IntrusiveList.isEmpty(head) == model.isEmpty)
    if unsafe head.pointee.opaque.0 == 0 {
      #expect(model.isEmpty)
      return
    }
    let ring = model.map { unsafe UInt64(UInt(bitPattern: node($0))) }
    let start = UInt64(UInt(bitPattern: head))
    let (next, previous) = unsafe (head.pointee.opaque.0, head.pointee.opaque.1)
    #expect(next == ring.first ?? start)
    #expect(previous == ring.last ?? start)
    for (place, index) in model.enumerated() {
      let node = unsafe node(index).pointee.opaque
      #expect(node.0 == (place + 1 < ring.count ? ring[place + 1] : start))
      #expect(node.1 == (place > 0 ? ring[place - 1] : start))
      #expect(node.2 == start)
    }
  }
}

@Suite struct IntrusiveListTests {
  @Test func aZeroedHeadIsAnEmptyList() {
    let lists = Lists(nodeCount: 1)
    unsafe #expect(IntrusiveList.isEmpty(lists.head(0)))
    unsafe #expect(IntrusiveList.popFront(lists.head(0)) == nil)
    unsafe #expect(IntrusiveList.popBack(lists.head(1)) == nil)
    #expect(lists.drained(0) == [])
  }

  @Test func bothEndsKeepTheirOrder() {
    let lists = Lists(nodeCount: 4)
    unsafe #expect(IntrusiveList.pushBack(lists.node(1), to: lists.head(0)))
    unsafe #expect(IntrusiveList.pushBack(lists.node(2), to: lists.head(0)))
    unsafe #expect(IntrusiveList.pushFront(lists.node(0), to: lists.head(0)))
    unsafe #expect(IntrusiveList.pushBack(lists.node(3), to: lists.head(0)))
    lists.check(0, [0, 1, 2, 3])
    unsafe #expect(lists.index(IntrusiveList.popBack(lists.head(0))) == 3)
    unsafe #expect(lists.index(IntrusiveList.popFront(lists.head(0))) == 0)
    #expect(lists.drained(0) == [1, 2])
    unsafe #expect(IntrusiveList.isEmpty(lists.head(0)))
  }

  @Test func aLinkedNodeIsNotPushedAgain() {
    let lists = Lists(nodeCount: 2)
    unsafe #expect(IntrusiveList.pushBack(lists.node(0), to: lists.head(0)))
    unsafe #expect(IntrusiveList.pushBack(lists.node(1), to: lists.head(0)))
    for list in 0..<2 {
      for node in 0..<2 {
        unsafe #expect(!IntrusiveList.pushBack(lists.node(node), to: lists.head(list)))
        unsafe #expect(!IntrusiveList.pushFront(lists.node(node), to: lists.head(list)))
      }
    }
    lists.check(0, [0, 1])
    lists.check(1, [])
    #expect(lists.drained(0) == [0, 1])
    unsafe #expect(IntrusiveList.pushBack(lists.node(0), to: lists.head(1)))
    #expect(lists.drained(1) == [0])
  }

  @Test func aPoppedNodeIsZero() {
    let lists = Lists(nodeCount: 1)
    unsafe #expect(IntrusiveList.pushBack(lists.node(0), to: lists.head(0)))
    _ = unsafe IntrusiveList.popFront(lists.head(0))
    let words = unsafe lists.node(0).pointee.opaque
    #expect(words == (0, 0, 0))
  }

  @Test func drainLeavesWhatIsNotWantedInItsOrder() {
    let lists = Lists(nodeCount: 8)
    for node in 0..<8 { unsafe _ = IntrusiveList.pushBack(lists.node(node), to: lists.head(0)) }
    var drained: [Int] = []
    unsafe IntrusiveList.drain(lists.head(0)) {
      let index = unsafe lists.index($0)!
      return index == 6 ? nil : index % 2 == 0
    } _: {
      unsafe drained.append(lists.index($0)!)
    }
    #expect(drained == [0, 2, 4])
    lists.check(0, [1, 3, 5, 6, 7])
  }

  @Test func drainMayFreeOrPushElsewhere() {
    let lists = Lists(nodeCount: 5)
    for node in 0..<5 {
      unsafe #expect(IntrusiveList.pushBack(lists.node(node), to: lists.head(0)))
    }
    unsafe IntrusiveList.drain(lists.head(0)) { node in
      unsafe #expect(IntrusiveList.pushFront(node, to: lists.head(1)))
    }
    lists.check(0, [])
    lists.check(1, [4, 3, 2, 1, 0])
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func behavesAsAnArray(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let lists = Lists(nodeCount: 12)
    var models: [[Int]] = [[], []]
    for step in 0..<2000 {
      let list = Int.random(in: 0..<2, using: &random)
      let node = Int.random(in: 0..<12, using: &random)
      let isLinked = models.contains { $0.contains(node) }
      let head = unsafe lists.head(list)
      switch Int.random(in: 0..<9, using: &random) {
      case 0...2:
        unsafe #expect(IntrusiveList.pushFront(lists.node(node), to: head) == !isLinked)
        if !isLinked { models[list].insert(node, at: 0) }
      case 3...5:
        unsafe #expect(IntrusiveList.pushBack(lists.node(node), to: head) == !isLinked)
        if !isLinked { models[list].append(node) }
      case 6:
        let expected = models[list].isEmpty ? nil : models[list].removeFirst()
        unsafe #expect(lists.index(IntrusiveList.popFront(head)) == expected, "seed \(seed)")
      case 7:
        unsafe #expect(lists.index(IntrusiveList.popBack(head)) == models[list].popLast())
      default:
        if step % 50 == 0 {
          #expect(lists.drained(list) == models[list], "seed \(seed), step \(step)")
          models[list] = []
        }
      }
      lists.check(0, models[0])
      lists.check(1, models[1])
    }
  }
}
