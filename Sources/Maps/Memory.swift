import CLinux
import Glibc

/// Zeroed, page-aligned memory that this value alone owns; unmapped when the value dies.
///
/// Sendable because it only says where the memory is; what lies in it has its own rules.
@safe
struct MemoryBlock: ~Copyable, @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int
  /// How much of that only shows other pages once more.
  let repeatedByteCount: Int

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
    repeatedByteCount = 0
    // Both are advice: without them the memory is slower at first, or with many entries.
    if byteCount >= Self.largePageByteCount {
      _ = unsafe madvise(mapped, byteCount, MADV_HUGEPAGE)
    }
    if byteCount <= Self.populatedByteCountMax {
      _ = unsafe madvise(mapped, byteCount, MADV_POPULATE_WRITE)
    }
  }

  /// Memory that ends in a ring, which is there twice, one behind the other, so that what reaches round
  /// its end lies in one piece. Both sizes are multiples of a page.
  ///
  /// Throws `MapError.allocation`.
  init(headByteCount: Int, ringByteCount: Int) throws(MapError) {
    let total = headByteCount + 2 * ringByteCount
    let mapped = unsafe mmap(
      nil, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw .allocation(byteCount: total, errno: errno)
    }
    // Sound: both lie within what was just mapped, which nobody uses yet.
    let error = unsafe Self.mapTwice(at: mapped + headByteCount, byteCount: ringByteCount)
    guard error == 0 else {
      unsafe munmap(mapped, total)
      throw .allocation(byteCount: ringByteCount, errno: error)
    }
    unsafe base = mapped
    byteCount = total
    repeatedByteCount = ringByteCount
  }

  /// Replaces twice `byteCount` bytes of mapped memory by one file. Returns 0 or an `errno`.
  private static func mapTwice(at place: UnsafeMutableRawPointer, byteCount: Int) -> Int32 {
    let file = unsafe linux_memory_file("baton ring")
    if file < 0 { return -file }
    defer { close(file) }
    if ftruncate(file, byteCount) != 0 { return errno }
    for copy in 0...1 {
      let mapped = unsafe mmap(
        place + copy * byteCount, byteCount, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_FIXED | MAP_POPULATE, file, 0)
      if unsafe mapped == MAP_FAILED { return errno }
    }
    return 0
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
  static var pageByteCount: Int { Int(getpagesize()) }

  static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int) -> Bool {
    unsafe memcmp(a, b, byteCount) == 0
  }
}
