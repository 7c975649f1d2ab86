import CBaton
import Synchronization

extension HashTable {
  /// What an attempt to write came to.
  private enum Outcome {
    case done
    case failed(Int64)
    /// Done, and this element is out of the table.
    case unlinked(UInt32)
    /// Nothing changed: no element is free.
    case exhausted
  }

  private typealias Link = UnsafePointer<Atomic<UInt32>>

  /// Sets the value of a key. EEXIST or ENOENT where the flags say so, E2BIG when the table is
  /// full or all spare elements are waiting for a quiescent point.
  func update<Key: TableKey>(_ key: Key, _ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    guard flags <= UpdateFlags.exist else { return LinuxError.invalid }
    var outcome = unsafe attemptUpdate(key, source, flags)
    if case .exhausted = outcome {
      _ = reclaim(before: pool.safeEpoch())
      outcome = unsafe attemptUpdate(key, source, flags)
    }
    return finish(outcome)
  }

  /// Takes a key out; ENOENT when there is none.
  func delete<Key: TableKey>(_ key: Key) -> Int64 {
    let hash = key.hash(seed)
    let bucket = unsafe bucket(hash)
    let outcome = unsafe bucket.pointee.lock.withLock { () -> Outcome in
      guard let (link, index) = unsafe find(key, hash, in: bucket) else {
        return .failed(LinuxError.noEntry)
      }
      let next = unsafe head(of: index).pointee.next.load(ordering: .relaxed)
      unsafe link.pointee.store(next, ordering: .releasing)
      pool.releaseEntry()
      return .unlinked(index)
    }
    return finish(outcome)
  }

  /// Retires what is out of the table, with no lock held, and says how it went.
  private func finish(_ outcome: Outcome) -> Int64 {
    switch outcome {
    case .done: return 0
    case .failed(let error): return error
    case .exhausted: return LinuxError.tooBig
    case .unlinked(let index):
      if pool.retire(index) { _ = reclaim(before: pool.safeEpoch()) }
      return 0
    }
  }

  private func attemptUpdate<Key: TableKey>(
    _ key: Key, _ source: UnsafeRawPointer, _ flags: UInt64
  ) -> Outcome {
    let hash = key.hash(seed)
    let bucket = unsafe bucket(hash)
    return unsafe bucket.pointee.lock.withLock { () -> Outcome in
      if let (link, index) = unsafe find(key, hash, in: bucket) {
        if flags == UpdateFlags.noExist { return .failed(LinuxError.exists) }
        return unsafe replace(index, at: link, key, hash, source)
      }
      if flags == UpdateFlags.exist { return .failed(LinuxError.noEntry) }
      return unsafe insert(key, hash, source, in: bucket)
    }
  }

  private func replace<Key: TableKey>(
    _ old: UInt32, at link: Link, _ key: Key, _ hash: UInt64, _ source: UnsafeRawPointer
  ) -> Outcome {
    if shape.hasFields {
      unsafe shape.overwrite(value(of: old), from: source)
      return .done
    }
    let next = unsafe head(of: old).pointee.next.load(ordering: .relaxed)
    let new = unsafe make(key, hash, source, next: next)
    if new == 0 { return .exhausted }
    // In the place of the old one, not at the front: a reader between the two must find one of them.
    unsafe link.pointee.store(new, ordering: .releasing)
    return .unlinked(old)
  }

  private func insert<Key: TableKey>(
    _ key: Key, _ hash: UInt64, _ source: UnsafeRawPointer, in bucket: UnsafeMutablePointer<Bucket>
  ) -> Outcome {
    guard pool.reserveEntry() else { return .failed(LinuxError.tooBig) }
    let first = unsafe bucket.pointee.first.load(ordering: .relaxed)
    let new = unsafe make(key, hash, source, next: first)
    if new == 0 {
      pool.releaseEntry()
      return .exhausted
    }
    unsafe bucket.pointee.first.store(new, ordering: .releasing)
    return .done
  }

  /// An element that nobody finds yet; 0 when none is free.
  private func make<Key: TableKey>(
    _ key: Key, _ hash: UInt64, _ source: UnsafeRawPointer, next: UInt32
  ) -> UInt32 {
    let index = pool.take()
    if index == 0 { return 0 }
    unsafe head(of: index).pointee.next.store(next, ordering: .relaxed)
    unsafe head(of: index).pointee.hash = UInt32(hash >> 32)
    unsafe key.store(at: self.key(of: index))
    unsafe shape.initialize(value(of: index), from: source)
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
