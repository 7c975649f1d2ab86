import CLinux
import Glibc

/// Pages of machine code that this value alone owns: written once, then sealed. They are never
/// writable and executable at the same time; unmapped when the value dies.
@safe
struct CodeMemory: ~Copyable {
  private let start: UnsafeMutableRawPointer
  private let byteCount: Int

  var address: UInt64 { unsafe UInt64(UInt(bitPattern: start)) }

  /// Maps writable pages, near `hint` where the system has room there, so that calls between the
  /// two are short.
  init(byteCount: Int, near hint: UInt64) throws(CodeMemoryError) {
    let pageByteCount = 4096
    let rounded = (byteCount + pageByteCount - 1) & ~(pageByteCount - 1)
    let wanted = UInt(hint &- Self.hintDistance) & ~UInt(pageByteCount - 1)
    let mapped = unsafe mmap(
      UnsafeMutableRawPointer(bitPattern: wanted), rounded, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw CodeMemoryError(call: "mmap", errno: errno, byteCount: rounded)
    }
    unsafe start = mapped
    self.byteCount = rounded
  }

  /// Below the executable's own image, well within reach of a 32-bit displacement.
  private static let hintDistance: UInt64 = 512 << 20

  /// Writes into the pages; of use until they are sealed.
  var emitter: Emitter {
    unsafe Emitter(into: UnsafeMutableRawBufferPointer(start: start, count: byteCount))
  }

  /// Makes the pages executable and read-only.
  consuming func sealed() throws(CodeMemoryError) -> CodeMemory {
    guard unsafe mprotect(start, byteCount, PROT_READ | PROT_EXEC) == 0 else {
      throw CodeMemoryError(call: "mprotect", errno: errno, byteCount: byteCount)
    }
    return self
  }

  deinit { unsafe munmap(start, byteCount) }
}

/// The system gave no memory for code, or did not let it be sealed.
public struct CodeMemoryError: Error, Equatable, CustomStringConvertible {
  public var call: String
  public var errno: Int32
  public var byteCount: Int

  public var description: String {
    "\(call) of \(byteCount) bytes for code failed: \(unsafe String(cString: strerror(errno)))"
  }
}
