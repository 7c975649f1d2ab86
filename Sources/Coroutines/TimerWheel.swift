import CBaton

/// The coroutines of one worker that sleep, each until a moment: a hierarchical timer wheel (Varghese and Lauck,
/// “Hashed and Hierarchical Timing Wheels”, 1987).
///
/// There are four wheels of 256 slots. A slot of the first is a tick of 1,024 ns, a slot of another one is as long as
/// all of the wheel before it. A sleeper lies in the slot where its tick differs from the present one in the highest
/// octet, and moves to a faster wheel when the present comes to that slot; one that is farther off than 73 minutes
/// moves round the slowest wheel until it is near. Nobody wakes early, and nobody later than the tick of its moment
/// ends. Adding takes constant time. Owned by one worker, which alone uses it; a handle in it belongs to it.
@safe
public struct TimerWheel: ~Copyable {
  public typealias Handle = UnsafeMutablePointer<coroutine>

  /// Nanoseconds of a tick, as a power of two.
  private static let tickBits: UInt64 = 10
  private static let levelCount = 4
  private static let slotCount = 256
  private static let wordsPerLevel = slotCount / 64

  /// The last handle that came to each slot, linked by the first words of their nodes; the second ones hold ticks.
  private let slots: UnsafeMutablePointer<UInt>
  /// A bit for each slot in which there is one.
  private let occupied: UnsafeMutablePointer<UInt64>
  /// The present: nobody in a slot has an earlier tick, or the same.
  private var present: UInt64
  /// Handles in slots.
  private var sleepingCount = 0
  /// Handles whose time has come, the first one first.
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

  /// Handles that sleep; those whose time has come are not among them any more.
  public var count: Int { sleepingCount }

  /// Takes over a handle, to give it out again at `deadline` or behind it.
  public mutating func add(_ handle: Handle, until deadline: UInt64, now: UInt64) {
    // Nobody is left behind where nobody sleeps.
    if sleepingCount == 0 { present = max(present, now >> Self.tickBits) }
    let isWhole = deadline & (1 << Self.tickBits - 1) == 0
    let tick = deadline >> Self.tickBits + (isWhole ? 0 : 1)
    unsafe handle.pointee.node.opaque.1 = tick
    place(UInt(bitPattern: handle), tick)
  }

  /// A handle whose time has come by `now`, the earliest one first; null when there is none.
  public mutating func next(now: UInt64) -> Handle? {
    if firstDue == 0, sleepingCount > 0 { advance(to: now >> Self.tickBits) }
    return unsafe takeDue()
  }

  /// A moment before which nobody wakes, in nanoseconds: that of the first sleeper when it is near, and an earlier one
  /// when the sleeper still lies in a slower wheel. Nil where nobody sleeps.
  public var earliestWake: UInt64? {
    if firstDue != 0 { return present << Self.tickBits }
    guard sleepingCount > 0 else { return nil }
    for level in 0..<Self.levelCount {
      if let tick = firstTick(ofLevel: level) { return tick << Self.tickBits }
    }
    return nil
  }

  /// Some handle, whether its time has come or not; null when there is none.
  public mutating func removeAny() -> Handle? {
    if firstDue == 0, let index = firstOccupied(in: 0..<Self.levelCount * Self.slotCount) {
      expire(index)
    }
    return unsafe takeDue()
  }

  /// Takes out those that are wanted, whether their time has come or not, until `isWanted` gives nil. The others stay, in
  /// their order.
  public mutating func remove(where isWanted: (Handle) -> Bool?) -> [Handle] {
    var removed: [Handle] = unsafe []
    var isOver = unsafe removeDue(into: &removed, isWanted)
    var index = 0
    while !isOver, let slot = firstOccupied(in: index..<Self.levelCount * Self.slotCount) {
      isOver = unsafe remove(ofSlot: slot, into: &removed, isWanted)
      index = slot + 1
    }
    return unsafe removed
  }

  /// Whether that was all that is asked for.
  private mutating func removeDue(
    into removed: inout [Handle], _ isWanted: (Handle) -> Bool?
  ) -> Bool {
    var handle = firstDue
    var isOver = false
    firstDue = 0
    while handle != 0 {
      let next = next(of: handle)
      if unsafe !take(handle, into: &removed, isWanted, &isOver) { append(handle) }
      handle = next
    }
    return isOver
  }

  private mutating func remove(
    ofSlot index: Int, into removed: inout [Handle], _ isWanted: (Handle) -> Bool?
  ) -> Bool {
    var handle = reversed(takeAll(index))
    var isOver = false
    while handle != 0 {
      let next = next(of: handle)
      sleepingCount -= 1
      if unsafe !take(handle, into: &removed, isWanted, &isOver) { put(handle, index) }
      handle = next
    }
    return isOver
  }

  private func take(
    _ handle: UInt, into removed: inout [Handle], _ isWanted: (Handle) -> Bool?,
    _ isOver: inout Bool
  ) -> Bool {
    guard !isOver, let handle = unsafe Handle(bitPattern: handle) else { return false }
    let answer = unsafe isWanted(handle)
    isOver = answer == nil
    guard answer == true else { return false }
    unsafe handle.pointee.node.opaque.0 = 0
    unsafe handle.pointee.node.opaque.1 = 0
    unsafe removed.append(handle)
    return true
  }

  // MARK: Slots

  private mutating func place(_ handle: UInt, _ tick: UInt64) {
    guard tick > present else { return append(handle) }
    let octet = (UInt64.bitWidth - 1 - (tick ^ present).leadingZeroBitCount) / 8
    let level = min(octet, Self.levelCount - 1)
    let shift = UInt64(8 * level)
    // What is farther off than the slowest wheel goes once round it.
    let isNear = tick >> shift - present >> shift < Self.slotCount
    let slot = isNear ? tick >> shift : present >> shift &- 1
    put(handle, level * Self.slotCount + Int(slot & 255))
  }

  private mutating func put(_ handle: UInt, _ index: Int) {
    setNext(of: handle, unsafe slots[index])
    unsafe slots[index] = handle
    unsafe occupied[index / 64] |= 1 << UInt64(index % 64)
    sleepingCount += 1
  }

  /// Empties a slot; the handle that came to it last, which the others follow.
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
      var handle = reversed(takeAll(level * Self.slotCount + slot))
      while handle != 0 {
        let next = next(of: handle)
        sleepingCount -= 1
        place(handle, tick(of: handle))
        handle = next
      }
      if slot != 0 { return }
    }
  }

  /// All handles in a slot are due, in the order in which they came.
  private mutating func expire(_ index: Int) {
    var handle = reversed(takeAll(index))
    while handle != 0 {
      let next = next(of: handle)
      sleepingCount -= 1
      append(handle)
      handle = next
    }
  }

  private mutating func append(_ handle: UInt) {
    setNext(of: handle, 0)
    if firstDue == 0 { firstDue = handle } else { setNext(of: lastDue, handle) }
    lastDue = handle
  }

  private mutating func takeDue() -> Handle? {
    guard let handle = unsafe Handle(bitPattern: firstDue) else { return nil }
    firstDue = next(of: firstDue)
    unsafe handle.pointee.node.opaque.0 = 0
    unsafe handle.pointee.node.opaque.1 = 0
    return unsafe handle
  }

  // MARK: Links

  private func reversed(_ first: UInt) -> UInt {
    var (handle, reversed) = (first, UInt(0))
    while handle != 0 {
      let next = next(of: handle)
      setNext(of: handle, reversed)
      (reversed, handle) = (handle, next)
    }
    return reversed
  }

  /// Sound, as the other two: addresses come from handles that were added, and from the links between them.
  private func next(of handle: UInt) -> UInt {
    unsafe UInt(Handle(bitPattern: handle).unsafelyUnwrapped.pointee.node.opaque.0)
  }

  private func setNext(of handle: UInt, _ next: UInt) {
    unsafe Handle(bitPattern: handle).unsafelyUnwrapped.pointee.node.opaque.0 = u64(next)
  }

  private func tick(of handle: UInt) -> UInt64 {
    unsafe Handle(bitPattern: handle).unsafelyUnwrapped.pointee.node.opaque.1
  }
}
