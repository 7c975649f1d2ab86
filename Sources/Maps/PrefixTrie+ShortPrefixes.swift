import CBaton
import Synchronization

/// Those that the root already tells apart. The lock is held.
extension PrefixTrie {
  func linkShort(_ new: UInt32, _ prefix: Prefix, insteadOf old: UInt32) -> Outcome {
    unsafe exact[place(of: prefix)].store(new, ordering: .releasing)
    for slot in covered(by: prefix) {
      let current = unsafe slots[slot].short.load(ordering: .relaxed)
      let isBetter =
        current == 0 || current == old || (unsafe node(current).pointee.length) < prefix.length
      if isBetter { unsafe slots[slot].short.store(new, ordering: .releasing) }
    }
    forget(old)
    return .done(unlinked: old, and: 0)
  }

  func deleteShort(_ prefix: Prefix) -> Outcome {
    var place = place(of: prefix)
    let old = unsafe exact[place].exchange(0, ordering: .acquiringAndReleasing)
    if old == 0 { return .failed(LinuxError.noEntry) }
    var next: UInt32 = 0
    while next == 0, place > 1 {
      place >>= 1
      next = unsafe exact[place].load(ordering: .relaxed)
    }
    for slot in covered(by: prefix)
    where unsafe slots[slot].short.load(ordering: .relaxed) == old {
      unsafe slots[slot].short.store(next, ordering: .releasing)
    }
    forget(old)
    pool.releaseEntry()
    return .done(unlinked: old, and: 0)
  }

  private func covered(by prefix: Prefix) -> Range<Int> {
    let shift = Int(rootBitCount - prefix.length)
    let first = unsafe Prefix.first(prefix.length, of: prefix.data)
    return first << shift..<(first + 1) << shift
  }

  /// Those who go over all nodes don't come by this entry again. A branch stays one, for those who are
  /// just passing.
  func forget(_ index: UInt32) {
    if index == 0 || isBranch(index) { return }
    unsafe node(index).pointee.kind.store(PrefixNode.Kind.gone, ordering: .relaxed)
  }
}
