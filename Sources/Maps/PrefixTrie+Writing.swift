import CBaton
import Synchronization

extension PrefixTrie {
  typealias Link = UnsafePointer<Atomic<UInt32>>

  /// What an attempt to write came to.
  enum Outcome {
    case failed(Int64)
    /// Done, and these nodes, if they aren't 0, are out of the trie.
    case done(unlinked: UInt32, and: UInt32)
    /// Nothing changed: no node is free.
    case exhausted

    static var done: Outcome { .done(unlinked: 0, and: 0) }
  }

  /// Where a walk towards a prefix has ended.
  @safe
  struct Place {
    /// The link that leads to the node where the walk has ended, or to nothing.
    var link: Link
    /// The node it leads to, or 0.
    var index: UInt32
    /// How many bits of the node and the prefix are equal, up to the shorter one's length.
    var common: UInt32
    /// The link that leads to the node above, and that node, or 0 in a slot.
    var parentLink: Link
    var parent: UInt32
  }

  /// Sets the value of a prefix. EINVAL for one that is too long, EEXIST or ENOENT where the flags say
  /// so, ENOSPC when the map is full, ENOMEM when all spare nodes are waiting for a quiescent point.
  func update(_ key: UnsafeRawPointer, _ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    let prefix = unsafe Prefix(key)
    guard flags <= UpdateFlags.exist, prefix.length <= lengthMax else { return LinuxError.invalid }
    var outcome = unsafe attemptUpdate(prefix, source, flags)
    if case .exhausted = outcome {
      _ = reclaim(before: pool.safeEpoch())
      outcome = unsafe attemptUpdate(prefix, source, flags)
    }
    return finish(outcome)
  }

  /// Takes a prefix out; ENOENT when exactly this one isn't there.
  func delete(_ key: UnsafeRawPointer) -> Int64 {
    let prefix = unsafe Prefix(key)
    guard prefix.length <= lengthMax else { return LinuxError.invalid }
    return finish(
      lock.withLock { prefix.length <= rootBitCount ? deleteShort(prefix) : deleteLong(prefix) })
  }

  /// The node of exactly this prefix; 0 when it isn't there.
  func find(_ key: UnsafeRawPointer) -> UInt32 {
    let prefix = unsafe Prefix(key)
    guard prefix.length <= lengthMax else { return 0 }
    return lock.withLock { entry(prefix, prefix.length <= rootBitCount ? nil : walk(prefix)) }
  }

  /// Makes free what was retired before the epoch `safeEpoch`. Returns how many nodes that were.
  func reclaim(before safeEpoch: UInt64) -> Int {
    let chain = pool.takeReclaimable(before: safeEpoch)
    if chain.count > 0 { pool.makeFree(chain) }
    return Int(chain.count)
  }

  /// Retires what is out of the trie, with no lock held, and says how it went.
  private func finish(_ outcome: Outcome) -> Int64 {
    switch outcome {
    case .failed(let error): return error
    case .exhausted: return LinuxError.noMemory
    case .done(let first, let second):
      for index in [first, second] where index != 0 {
        if pool.retire(index) { _ = reclaim(before: pool.safeEpoch()) }
      }
      return 0
    }
  }

  private func attemptUpdate(
    _ prefix: Prefix, _ source: UnsafeRawPointer, _ flags: UInt64
  ) -> Outcome {
    lock.withLock {
      let place = prefix.length <= rootBitCount ? nil : walk(prefix)
      let old = entry(prefix, place)
      if old != 0, flags == UpdateFlags.noExist { return .failed(LinuxError.exists) }
      if old == 0 {
        if flags == UpdateFlags.exist { return .failed(LinuxError.noEntry) }
        guard pool.reserveEntry() else { return .failed(LinuxError.noSpace) }
      }
      let outcome = unsafe put(prefix, source, place, insteadOf: old)
      if case .exhausted = outcome, old == 0 { pool.releaseEntry() }
      return outcome
    }
  }

  /// The node of exactly this prefix, towards which the walk, if it is a long one, has ended at `place`.
  private func entry(_ prefix: Prefix, _ place: Place?) -> UInt32 {
    guard let place else {
      return unsafe exact[self.place(of: prefix)].load(ordering: .relaxed)
    }
    return isEntry(place, prefix) ? place.index : 0
  }

  private func put(
    _ prefix: Prefix, _ source: UnsafeRawPointer, _ place: Place?, insteadOf old: UInt32
  ) -> Outcome {
    let new = unsafe make(prefix, source)
    if new == 0 { return .exhausted }
    guard let place else { return linkShort(new, prefix, insteadOf: old) }
    return link(new, prefix, at: place)
  }

  /// A node that nobody finds yet; 0 when none is free.
  private func make(_ prefix: Prefix, _ source: UnsafeRawPointer) -> UInt32 {
    let index = makeNode(prefix, length: prefix.length)
    if index == 0 { return 0 }
    unsafe shape.initialize(value(of: index), from: source)
    // Released, since those who go over all nodes find it by this alone.
    unsafe node(index).pointee.kind.store(PrefixNode.Kind.entry, ordering: .releasing)
    return index
  }

  func makeNode(_ prefix: Prefix, length: UInt32) -> UInt32 {
    let index = pool.take()
    if index == 0 { return 0 }
    let node = unsafe node(index)
    unsafe node.pointee.zero.store(0, ordering: .relaxed)
    unsafe node.pointee.one.store(0, ordering: .relaxed)
    unsafe node.pointee.length = length
    unsafe data(of: index).copyMemory(from: prefix.data, byteCount: dataByteCount)
    return index
  }
}
