import CBaton
import Synchronization

/// What stands before the data of a prefix in the trie.
struct PrefixNode: ~Copyable {
  enum Kind {
    /// Free, or an entry that was taken out; those who have found it before still take it for one.
    static let gone: UInt32 = 0
    /// A prefix that somebody put.
    static let entry: UInt32 = 1
    /// A place where two prefixes part.
    static let branch: UInt32 = 2
  }

  /// The nodes below, whose next bit is 0 and 1; 0 is none. Stay as they are when the node is unlinked.
  let zero = Atomic<UInt32>(0)
  let one = Atomic<UInt32>(0)
  let kind = Atomic<UInt32>(Kind.gone)
  /// In bits. Directly before the data, so that the two are a key.
  var length: UInt32 = 0

  static var byteCount: Int { 16 }
  static var keyOffset: Int { 12 }
}

/// The prefixes whose first bits are the same ones, as many as the root tells apart.
struct PrefixSlot: ~Copyable {
  /// The tree of those longer than that; 0 is none.
  let tree = Atomic<UInt32>(0)
  /// The longest of the others that covers the slot; 0 is none.
  let short = Atomic<UInt32>(0)
}

/// A map of prefixes in which the longest one that matches is found.
///
/// A binary tree as in Linux, in which only nodes that are prefixes, or where two of them part, exist.
/// The first levels, `rootBitCount` of them, are a table: it saves the walk through the upper part of
/// the tree, where nearly all addresses part. Short prefixes, those that the table already tells apart,
/// are in no tree: each slot knows the longest one that covers it.
///
///     slots      | tree, short | … one for each value of the first bits
///     exact      | none | length 0 | length 1: 0, 1 | length 2: 00, 01, 10, 11 | …
///     node       | zero | one | kind | length | data, up to a multiple of 8 | value |
///
/// Readers take no lock; writers take one for the whole map. Nodes are replaced and reclaimed as the
/// elements of a `HashTable` are.
@safe
struct PrefixTrie: ~Copyable {
  let slots: UnsafeMutablePointer<PrefixSlot>
  /// The short prefixes by length and bits, as a heap is numbered; 0 is none.
  let exact: UnsafeMutablePointer<Atomic<UInt32>>
  let rootBitCount: UInt32
  /// Where the node of index 0, which is none, would be.
  let nodes: UnsafeMutableRawPointer
  let stride: Int
  let valueOffset: Int
  let dataByteCount: Int
  let nodeCount: UInt32
  let shape: ValueShape
  let pool: ElementPool
  let lock = Lock()

  static func at(_ map: UnsafeMutablePointer<baton_map>) -> UnsafeMutablePointer<PrefixTrie> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(map.pointee.control)).unsafelyUnwrapped
  }

  var lengthMax: UInt32 { UInt32(dataByteCount) * 8 }

  /// Sound for an index that came out of the trie or the pool: nodes never move.
  @inline(__always)
  func node(_ index: UInt32) -> UnsafeMutablePointer<PrefixNode> {
    unsafe (nodes + Int(index) &* stride).assumingMemoryBound(to: PrefixNode.self)
  }

  /// The link to the node below whose next bit is that one. Sound: the two are a node's first words.
  @inline(__always)
  func child(_ bit: Int, of index: UInt32) -> UnsafeMutablePointer<Atomic<UInt32>> {
    unsafe (nodes + Int(index) &* stride).assumingMemoryBound(to: Atomic<UInt32>.self) + bit
  }

  @inline(__always)
  func key(of index: UInt32) -> UnsafeMutableRawPointer {
    unsafe nodes + (Int(index) &* stride &+ PrefixNode.keyOffset)
  }

  @inline(__always)
  func data(of index: UInt32) -> UnsafeMutableRawPointer {
    unsafe nodes + (Int(index) &* stride &+ PrefixNode.byteCount)
  }

  @inline(__always)
  func value(of index: UInt32) -> UnsafeMutableRawPointer {
    unsafe nodes + (Int(index) &* stride &+ valueOffset)
  }

  /// The value of the longest prefix that matches; null when there is none. The caller is inside
  /// `Epochs`, and keeps the pointer no longer than until its next quiescent point.
  func lookup(_ key: UnsafeRawPointer) -> UnsafeMutableRawPointer? {
    let index = unsafe longestMatch(Prefix(key))
    return index == 0 ? nil : unsafe value(of: index)
  }

  private func longestMatch(_ prefix: Prefix) -> UInt32 {
    let length = prefix.length
    if length > lengthMax { return 0 }
    if length < rootBitCount { return longestShortMatch(prefix) }
    let slot = unsafe slots + Prefix.first(rootBitCount, of: prefix.data)
    // Loads pair with the releasing stores of writers: a node is written before it is found.
    var found = unsafe slot.pointee.short.load(ordering: .acquiring)
    var index = unsafe slot.pointee.tree.load(ordering: .acquiring)
    while index != 0 {
      let node = unsafe node(index)
      let nodeLength = unsafe node.pointee.length
      let common = unsafe Prefix.commonBitCount(
        data(of: index), prefix.data, byteCount: dataByteCount, limit: min(nodeLength, length))
      if common < nodeLength { break }
      let kind = unsafe node.pointee.kind.load(ordering: .acquiring)
      if kind != PrefixNode.Kind.branch { found = index }
      if nodeLength == length { break }
      let bit = unsafe Prefix.bit(nodeLength, of: prefix.data)
      index = unsafe child(bit, of: index).pointee.load(ordering: .acquiring)
    }
    return found
  }

  /// The longest prefix that covers all of a short one.
  private func longestShortMatch(_ prefix: Prefix) -> UInt32 {
    var place = place(of: prefix)
    while place > 0 {
      let index = unsafe exact[place].load(ordering: .acquiring)
      if index != 0 { return index }
      place >>= 1
    }
    return 0
  }

  /// Where a short prefix is among the exact ones.
  func place(of prefix: Prefix) -> Int {
    unsafe 1 << Int(prefix.length) | Prefix.first(prefix.length, of: prefix.data)
  }

  /// Moves on to the next entry, from 0 to the first; false at the end. The caller has been inside
  /// `Epochs` since it came to where it stands. Meets every entry that is there all the time once, and
  /// some of the others.
  func advance(_ index: inout UInt32) -> Bool {
    while index < nodeCount {
      index += 1
      // Pairs with the store of `make`: prefix and value are written before.
      let kind = unsafe node(index).pointee.kind.load(ordering: .acquiring)
      if kind == PrefixNode.Kind.entry { return true }
    }
    return false
  }
}
