import CBaton

/// Those of one worker that sleep, each until a moment: a hierarchical timer wheel (Varghese and Lauck, “Hashed and
/// Hierarchical Timing Wheels”, 1987).
///
/// There are four wheels of 256 slots. A slot of the first is a tick of 1,024 ns, a slot of another one is as long as
/// all of the wheel before it. A sleeper lies in the slot where its tick differs from the present one in the highest
/// octet, and moves to a faster wheel when the present comes to that slot; one that is farther off than 73 minutes
/// moves round the slowest wheel until it is near. Nobody wakes early, and nobody later than the tick of its moment
/// ends. Adding and removing take constant time. Owned by one worker, which alone uses it.
@safe
public struct TimerWheel: ~Copyable {
  /// All zero, but for what it is, while it is on no wheel.
  public typealias Sleeper = UnsafeMutablePointer<baton_sleeper>

  /// Nanoseconds of a tick, as a power of two.
  private static let tickBits: UInt64 = 10
  private static let levelCount = 4
  private static let slotCount = 256
  private static let wordsPerLevel = slotCount / 64
  /// Where those are whose time has come.
  private static let due = levelCount * slotCount

  /// The last sleeper that came to each slot, from which `next` leads to the ones before.
  private let slots: UnsafeMutablePointer<UInt>
  /// A bit for each slot in which there is one.
  private let occupied: UnsafeMutablePointer<UInt64>
  /// The present: nobody in a slot has an earlier tick, or the same.
  private var present: UInt64
  /// Sleepers in slots.
  private var sleepingCount = 0
  /// The tick with which the first slot begins in which there is one; ``never`` where all are empty.
  private var earliest = never
  private static let never = UInt64.max
  /// Sleepers whose time has come, the first one first: there `next` leads to the ones behind.
  private var firstDue: UInt = 0
  private var lastDue: UInt = 0

  /// Begins at `now`, in nanoseconds.
  public init(now: UInt64) {
    present = now >> Self.tickBits
    let count = Self.levelCount * Self.slotCount
    unsafe slots = .allocate(capacity: count)
    unsafe slots.initialize(repeating: 0, count: count)
    unsafe occupied = .allocate(capacity: count / 64)
    unsafe occupied.initialize(repeating: 0, count: count / 64)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe occupied.deallocate()
  }

  /// Sleepers, without those whose time has come.
  public var count: Int { sleepingCount }

  /// Takes a sleeper over, to give it out again at `deadline` or behind it.
  public mutating func add(_ sleeper: Sleeper, until deadline: UInt64, now: UInt64) {
    // Nobody is left behind where nobody sleeps.
    if sleepingCount == 0 { present = max(present, now >> Self.tickBits) }
    let isWhole = deadline & (1 << Self.tickBits - 1) == 0
    let tick = deadline >> Self.tickBits + (isWhole ? 0 : 1)
    unsafe sleeper.pointee.tick = tick
    place(UInt(bitPattern: sleeper), tick)
  }

  /// A sleeper whose time has come by `now`, the earliest one first; null when there is none.
  public mutating func next(now: UInt64) -> Sleeper? {
    if firstDue == 0, sleepingCount > 0 { advance(to: now >> Self.tickBits) }
    return unsafe takeDue()
  }

  /// Takes a sleeper out before its time; nothing happens to one that is not on the wheel.
  public mutating func remove(_ sleeper: Sleeper) {
    guard unsafe sleeper.pointee.place != 0 else { return }
    unlink(UInt(bitPattern: sleeper))
  }

  /// A moment before which nobody wakes, in nanoseconds: that of the first sleeper when it is near, and an earlier one
  /// when the sleeper still lies in a slower wheel. Nil where nobody sleeps.
  public var earliestWake: UInt64? {
    if firstDue != 0 { return present << Self.tickBits }
    return earliest == Self.never ? nil : earliest << Self.tickBits
  }

  /// Some sleeper, whether its time has come or not; null when there is none.
  public mutating func removeAny() -> Sleeper? {
    if firstDue == 0, let index = firstOccupied(in: 0..<Self.due) {
      expire(index)
      lookForEarliest()
    }
    return unsafe takeDue()
  }

  /// Takes out those that are wanted, whether their time has come or not, until `isWanted` gives nil. The others stay, in
  /// their order.
  public mutating func remove(where isWanted: (Sleeper) -> Bool?) -> [Sleeper] {
    var wanted: [Sleeper] = unsafe []
    var isOver = unsafe collect(from: firstDue, into: &wanted, isWanted)
    var index = 0
    while !isOver, let slot = firstOccupied(in: index..<Self.due) {
      isOver = unsafe collect(from: slots[slot], into: &wanted, isWanted)
      index = slot + 1
    }
    for index in unsafe wanted.indices { unsafe unlink(UInt(bitPattern: wanted[index])) }
    return unsafe wanted
  }

  /// Whether that was all that is asked for.
  private func collect(
    from first: UInt, into wanted: inout [Sleeper], _ isWanted: (Sleeper) -> Bool?
  ) -> Bool {
    var sleeper = first
    while sleeper != 0 {
      guard let answer = unsafe isWanted(Self.at(sleeper)) else { return true }
      if answer { unsafe wanted.append(Self.at(sleeper)) }
      sleeper = next(of: sleeper)
    }
    return false
  }

  // MARK: Slots

  private mutating func place(_ sleeper: UInt, _ tick: UInt64) {
    guard tick > present else { return append(sleeper) }
    let octet = (UInt64.bitWidth - 1 - (tick ^ present).leadingZeroBitCount) / 8
    let level = min(octet, Self.levelCount - 1)
    let shift = UInt64(8 * level)
    // What is farther off than the slowest wheel goes once round it.
    let isNear = tick >> shift - present >> shift < Self.slotCount
    let slot = isNear ? tick >> shift : present >> shift + UInt64(Self.slotCount - 1)
    put(sleeper, level * Self.slotCount + Int(slot & 255))
    earliest = min(earliest, slot << shift)
  }

  private mutating func put(_ sleeper: UInt, _ index: Int) {
    let older = unsafe slots[index]
    link(sleeper, previous: 0, next: older, place: index)
    if older != 0 { unsafe Self.at(older).pointee.previous = u64(sleeper) }
    unsafe slots[index] = sleeper
    unsafe occupied[index / 64] |= 1 << UInt64(index % 64)
    sleepingCount += 1
  }

  /// Empties a slot; the sleeper that came to it last, which the others follow.
  private mutating func takeAll(_ index: Int) -> UInt {
    let last = unsafe slots[index]
    unsafe slots[index] = 0
    unsafe occupied[index / 64] &= ~(1 << UInt64(index % 64))
    return last
  }

  private func firstOccupied(in range: Range<Int>) -> Int? {
    var word = range.lowerBound / 64
    var skipped = UInt64.max << UInt64(range.lowerBound % 64)
    while word * 64 < range.upperBound {
      let bits = unsafe occupied[word] & skipped
      if bits != 0 {
        let index = word * 64 + bits.trailingZeroBitCount
        return index < range.upperBound ? index : nil
      }
      skipped = .max
      word += 1
    }
    return nil
  }

  /// Whether a slot in which somebody lies until that tick may be the first. Who goes round the slowest wheel lies before
  /// where the tick is.
  private func mayBeEarliest(_ index: Int, _ tick: UInt64) -> Bool {
    let level = index / Self.slotCount
    let shift = UInt64(8 * level)
    return level == Self.levelCount - 1 || (tick >> shift) << shift <= earliest
  }

  /// After a slot was emptied that may have been the first.
  private mutating func lookForEarliest() {
    earliest = Self.never
    // A slower wheel's slots begin after those of all faster ones.
    for level in 0..<Self.levelCount where earliest == Self.never {
      earliest = firstTick(ofLevel: level) ?? Self.never
    }
  }

  /// Where the first occupied slot of a wheel begins, from the present on; who has gone round the slowest wheel lies
  /// before it.
  private func firstTick(ofLevel level: Int) -> UInt64? {
    let shift = UInt64(8 * level)
    let base = level * Self.slotCount
    let own = Int(present >> shift & 255)
    guard
      let slot = firstOccupied(in: base + own + 1..<base + Self.slotCount)
        ?? firstOccupied(in: base..<base + own)
    else { return nil }
    let distance = UInt64((slot - base - own) & 255)
    return (present >> shift + distance) << shift
  }

  // MARK: Time

  private mutating func advance(to target: UInt64) {
    guard earliest <= target else { return present = max(present, target) }
    while present < target, sleepingCount > 0 {
      let low = Int(present & 255)
      if let slot = firstOccupied(in: low + 1..<Self.slotCount) {
        let tick = present & ~255 | UInt64(slot)
        guard tick <= target else { break }
        present = tick
        expire(slot)
        continue
      }
      let boundary = (present | (1 << UInt64(8 * slowestIdle) - 1)) &+ 1
      guard boundary <= target else { break }
      present = boundary
      cascade()
    }
    present = max(present, target)
    lookForEarliest()
  }

  /// How many of the fast wheels are empty, at least one and not all: their slots need not be visited.
  private var slowestIdle: Int {
    var level = 1
    while level < Self.levelCount - 1,
      firstOccupied(in: level * Self.slotCount..<(level + 1) * Self.slotCount) == nil
    {
      level += 1
    }
    return level
  }

  /// The present has come to a new slot of the second wheel, or of slower ones, too: who lies there, moves.
  private mutating func cascade() {
    for level in 1..<Self.levelCount {
      let slot = Int(present >> UInt64(8 * level) & 255)
      var sleeper = reversed(takeAll(level * Self.slotCount + slot))
      while sleeper != 0 {
        let next = next(of: sleeper)
        sleepingCount -= 1
        place(sleeper, tick(of: sleeper))
        sleeper = next
      }
      if slot != 0 { return }
    }
  }

  /// All sleepers in a slot are due, in the order in which they came.
  private mutating func expire(_ index: Int) {
    var sleeper = reversed(takeAll(index))
    while sleeper != 0 {
      let next = next(of: sleeper)
      sleepingCount -= 1
      append(sleeper)
      sleeper = next
    }
  }

  private mutating func append(_ sleeper: UInt) {
    link(sleeper, previous: lastDue, next: 0, place: Self.due)
    if firstDue == 0 { firstDue = sleeper } else { setNext(of: lastDue, sleeper) }
    lastDue = sleeper
  }

  private mutating func takeDue() -> Sleeper? {
    guard firstDue != 0 else { return nil }
    let sleeper = firstDue
    unlink(sleeper)
    return unsafe Self.at(sleeper)
  }

  // MARK: Links

  /// Takes a sleeper out of where it is.
  private mutating func unlink(_ sleeper: UInt) {
    let links = unsafe Self.at(sleeper).pointee
    let index = Int(links.place) - 1
    let (previous, next) = (UInt(links.previous), UInt(links.next))
    if previous != 0 { setNext(of: previous, next) }
    if next != 0 { unsafe Self.at(next).pointee.previous = u64(previous) }
    if index == Self.due {
      if previous == 0 { firstDue = next }
      if next == 0 { lastDue = previous }
    } else {
      if previous == 0 { unsafe slots[index] = next }
      if previous == 0, next == 0 {
        unsafe occupied[index / 64] &= ~(1 << UInt64(index % 64))
      }
      sleepingCount -= 1
      if previous == 0, next == 0, mayBeEarliest(index, links.tick) { lookForEarliest() }
    }
    unsafe Self.at(sleeper).pointee = baton_sleeper(
      next: 0, previous: 0, tick: 0, place: 0, is_ticket: links.is_ticket)
  }

  private func link(_ sleeper: UInt, previous: UInt, next: UInt, place: Int) {
    unsafe Self.at(sleeper).pointee.previous = u64(previous)
    unsafe Self.at(sleeper).pointee.next = u64(next)
    unsafe Self.at(sleeper).pointee.place = u32(place + 1)
  }

  private func reversed(_ first: UInt) -> UInt {
    var (sleeper, reversed) = (first, UInt(0))
    while sleeper != 0 {
      let next = next(of: sleeper)
      setNext(of: sleeper, reversed)
      (reversed, sleeper) = (sleeper, next)
    }
    return reversed
  }

  /// Sound: addresses come from sleepers that were added, and from the links between them.
  private static func at(_ sleeper: UInt) -> Sleeper {
    unsafe Sleeper(bitPattern: sleeper).unsafelyUnwrapped
  }

  private func next(of sleeper: UInt) -> UInt { unsafe UInt(Self.at(sleeper).pointee.next) }

  private func setNext(of sleeper: UInt, _ next: UInt) {
    unsafe Self.at(sleeper).pointee.next = u64(next)
  }

  private func tick(of sleeper: UInt) -> UInt64 { unsafe Self.at(sleeper).pointee.tick }
}
