import Glibc

/// A page-aligned mapping that this value alone owns; unmapped when the value dies.
@safe
struct Mapping: ~Copyable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// Maps fresh, zeroed memory, private to this process. Throws `errno`.
  init(byteCount: Int) throws(Errno) {
    precondition(byteCount > 0)
    let base = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else { throw .current }
    unsafe self.init(adopting: base, byteCount: byteCount)
  }

  /// Takes over a mapping that was made elsewhere; nobody else may unmap it.
  @unsafe
  init(adopting base: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.base = base
    self.byteCount = byteCount
  }

  deinit { unsafe munmap(base, byteCount) }
}

// What lies in a mapping has owners of its own; the mapping itself never changes.
extension Mapping: @unchecked Sendable {}
