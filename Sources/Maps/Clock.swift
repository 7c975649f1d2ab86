import Synchronization

/// What a table that evicts knows of the use of one element. Stands before the element.
///
/// Approximates "least recently used" as a clock does: a lookup sets a bit, and the hand that looks
/// for an element to evict clears it as it goes by. A new element gets one round of grace, and one
/// that was used gets two.
struct UseMark: ~Copyable {
  private let state: Atomic<UInt32>
  /// The bucket whose chain the element is in.
  private let home: Atomic<UInt32>

  private static var linked: UInt32 { 4 }
  private static var used: UInt32 { 2 }
  private static var spared: UInt32 { 1 }

  /// What the hand finds.
  enum Finding {
    /// Not in the table.
    case absent
    /// Was used; the mark has gone down.
    case inUse
    /// Nobody has used it for a while.
    case idle
  }

  /// The element is about to be found in that bucket.
  func isLinked(into bucket: UInt64) {
    home.store(UInt32(truncatingIfNeeded: bucket), ordering: .relaxed)
    // Pairs with the load of `pass`: the hand sees the bucket of this turn, or of a later one.
    state.store(Self.linked | Self.spared, ordering: .releasing)
  }

  func isUnlinked() { state.store(0, ordering: .relaxed) }

  /// The element was looked up or replaced. Writes only where the bit isn't set, so that readers of one
  /// element don't take its cache line from each other.
  @inline(__always)
  func isUsed() {
    if state.load(ordering: .relaxed) & Self.used != 0 { return }
    state.bitwiseOr(Self.used, ordering: .relaxed)
  }

  /// The hand goes by. A bit that is set meanwhile wins.
  func pass() -> Finding {
    let now = state.load(ordering: .acquiring)
    if now & Self.linked == 0 { return .absent }
    if now == Self.linked { return .idle }
    let next = now & Self.used != 0 ? Self.linked | Self.spared : Self.linked
    _ = state.compareExchange(expected: now, desired: next, ordering: .relaxed)
    return .inUse
  }

  var bucket: Int { Int(home.load(ordering: .relaxed)) }
}

/// The hand that goes round over all elements.
struct Clock: ~Copyable {
  private let hand = Atomic<UInt32>(0)
  let elementCount: UInt32

  /// So many elements in use are passed over before one is evicted all the same, so that an update
  /// takes bounded time.
  static let passedCountMax = 256

  init(elementCount: UInt32) { self.elementCount = elementCount }

  /// The index of the next element.
  func advance() -> UInt32 {
    hand.wrappingAdd(1, ordering: .relaxed).oldValue % elementCount + 1
  }
}

extension HashTable {
  /// Sound in a table that evicts: it has a mark before each element.
  @inline(__always)
  func mark(of index: UInt32) -> UnsafeMutablePointer<UseMark> {
    unsafe (element(index) - MemoryLayout<UseMark>.size).assumingMemoryBound(to: UseMark.self)
  }

  /// Unlinks an entry that wasn't used lately; its room is the caller's, who holds no lock. False when
  /// no entry is found, which takes as many threads as there are entries.
  func evict() -> Bool {
    var passedCount = 0
    // Two rounds clear all bits, the third evicts.
    for _ in 0..<3 * Int(clock.elementCount) {
      let index = clock.advance()
      switch unsafe mark(of: index).pointee.pass() {
      case .absent: continue
      case .inUse:
        passedCount += 1
        if passedCount < Clock.passedCountMax { continue }
      case .idle: break
      }
      if unlinkFromHome(index) {
        retire(index)
        return true
      }
    }
    return false
  }

  /// False when the element has gone, which its mark can't tell for sure.
  private func unlinkFromHome(_ index: UInt32) -> Bool {
    let bucket = unsafe buckets + mark(of: index).pointee.bucket
    return unsafe bucket.pointee.lock.withLock {
      // Sound: buckets and element heads both start with the index of what comes next.
      var link = unsafe Link(OpaquePointer(bucket))
      while true {
        let next = unsafe link.pointee.load(ordering: .relaxed)
        if next == 0 { return false }
        if next == index { break }
        unsafe link = Link(OpaquePointer(head(of: next)))
      }
      unsafe unlink(index, at: link)
      return true
    }
  }
}
