import CBaton

/// Doubly linked lists whose links lie in the objects themselves: Linux's `bpf_list_head` and
/// `bpf_list_node`, as `Interface/baton.h` sizes them.
///
///     head   | next | previous |             both are the head's own address when empty,
///     node   | next | previous | owner |     or zero when the head was never used
///
/// `owner` is the address of the head while the node is linked, and zero otherwise. Nothing here
/// is atomic: the caller holds the lock that guards the list, and owns a node that it pushes.
/// Every operation takes constant time but `drain`.
public enum IntrusiveList {
  public typealias Head = UnsafeMutablePointer<bpf_list_head>
  public typealias Node = UnsafeMutablePointer<bpf_list_node>

  /// Links the node before all others. False, and nothing changed, when it is linked already.
  public static func pushFront(_ node: Node, to head: Head) -> Bool {
    let root = unsafe Link(rooting: head)
    return unsafe link(node, between: root, and: root.next, of: root)
  }

  /// Links the node behind all others. False, and nothing changed, when it is linked already.
  public static func pushBack(_ node: Node, to head: Head) -> Bool {
    let root = unsafe Link(rooting: head)
    return unsafe link(node, between: root.previous, and: root, of: root)
  }

  /// Unlinks the first node; null when the list is empty.
  public static func popFront(_ head: Head) -> Node? {
    let root = unsafe Link(rooting: head)
    return unsafe unlink(root.next, of: root)
  }

  /// Unlinks the last node; null when the list is empty.
  public static func popBack(_ head: Head) -> Node? {
    let root = unsafe Link(rooting: head)
    return unsafe unlink(root.previous, of: root)
  }

  /// True when no node is linked. A head that was never used is empty.
  public static func isEmpty(_ head: Head) -> Bool {
    let next = unsafe head.pointee.opaque.0
    return next == 0 || next == UInt64(UInt(bitPattern: head))
  }

  /// Unlinks all nodes that are wanted, first to last, until `isWanted` gives nil, and hands each to `body`, which may
  /// free it.
  public static func drain(
    _ head: Head, where isWanted: (Node) -> Bool? = { _ in true }, _ body: (Node) -> Void
  ) {
    let root = unsafe Link(rooting: head)
    var link = root.next
    while link != root {
      let next = link.next
      // Sound: what is linked in a list is a node, and nobody else uses the list.
      let node = unsafe Node(bitPattern: UInt(link.address)).unsafelyUnwrapped
      guard let isWanted = unsafe isWanted(node) else { return }
      if isWanted {
        _ = unsafe unlink(link, of: root)
        unsafe body(node)
      }
      link = next
    }
  }

  private static func link(
    _ node: Node, between previous: Link, and next: Link, of root: Link
  ) -> Bool {
    let new = Link(address: UInt64(UInt(bitPattern: node)))
    guard new.owner == 0 else { return false }
    new.next = next
    new.previous = previous
    new.owner = root.address
    previous.next = new
    next.previous = new
    return true
  }

  private static func unlink(_ link: Link, of root: Link) -> Node? {
    if link == root { return nil }
    precondition(link.owner == root.address, "a node in a list belongs to its head")
    let (previous, next) = (link.previous, link.next)
    previous.next = next
    next.previous = previous
    // Zero links make a stale use of the node fault instead of reaching into the list.
    link.next = Link(address: 0)
    link.previous = Link(address: 0)
    link.owner = 0
    return unsafe Node(bitPattern: UInt(link.address))
  }
}

/// The first words of a head or a node; a head has no `owner`.
@safe
private struct Link: Equatable {
  let address: UInt64

  init(address: UInt64) { self.address = address }

  /// A zeroed head is an empty list: it is closed to a ring at its first use.
  init(rooting head: IntrusiveList.Head) {
    address = UInt64(UInt(bitPattern: head))
    if unsafe head.pointee.opaque.0 == 0 {
      next = self
      previous = self
    }
  }

  var next: Link {
    get { Link(address: self[word: 0]) }
    nonmutating set { self[word: 0] = newValue.address }
  }

  var previous: Link {
    get { Link(address: self[word: 1]) }
    nonmutating set { self[word: 1] = newValue.address }
  }

  var owner: UInt64 {
    get { self[word: 2] }
    nonmutating set { self[word: 2] = newValue }
  }

  /// Sound: addresses come from the caller's head and node, and from the links of a list that only
  /// this file writes; heads have two words and nodes three.
  private subscript(word index: Int) -> UInt64 {
    get { unsafe words.load(fromByteOffset: index * 8, as: UInt64.self) }
    nonmutating set {
      unsafe words.storeBytes(of: newValue, toByteOffset: index * 8, as: UInt64.self)
    }
  }

  private var words: UnsafeMutableRawPointer {
    guard let words = unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)) else {
      preconditionFailure("a list is a ring without gaps")
    }
    return unsafe words
  }
}
