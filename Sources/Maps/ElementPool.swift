import Synchronization

/// Which elements of a hash table are free, which are deleted but perhaps still read, and how many
/// entries the table has.
///
/// An element is an index from 1; 0 is none. It goes around: `take`, in use, `retire`, in limbo,
/// `reclaim`, free. Lists of elements are linked through `links`, apart from the elements
/// themselves, whose memory readers may still be in.
@safe
struct ElementPool: ~Copyable {
  /// A list's first element, and a count that goes up with each change, so that a list that changed
  /// and changed back is not taken for one that didn't.
  private let free: Atomic<UInt64>
  /// Entries in the table.
  private let entries: Atomic<UInt32>
  let entryCountMax: UInt32
  /// After each so many elements in limbo, whoever retires one reclaims.
  let reclaimInterval: UInt32
  private let links: UnsafeMutablePointer<Atomic<UInt32>>
  /// The epoch that each element in limbo was retired in.
  private let tags: UnsafeMutablePointer<UInt64>
  private let epochs: EpochTable
  /// Keeps apart what insertions and what deletions write.
  private let padding = InlineArray<16, UInt64>(repeating: 0)
  /// First element of the limbo, and above it how many there are.
  private let limbo = Atomic<UInt64>(0)
  /// Held while the limbo is sorted.
  private let reclaiming = Lock()
  /// The safe epoch of the last reclamation; changes under `reclaiming`.
  private let reclaimed = Atomic<UInt64>(0)

  /// All of `count` elements are free. `links` and `tags` have one place more.
  init(
    count: UInt32, entryCountMax: UInt32, epochs: EpochTable,
    links: UnsafeMutablePointer<Atomic<UInt32>>, tags: UnsafeMutablePointer<UInt64>
  ) {
    for index in 0...count {
      unsafe (links + Int(index)).initialize(to: Atomic(index == count ? 0 : index + 1))
    }
    free = Atomic(1)
    entries = Atomic(0)
    self.entryCountMax = entryCountMax
    reclaimInterval = min(64, max(1, (count - entryCountMax) / 4))
    unsafe self.links = links
    unsafe self.tags = tags
    self.epochs = epochs
  }

  /// Entries in the table at this moment.
  var entryCount: UInt32 { entries.load(ordering: .relaxed) }

  /// Counts one entry more; false when the table is full.
  func reserveEntry() -> Bool {
    var count = entries.load(ordering: .relaxed)
    while count < entryCountMax {
      let (done, current) = entries.compareExchange(
        expected: count, desired: count + 1, ordering: .relaxed)
      if done { return true }
      count = current
    }
    return false
  }

  /// Counts one entry less.
  func releaseEntry() { entries.subtract(1, ordering: .relaxed) }

  /// A free element, now the caller's; 0 when there is none.
  func take() -> UInt32 {
    var head = free.load(ordering: .acquiring)
    while true {
      let index = UInt32(truncatingIfNeeded: head)
      if index == 0 { return 0 }
      // When another thread takes the element first, this is not its link any more; the count
      // has then changed and the exchange fails.
      let next = link(of: index)
      let (done, current) = free.compareExchange(
        expected: head, desired: Self.changed(head, first: next), ordering: .acquiringAndReleasing)
      if done { return index }
      head = current
    }
  }

  private static func changed(_ head: UInt64, first: UInt32) -> UInt64 {
    (head >> 32 &+ 1) << 32 | UInt64(first)
  }

  func link(of index: UInt32) -> UInt32 {
    unsafe links[Int(index)].load(ordering: .relaxed)
  }

  private func setLink(of index: UInt32, to next: UInt32) {
    unsafe links[Int(index)].store(next, ordering: .relaxed)
  }
}

extension ElementPool {
  /// Elements linked one behind the other.
  struct Chain {
    var first: UInt32 = 0
    var last: UInt32 = 0
    var count: UInt32 = 0
  }

  /// Puts an element that was unlinked from the table into limbo. True when it is time to reclaim.
  func retire(_ index: UInt32) -> Bool {
    unsafe tags[Int(index)] = epochs.tag()
    let count = pushIntoLimbo(Chain(first: index, last: index, count: 1))
    return count % reclaimInterval == 0
  }

  /// How many elements wait to be reclaimed.
  var limboCount: UInt32 { UInt32(limbo.load(ordering: .relaxed) >> 32) }

  /// The safe epoch now.
  func safeEpoch() -> UInt64 { epochs.safe() }

  /// Takes all elements that were retired before `safeEpoch` out of limbo.
  func takeReclaimable(before safeEpoch: UInt64) -> Chain {
    reclaiming.withLock {
      // What was retired since then has a tag of at least that epoch, and the older ones are taken.
      if safeEpoch <= reclaimed.load(ordering: .relaxed) { return Chain() }
      reclaimed.store(safeEpoch, ordering: .relaxed)
      let (old, kept) = split(at: safeEpoch)
      if kept.count > 0 { _ = pushIntoLimbo(kept) }
      return old
    }
  }

  /// Gives back a chain of elements that nobody can find any more.
  func makeFree(_ chain: Chain) {
    var head = free.load(ordering: .relaxed)
    while true {
      setLink(of: chain.last, to: UInt32(truncatingIfNeeded: head))
      let (done, current) = free.compareExchange(
        expected: head, desired: Self.changed(head, first: chain.first),
        successOrdering: .releasing,
        failureOrdering: .relaxed)
      if done { return }
      head = current
    }
  }

  private func split(at safeEpoch: UInt64) -> (old: Chain, kept: Chain) {
    var (old, kept) = (Chain(), Chain())
    var index = UInt32(truncatingIfNeeded: limbo.exchange(0, ordering: .acquiring))
    while index != 0 {
      let next = link(of: index)
      if unsafe tags[Int(index)] < safeEpoch {
        prepend(index, to: &old)
      } else {
        prepend(index, to: &kept)
      }
      index = next
    }
    return (old, kept)
  }

  private func prepend(_ index: UInt32, to chain: inout Chain) {
    setLink(of: index, to: chain.first)
    if chain.count == 0 { chain.last = index }
    chain.first = index
    chain.count += 1
  }

  /// How many elements are in limbo then. The list is only ever taken as a whole, so a head that
  /// looks unchanged is as good as unchanged.
  private func pushIntoLimbo(_ chain: Chain) -> UInt32 {
    var head = limbo.load(ordering: .relaxed)
    while true {
      setLink(of: chain.last, to: UInt32(truncatingIfNeeded: head))
      let count = UInt32(head >> 32) + chain.count
      let (done, current) = limbo.compareExchange(
        expected: head, desired: UInt64(count) << 32 | UInt64(chain.first),
        successOrdering: .releasing, failureOrdering: .relaxed)
      if done { return count }
      head = current
    }
  }
}
