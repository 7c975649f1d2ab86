import Synchronization

/// A pointer in a map's value that owns what it points to: Linux's referenced kptr.
public enum OwningPointer {
  /// Puts `object` into the place and gives out what was there; either may be null. Atomic: who gets a pointer
  /// out sees what was written before it was put in.
  public static func exchange(
    _ object: UnsafeMutableRawPointer?, at place: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer? {
    // Sound: 8 bytes of a value, aligned, that everybody accesses by this function alone.
    let word = unsafe place.assumingMemoryBound(to: Atomic<UInt>.self)
    // An empty place isn't written to, so that memory that was never used isn't touched.
    if unsafe object == nil, unsafe word.pointee.load(ordering: .relaxed) == 0 { return nil }
    let old = unsafe word.pointee.exchange(
      UInt(bitPattern: object), ordering: .acquiringAndReleasing)
    return unsafe UnsafeMutableRawPointer(bitPattern: old)
  }

  /// What the pointer in a place points to; null for none. It stays there.
  static func target(at place: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    // Sound: as in `exchange`.
    let word = unsafe place.assumingMemoryBound(to: Atomic<UInt>.self)
    return unsafe UnsafeMutableRawPointer(bitPattern: word.pointee.load(ordering: .acquiring))
  }
}
