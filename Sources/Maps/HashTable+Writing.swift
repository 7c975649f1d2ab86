import CBaton
import Synchronization

extension HashTable {
  /// What an attempt to write came to.
  private enum Outcome {
    case done
    case failed(Int64)
    /// Done, and this element is out of the table.
    case unlinked(UInt32)
    /// Nothing changed: there are `max_entries`.
    case full
    /// Nothing changed: no element is free.
    case exhausted
  }

  /// What is to become of one key.
  @safe
  private struct Change {
    let source: UnsafeRawPointer
    let flags: UInt64
    let writer: Writer
    /// True while room for one entry, taken from an evicted one, is ours.
    var hasRoom = false

    init(_ source: UnsafeRawPointer, _ flags: UInt64, _ writer: Writer) {
      unsafe self.source = source
      self.flags = flags
      self.writer = writer
    }
  }

  /// How often an update makes room, for others may take it first.
  private static var attemptCountMax: Int { 16 }

  typealias Link = UnsafePointer<Atomic<UInt32>>

  /// Sets the value of a key. EEXIST or ENOENT where the flags say so, E2BIG when the table is
  /// full or all spare elements are waiting for a quiescent point; ENOMEM in that case where the table
  /// evicts.
  func update<Key: TableKey>(
    _ key: Key, _ source: UnsafeRawPointer, _ flags: UInt64, _ writer: Writer
  ) -> Int64 {
    guard flags <= UpdateFlags.exist else { return LinuxError.invalid }
    var change = unsafe Change(source, flags, writer)
    var outcome = attempt(&change, key)
    var attemptCount = 1
    while attemptCount < Self.attemptCountMax, makeRoom(after: outcome, for: &change) {
      outcome = attempt(&change, key)
      attemptCount += 1
    }
    if change.hasRoom { pool.releaseEntry() }
    return finish(outcome)
  }

  /// True when the same change may now do better.
  private func makeRoom(after outcome: Outcome, for change: inout Change) -> Bool {
    switch outcome {
    case .exhausted:
      _ = reclaim(before: pool.safeEpoch())
      return true
    case .full where evicts:
      change.hasRoom = evict()
      return true
    default: return false
    }
  }

  /// Takes a key out; ENOENT when there is none.
  func delete<Key: TableKey>(_ key: Key) -> Int64 {
    let hash = key.hash(seed)
    let bucket = unsafe bucket(hash)
    let outcome = unsafe bucket.pointee.lock.withLock { () -> Outcome in
      guard let (link, index) = unsafe find(key, hash, in: bucket) else {
        return .failed(LinuxError.noEntry)
      }
      unsafe unlink(index, at: link)
      pool.releaseEntry()
      return .unlinked(index)
    }
    return finish(outcome)
  }

  /// The lock of the element's bucket is held.
  func unlink(_ index: UInt32, at link: Link) {
    let next = unsafe head(of: index).pointee.next.load(ordering: .relaxed)
    unsafe link.pointee.store(next, ordering: .releasing)
    if evicts { unsafe mark(of: index).pointee.isUnlinked() }
  }

  /// Lets go of an element that is out of the table. No lock is held.
  func retire(_ index: UInt32) {
    if pool.retire(index) { _ = reclaim(before: pool.safeEpoch()) }
  }

  /// Retires what is out of the table, with no lock held, and says how it went.
  private func finish(_ outcome: Outcome) -> Int64 {
    switch outcome {
    case .done: return 0
    case .failed(let error): return error
    case .full, .exhausted: return evicts ? LinuxError.noMemory : LinuxError.tooBig
    case .unlinked(let index):
      retire(index)
      return 0
    }
  }

  private func attempt<Key: TableKey>(_ change: inout Change, _ key: Key) -> Outcome {
    let hash = key.hash(seed)
    let bucket = unsafe bucket(hash)
    return unsafe bucket.pointee.lock.withLock { () -> Outcome in
      if let (link, index) = unsafe find(key, hash, in: bucket) {
        if change.flags == UpdateFlags.noExist { return .failed(LinuxError.exists) }
        return unsafe replace(index, at: link, key, hash, change)
      }
      if change.flags == UpdateFlags.exist { return .failed(LinuxError.noEntry) }
      return unsafe insert(key, hash, in: bucket, &change)
    }
  }

  private func replace<Key: TableKey>(
    _ old: UInt32, at link: Link, _ key: Key, _ hash: UInt64, _ change: Change
  ) -> Outcome {
    if let workers {
      if evicts { unsafe mark(of: old).pointee.isUsed() }
      unsafe workers.overwrite(old, from: change.source, by: change.writer, shape)
      return .done
    }
    if shape.hasFields {
      unsafe shape.overwrite(value(of: old), from: change.source)
      return .done
    }
    let next = unsafe head(of: old).pointee.next.load(ordering: .relaxed)
    let new = make(key, hash, change, next: next)
    if new == 0 { return .exhausted }
    if evicts { unsafe mark(of: new).pointee.isUsed() }
    // In the place of the old one, not at the front: a reader between the two must find one of them.
    unsafe link.pointee.store(new, ordering: .releasing)
    if evicts { unsafe mark(of: old).pointee.isUnlinked() }
    return .unlinked(old)
  }

  private func insert<Key: TableKey>(
    _ key: Key, _ hash: UInt64, in bucket: UnsafeMutablePointer<Bucket>, _ change: inout Change
  ) -> Outcome {
    guard change.hasRoom || pool.reserveEntry() else { return .full }
    change.hasRoom = true
    let first = unsafe bucket.pointee.first.load(ordering: .relaxed)
    let new = make(key, hash, change, next: first)
    if new == 0 { return .exhausted }
    change.hasRoom = false
    unsafe bucket.pointee.first.store(new, ordering: .releasing)
    return .done
  }

  /// An element that nobody finds yet; 0 when none is free.
  private func make<Key: TableKey>(
    _ key: Key, _ hash: UInt64, _ change: Change, next: UInt32
  ) -> UInt32 {
    let index = pool.take()
    if index == 0 { return 0 }
    unsafe head(of: index).pointee.next.store(next, ordering: .relaxed)
    unsafe head(of: index).pointee.hash = UInt32(hash >> 32)
    unsafe key.store(at: self.key(of: index))
    if let workers {
      unsafe workers.initialize(index, from: change.source, by: change.writer, shape)
    } else {
      unsafe shape.initialize(value(of: index), from: change.source)
    }
    if evicts { unsafe mark(of: index).pointee.isLinked(into: hash & bucketMask) }
    return index
  }

  /// The element of a key and the link that leads to it. The bucket's lock is held, so that neither
  /// goes away.
  private func find<Key: TableKey>(
    _ key: Key, _ hash: UInt64, in bucket: UnsafeMutablePointer<Bucket>
  ) -> (Link, UInt32)? {
    // Sound: buckets and element heads both start with the index of what comes next.
    var link = unsafe Link(OpaquePointer(bucket))
    while true {
      let index = unsafe link.pointee.load(ordering: .acquiring)
      if index == 0 { return nil }
      if matches(index, key, hash) { return unsafe (link, index) }
      unsafe link = Link(OpaquePointer(head(of: index)))
    }
  }
}
