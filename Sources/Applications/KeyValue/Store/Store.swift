/// Keys with values and deadlines, in bounded memory.
///
/// The table is one of linear hashing (Litwin, 1980): it grows and shrinks by one bucket at a time, so that no call
/// waits for all keys to move. With `level` buckets a power of two, and `level ..< 2 * level` there, a hash belongs to
/// the bucket of its low bits, one bit fewer where that bucket isn't there yet.
struct Store: ~Copyable {
  var heap: Heap
  var entries: [Entry] = []
  var buckets: [UInt32]
  /// The largest power of two that is not above the number of buckets.
  var level = Self.bucketCountMin
  /// Keys, with those whose deadline has passed unnoticed.
  private(set) var count = 0
  /// Keys that have a deadline.
  var deadlineCount = 0
  var expiredCount = 0
  /// Milliseconds of the clock that deadlines mean.
  var now: UInt64 = 0
  /// How many changes there were.
  private var changeCount: UInt64 = 0
  /// Where the search for passed deadlines goes on.
  private var sweepIndex = 0
  /// While somebody lists all keys, each is found once only if no buckets are joined.
  var listingCount = 0
  /// How often all keys were removed.
  private var generation: UInt32 = 0
  /// The entries in which those of earlier generations may still be.
  private var releaseIndex = 0
  private var releaseEnd = 0
  private var unusedEntry = Heap.none
  private let byteCountMax: Int
  private let hashKey: (UInt64, UInt64)

  static let bucketCountMin = 16
  /// What an entry takes beside its block: itself, a bucket and descriptors of memory.
  static let entryByteCount = 96
  /// How many entries one call of `sweep` looks at.
  static let sweepCount = 16

  init(byteCountMax: Int, hashKey: (UInt64, UInt64)) {
    self.byteCountMax = byteCountMax
    self.hashKey = hashKey
    heap = Heap(byteCountMax: byteCountMax)
    buckets = Array(repeating: Heap.none, count: Self.bucketCountMin)
    let countMax = byteCountMax / (Self.entryByteCount + 2 * Heap.granule) + 1
    entries.reserveCapacity(countMax)
    buckets.reserveCapacity(countMax + Self.bucketCountMin)
  }

  /// What keys and values take.
  var usedByteCount: Int { heap.usedByteCount + count * Self.entryByteCount }

  /// Whether so much more may be taken.
  func hasRoom(for byteCount: Int) -> Bool { usedByteCount + byteCount <= byteCountMax }

  /// A block for something else than a key, such as a long answer; nil when memory is used up.
  mutating func allocate(_ byteCount: Int) -> UInt32? {
    guard hasRoom(for: byteCount + Heap.granule) else { return nil }
    return heap.allocate(byteCount)
  }

  func hash(_ key: Span<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: KeyHash.of(key, key: hashKey))
  }

  /// Where a key is; nil when it isn't, or not any more.
  mutating func find(_ key: Span<UInt8>) -> Int? { find(key, hash(key)) }

  mutating func find(_ key: Span<UInt8>, _ hash: UInt32) -> Int? {
    var index = buckets[bucket(of: hash)]
    while index != Heap.none {
      let entry = entries[Int(index)]
      if entry.hash == hash, heap.octets(of: entry.block, entry.keyRange).equals(key) {
        guard isPassed(entry) else { return Int(index) }
        expire(Int(index))
        return nil
      }
      index = entry.next
    }
    return nil
  }

  /// The value of an entry. Borrowed until the store is changed.
  @_lifetime(borrow self)
  func value(_ index: Int) -> Span<UInt8> {
    let entry = entries[index]
    return heap.memory.span.extracting(heap.place(of: entry.block, entry.valueRange))
  }

  /// A key. Borrowed until the store is changed.
  @_lifetime(borrow self)
  func key(_ index: Int) -> Span<UInt8> {
    let entry = entries[index]
    return heap.memory.span.extracting(heap.place(of: entry.block, entry.keyRange))
  }

  /// Adds an entry for a key that isn't there, whose octets are in `block`.
  mutating func insert(_ entry: Entry) {
    let bucket = bucket(of: entry.hash)
    var entry = entry
    entry.next = buckets[bucket]
    entry.generation = generation
    let index = takeEntry(entry)
    buckets[bucket] = UInt32(index)
    noteChange(at: index)
    if entry.deadline != 0 { deadlineCount += 1 }
    count += 1
    growIfNeeded()
  }

  /// An entry is not what it was.
  mutating func noteChange(at index: Int) {
    changeCount += 1
    entries[index].version = changeCount
  }

  /// Which change was a key's last one; 0 where it is not there.
  mutating func version(of key: Span<UInt8>) -> UInt64 {
    find(key).map { entries[$0].version } ?? 0
  }

  private mutating func takeEntry(_ entry: Entry) -> Int {
    guard unusedEntry != Heap.none else {
      entries.append(entry)
      return entries.count - 1
    }
    let index = Int(unusedEntry)
    unusedEntry = entries[index].next
    entries[index] = entry
    return index
  }

  /// Takes an entry out. Its block goes, too, unless somebody else holds it.
  mutating func remove(_ index: Int) {
    unlink(index)
    if entries[index].deadline != 0 { deadlineCount -= 1 }
    releaseEntry(index)
    count -= 1
    shrinkIfNeeded()
  }

  private mutating func releaseEntry(_ index: Int) {
    heap.release(entries[index].block)
    entries[index] = .unused
    entries[index].next = unusedEntry
    unusedEntry = UInt32(index)
  }

  private mutating func unlink(_ index: Int) {
    let bucket = bucket(of: entries[index].hash)
    let next = entries[index].next
    var before = buckets[bucket]
    if before == UInt32(index) {
      buckets[bucket] = next
      return
    }
    while entries[Int(before)].next != UInt32(index) { before = entries[Int(before)].next }
    entries[Int(before)].next = next
  }

  /// Whether its time is over, though it may still be there.
  func isPassed(_ entry: Entry) -> Bool { entry.deadline != 0 && entry.deadline < now }

  /// Takes an entry out whose deadline has passed.
  mutating func expire(_ index: Int) {
    remove(index)
    expiredCount += 1
  }

  /// Looks at some entries, and removes those whose deadline has passed; gives back what `removeAll` left.
  mutating func sweep() {
    releaseRemoved(Self.sweepCount)
    guard deadlineCount > 0 else { return }
    for _ in 0..<min(Self.sweepCount, entries.count) {
      if sweepIndex >= entries.count { sweepIndex = 0 }
      if isCurrent(sweepIndex), isPassed(entries[sweepIndex]) { expire(sweepIndex) }
      sweepIndex += 1
    }
  }

  /// Whether a place holds a key that is there.
  private func isCurrent(_ index: Int) -> Bool {
    entries[index].isUsed && entries[index].generation == generation
  }

  /// Removes all keys at once, in a time that doesn't depend on how many there are. Their memory is given back by
  /// `releaseRemoved`.
  mutating func removeAll() {
    buckets.removeAll(keepingCapacity: true)
    buckets.append(contentsOf: repeatElement(Heap.none, count: Self.bucketCountMin))
    level = Self.bucketCountMin
    count = 0
    deadlineCount = 0
    generation &+= 1
    releaseIndex = 0
    releaseEnd = entries.count
  }

  /// Whether there are entries that `removeAll` left.
  var isReleasing: Bool { releaseIndex < releaseEnd }

  /// Looks at so many entries, and gives back those that `removeAll` left.
  mutating func releaseRemoved(_ entryCount: Int) {
    for _ in 0..<min(entryCount, releaseEnd - releaseIndex) {
      if entries[releaseIndex].isUsed, entries[releaseIndex].generation != generation {
        releaseEntry(releaseIndex)
      }
      releaseIndex += 1
    }
  }
}
