import CBaton

/// Red-black trees whose links lie in the objects themselves: Linux's `bpf_rb_root` and `bpf_rb_node`, as
/// `Interface/baton.h` sizes them.
///
///     root   | top | first |
///     node   | parent, and whether it is red | left | right | owner |
///
/// `owner` is the address of the root while the node is linked, and zero otherwise. A root of zeros is an
/// empty tree. Nothing here is atomic: the caller holds the lock that guards the tree, and owns a node that
/// it inserts. Where a node belongs, the caller finds out by going down from the top. `first` takes constant
/// time, `insert` and `remove` take logarithmic time (Cormen, Leiserson, Rivest, Stein: Introduction to
/// Algorithms, chapter 13).
public enum IntrusiveTree {
  public typealias Root = UnsafeMutablePointer<bpf_rb_root>
  public typealias Node = UnsafeMutablePointer<bpf_rb_node>

  public enum Side: Int, Sendable {
    case left = 1
    case right = 2

    fileprivate var other: Side { self == .left ? .right : .left }
  }

  /// Where a search begins; null in an empty tree.
  public static func top(_ root: Root) -> Node? { unsafe Tree(root).top?.pointer }

  /// The node that comes before all others; null in an empty tree.
  public static func first(_ root: Root) -> Node? { unsafe Tree(root).first?.pointer }

  /// The next node of a search; null where a node could be inserted.
  public static func child(_ node: Node, _ side: Side) -> Node? {
    unsafe Link(node)[side]?.pointer
  }

  /// Links the node as the child of `parent` on a side where that has none, or as the top of an empty tree.
  /// False, and nothing changed, when the node is linked already.
  public static func insert(
    _ node: Node, under parent: Node?, _ side: Side, in root: Root
  ) -> Bool {
    let (tree, new) = unsafe (Tree(root), Link(node))
    guard new.owner == 0 else { return false }
    tree.link(new, under: unsafe parent.map { unsafe Link($0) }, side)
    tree.balance(afterInserting: new)
    return true
  }

  /// Unlinks the node. False, and nothing changed, when it isn't linked in this tree.
  public static func remove(_ node: Node, from root: Root) -> Bool {
    let (tree, old) = unsafe (Tree(root), Link(node))
    guard old.owner == tree.address else { return false }
    tree.unlink(old)
    return true
  }

  /// Unlinks all nodes that are wanted, first to last, until `isWanted` gives nil, and hands each to `body`, which may
  /// free it.
  public static func drain(
    _ root: Root, where isWanted: (Node) -> Bool? = { _ in true }, _ body: (Node) -> Void
  ) {
    var link = unsafe Tree(root).first
    while let node = link {
      // Unlinking leaves the order of the others as it is.
      link = node.successor
      guard let isWanted = unsafe isWanted(node.pointer) else { return }
      guard isWanted else { continue }
      _ = unsafe remove(node.pointer, from: root)
      unsafe body(node.pointer)
    }
  }
}

/// The words of a node.
@safe
private struct Link: Equatable {
  let address: UInt

  init?(_ address: UInt) {
    guard address != 0 else { return nil }
    self.address = address
  }

  init(_ node: IntrusiveTree.Node) { address = UInt(bitPattern: node) }

  var pointer: IntrusiveTree.Node {
    // Sound: no link has the address zero.
    unsafe IntrusiveTree.Node(bitPattern: address).unsafelyUnwrapped
  }

  /// Sound: addresses come from the caller's nodes, and from the links of a tree that only this file writes; nodes
  /// have four words.
  private var words: UnsafeMutablePointer<UInt> {
    unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  private static let redBit: UInt = 1

  var parent: Link? {
    get { Link(unsafe words[0] & ~Self.redBit) }
    nonmutating set {
      unsafe words[0] = (newValue?.address ?? 0) | words[0] & Self.redBit
    }
  }

  var isRed: Bool {
    get { unsafe words[0] & Self.redBit != 0 }
    nonmutating set { unsafe words[0] = words[0] & ~Self.redBit | (newValue ? Self.redBit : 0) }
  }

  subscript(side: IntrusiveTree.Side) -> Link? {
    get { Link(unsafe words[side.rawValue]) }
    nonmutating set { unsafe words[side.rawValue] = newValue?.address ?? 0 }
  }

  var owner: UInt {
    get { unsafe words[3] }
    nonmutating set { unsafe words[3] = newValue }
  }

  /// Zero links make a stale use of the node fault instead of reaching into the tree.
  func clear() {
    for word in 0..<4 { unsafe words[word] = 0 }
  }

  /// The side of `parent` that this is.
  func side(of parent: Link) -> IntrusiveTree.Side { parent[.left] == self ? .left : .right }

  /// The next node in the tree's order.
  var successor: Link? {
    if let right = self[.right] { return right.outermost(.left) }
    var (link, above) = (self, parent)
    while let parent = above, link.side(of: parent) == .right {
      (link, above) = (parent, parent.parent)
    }
    return above
  }

  /// The outermost node below this one on a side.
  func outermost(_ side: IntrusiveTree.Side) -> Link {
    var link = self
    while let next = link[side] { link = next }
    return link
  }
}

extension Optional where Wrapped == Link {
  /// Leaves are black.
  fileprivate var isBlack: Bool { self?.isRed != true }
}

/// The words of a root, and what is done below it.
@safe
private struct Tree {
  let address: UInt

  init(_ root: IntrusiveTree.Root) { address = UInt(bitPattern: root) }

  /// Sound: the address of the caller's root, which has two words.
  private var words: UnsafeMutablePointer<UInt> {
    unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  var top: Link? {
    get { Link(unsafe words[0]) }
    nonmutating set { unsafe words[0] = newValue?.address ?? 0 }
  }

  var first: Link? {
    get { Link(unsafe words[1]) }
    nonmutating set { unsafe words[1] = newValue?.address ?? 0 }
  }

  func link(_ new: Link, under parent: Link?, _ side: IntrusiveTree.Side) {
    new.clear()
    new.owner = address
    new.parent = parent
    new.isRed = true
    if let parent {
      precondition(parent.owner == address && parent[side] == nil, "there is room at the place")
      parent[side] = new
    } else {
      precondition(top == nil, "a tree has one top")
      top = new
    }
    if side == .left || parent == nil, parent == first { first = new }
  }

  func balance(afterInserting new: Link) {
    var node = new
    while let parent = node.parent, parent.isRed, let grandparent = parent.parent {
      let side = parent.side(of: grandparent)
      if let uncle = grandparent[side.other], uncle.isRed {
        parent.isRed = false
        uncle.isRed = false
        grandparent.isRed = true
        node = grandparent
        continue
      }
      var middle = parent
      if parent[side.other] == node {
        rotate(parent, side)
        middle = node
      }
      middle.isRed = false
      grandparent.isRed = true
      rotate(grandparent, side.other)
      break
    }
    top?.isRed = false
  }

  /// Moves the node down to a side; its child on the other side takes its place.
  private func rotate(_ node: Link, _ side: IntrusiveTree.Side) {
    guard let child = node[side.other] else {
      preconditionFailure("what is rotated has a child to rise")
    }
    let inner = child[side]
    node[side.other] = inner
    inner?.parent = node
    replace(node, by: child)
    child[side] = node
    node.parent = child
  }

  /// Puts `new`, or nothing, where `old` is.
  private func replace(_ old: Link, by new: Link?) {
    let parent = old.parent
    if let parent { parent[old.side(of: parent)] = new } else { top = new }
    new?.parent = parent
  }

  func unlink(_ node: Link) {
    if node == first { first = node[.right]?.outermost(.left) ?? node.parent }
    // Where a black node is missing: below `parent`, at `place`, which may be a leaf.
    let place: Link?
    let parent: Link?
    let wasBlack: Bool
    if let left = node[.left], let right = node[.right] {
      let next = right.outermost(.left)
      wasBlack = !next.isRed
      place = next[.right]
      if next == right {
        parent = next
      } else {
        parent = next.parent
        replace(next, by: place)
        next[.right] = right
        right.parent = next
      }
      replace(node, by: next)
      next[.left] = left
      left.parent = next
      next.isRed = node.isRed
    } else {
      wasBlack = !node.isRed
      place = node[.left] ?? node[.right]
      parent = node.parent
      replace(node, by: place)
    }
    if wasBlack { balance(missingAt: place, below: parent) }
    node.clear()
  }

  private func balance(missingAt place: Link?, below parent: Link?) {
    var (place, parent) = (place, parent)
    while let above = parent, place.isBlack {
      let side: IntrusiveTree.Side = above[.left] == place ? .left : .right
      var sibling = self.sibling(of: side, below: above)
      if sibling.isRed {
        sibling.isRed = false
        above.isRed = true
        rotate(above, side)
        sibling = self.sibling(of: side, below: above)
      }
      if sibling[.left].isBlack, sibling[.right].isBlack {
        sibling.isRed = true
        (place, parent) = (above, above.parent)
        continue
      }
      if sibling[side.other].isBlack {
        sibling[side]?.isRed = false
        sibling.isRed = true
        rotate(sibling, side.other)
        sibling = self.sibling(of: side, below: above)
      }
      sibling.isRed = above.isRed
      above.isRed = false
      sibling[side.other]?.isRed = false
      rotate(above, side)
      place = top
      break
    }
    place?.isRed = false
  }

  private func sibling(of side: IntrusiveTree.Side, below parent: Link) -> Link {
    guard let sibling = parent[side.other] else {
      preconditionFailure("where a black node is missing, there are nodes on the other side")
    }
    return sibling
  }
}
