import Synchronization

/// Copies of bytes that other threads may read or write at the same time: naturally aligned units
/// of up to eight bytes on the shared side are never torn.
enum SharedCopy {
  /// From private memory of any alignment into shared memory.
  static func store(
    from source: UnsafeRawPointer, to shared: UnsafeMutableRawPointer, byteCount: Int
  ) {
    var done = 0
    while done < byteCount {
      let (from, to) = unsafe (source + done, shared + done)
      let unit = unsafe unit(at: to, left: byteCount - done)
      // Sound: both sides have the unit's bytes left, and the shared one is aligned.
      switch unit {
      case 8:
        unsafe atomic(UInt64.self, to).pointee.store(
          from.loadUnaligned(as: UInt64.self), ordering: .relaxed)
      case 4:
        unsafe atomic(UInt32.self, to).pointee.store(
          from.loadUnaligned(as: UInt32.self), ordering: .relaxed)
      case 2:
        unsafe atomic(UInt16.self, to).pointee.store(
          from.loadUnaligned(as: UInt16.self), ordering: .relaxed)
      default:
        unsafe atomic(UInt8.self, to).pointee.store(
          from.loadUnaligned(as: UInt8.self), ordering: .relaxed)
      }
      done += unit
    }
  }

  /// From shared memory into private memory of any alignment.
  static func load(
    from shared: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int
  ) {
    var done = 0
    while done < byteCount {
      let (from, to) = unsafe (shared + done, target + done)
      let unit = unsafe unit(at: from, left: byteCount - done)
      // Sound: both sides have the unit's bytes left, and the shared one is aligned.
      switch unit {
      case 8:
        unsafe to.storeBytes(
          of: atomic(UInt64.self, from).pointee.load(ordering: .relaxed),
          as: UInt64.self)
      case 4:
        unsafe to.storeBytes(
          of: atomic(UInt32.self, from).pointee.load(ordering: .relaxed),
          as: UInt32.self)
      case 2:
        unsafe to.storeBytes(
          of: atomic(UInt16.self, from).pointee.load(ordering: .relaxed),
          as: UInt16.self)
      default:
        unsafe to.storeBytes(
          of: atomic(UInt8.self, from).pointee.load(ordering: .relaxed),
          as: UInt8.self)
      }
      done += unit
    }
  }

  /// The largest unit that is aligned at the address and within the bytes that are left.
  @inline(__always)
  private static func unit(at address: UnsafeMutableRawPointer, left: Int) -> Int {
    let place = UInt(bitPattern: address)
    if place & 7 == 0, left >= 8 { return 8 }
    if place & 3 == 0, left >= 4 { return 4 }
    if place & 1 == 0, left >= 2 { return 2 }
    return 1
  }

  @inline(__always)
  private static func atomic<Unit: AtomicRepresentable>(
    _: Unit.Type, _ place: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<Atomic<Unit>> {
    unsafe place.assumingMemoryBound(to: Atomic<Unit>.self)
  }
}
