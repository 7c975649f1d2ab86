import Glibc

/// Zeroed, page-aligned memory that this value alone owns; unmapped when the value dies.
///
/// Sendable because it only says where the memory is; what lies in it has its own rules.
@safe
struct MemoryBlock: ~Copyable, @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// Up to this size every page is touched at creation, so that no program waits for a page fault.
  private static let populatedByteCountMax = 64 << 20
  private static let largePageByteCount = 2 << 20

  /// Throws `MapError.allocation` when the system has no memory of that size.
  init(byteCount: Int) throws(MapError) {
    precondition(byteCount > 0, "a block of memory has a size")
    let mapped = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw .allocation(byteCount: byteCount, errno: errno)
    }
    unsafe base = mapped
    self.byteCount = byteCount
    // Both are advice: without them the memory is slower at first, or with many entries.
    if byteCount >= Self.largePageByteCount {
      _ = unsafe madvise(mapped, byteCount, MADV_HUGEPAGE)
    }
    if byteCount <= Self.populatedByteCountMax {
      _ = unsafe madvise(mapped, byteCount, MADV_POPULATE_WRITE)
    }
  }

  deinit { unsafe munmap(base, byteCount) }
}

/// Where the parts of one block of memory lie: each is placed behind the one before it.
struct BlockPlan {
  private(set) var byteCount = 0

  /// Sets bytes aside; returns where they start, relative to the block.
  mutating func reserve(_ count: Int, alignment: Int) -> Int {
    let offset = byteCount.rounded(upTo: alignment)
    byteCount = offset + count
    return offset
  }
}

extension Int {
  /// The smallest multiple of `alignment`, a power of two, that is not below this number.
  func rounded(upTo alignment: Int) -> Int { (self + alignment - 1) & ~(alignment - 1) }
}

enum Memory {
  static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int) -> Bool {
    unsafe memcmp(a, b, byteCount) == 0
  }
}
