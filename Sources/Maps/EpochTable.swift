import Synchronization

/// The shared words of `Epochs`, in memory that it owns.
///
///     | current | … one cache line pair … | observed by 0 | … | observed by 1 | …
@safe
struct EpochTable {
  let base: UnsafeMutableRawPointer
  let slotCount: Int

  /// Two cache lines: the hardware prefetches them in pairs.
  private static let stride = 128
  /// What a participant has observed that is outside, and holds no pointers.
  static let outside = UInt64.max

  typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

  static func byteCount(slotCount: Int) -> Int { stride * (1 + slotCount) }

  func initialize() {
    unsafe current.initialize(to: Atomic(1))
    for index in 0..<slotCount { unsafe slot(index).initialize(to: Atomic(Self.outside)) }
  }

  var current: Word { unsafe base.assumingMemoryBound(to: Atomic<UInt64>.self) }

  /// Sound: `index` is below `slotCount` at every call in this room.
  func slot(_ index: Int) -> Word {
    unsafe (base + Self.stride * (1 + index)).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  func tag() -> UInt64 {
    // Orders the unlinking before the load: if we read an epoch, whoever observes a later one, and
    // fences as participants do, no longer finds what we have unlinked.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    return unsafe current.pointee.load(ordering: .relaxed)
  }

  func safe() -> UInt64 {
    let (first, isCurrent) = scan()
    // All have seen the current epoch: with the next one, what was retired in this one is safe as
    // soon as they pass again, and at once where all are outside.
    guard isCurrent else { return first }
    _ = unsafe current.pointee.compareExchange(
      expected: first, desired: first + 1, ordering: .acquiringAndReleasing)
    return scan().safe
  }

  /// The oldest epoch that is observed, never above the current one, and whether they are equal.
  private func scan() -> (safe: UInt64, isCurrent: Bool) {
    let now = unsafe current.pointee.load(ordering: .acquiring)
    // Pairs with the fence of `enter`: either we see the participant here, or it sees everything
    // that was unlinked before. `now` is read before, so that what is retired later, and that a
    // participant we miss may find, has a tag of at least `now`.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    var oldest = now
    for index in 0..<slotCount {
      // Pairs with the releasing stores of a participant: its reads are over before memory is reused.
      oldest = min(oldest, unsafe slot(index).pointee.load(ordering: .acquiring))
    }
    return (oldest, oldest == now)
  }
}

/// One thread's part in `Epochs`. Neither copies nor calls count references; must not be used after
/// the `Epochs` that it belongs to is gone, and by one thread at a time.
@safe
public struct Participant: @unchecked Sendable {
  let current: UnsafeMutablePointer<Atomic<UInt64>>
  let observed: UnsafeMutablePointer<Atomic<UInt64>>

  /// From here on the thread may find things in maps, and hold pointers to them.
  public func enter() {
    precondition(
      unsafe observed.pointee.load(ordering: .relaxed) == EpochTable.outside,
      "a participant enters once before it leaves")
    observe(unsafe current.pointee.load(ordering: .acquiring))
  }

  /// The quiescent point: the thread holds no pointer that it has got from a map before. Two loads
  /// while the epoch stands still.
  public func pass() {
    let now = unsafe current.pointee.load(ordering: .acquiring)
    if unsafe observed.pointee.load(ordering: .relaxed) == now { return }
    observe(now)
  }

  /// The thread holds no pointers, and gets none before it enters again. Due before it parks:
  /// a participant that sleeps inside keeps all memory that is retired from being reused.
  public func leave() {
    unsafe observed.pointee.store(EpochTable.outside, ordering: .releasing)
  }

  private func observe(_ epoch: UInt64) {
    // Released: what was read before is read, once others see that we have moved on.
    unsafe observed.pointee.store(epoch, ordering: .releasing)
    // Pairs with the fences of `tag` and `scan`: what was unlinked before is not found from here on.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }
}
