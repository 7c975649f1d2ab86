import Glibc

/// Zeroed memory that this object alone owns, of which the system gives a page only when it is touched: address space for
/// what may become many.
@safe
public final class LazyMemory: @unchecked Sendable {
  // Sound: the address never changes; who may use the memory is agreed upon by those who have the object.
  public let base: UnsafeMutableRawPointer
  public let byteCount: Int

  /// - Throws: `SlabError` where the system has no room.
  public init(byteCount: Int) throws(SlabError) {
    precondition(byteCount > 0, "memory of \(byteCount) bytes")
    let mapped = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw SlabError(byteCount: byteCount, errno: errno)
    }
    unsafe base = mapped
    self.byteCount = byteCount
  }

  deinit { _ = unsafe munmap(base, byteCount) }

  /// Whether an address lies in it.
  func contains(_ address: UInt) -> Bool {
    unsafe address &- UInt(bitPattern: base) < UInt(byteCount)
  }
}
