import Synchronization
import Verifier

/// All raw memory that programs touch goes through here.
///
/// Sound as far as the program is: the verifier proved for every load and store of a verified unit
/// that its bytes lie in the stack, a map value, a packet or a context. Addresses that a unit
/// without proof uses are whatever its author says they are.
enum Memory {
  @inline(__always)
  static func load<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, at address: UInt64
  ) -> Word {
    // Packets start at any address, so nothing is known to be aligned.
    unsafe UnsafeRawPointer(bitPattern: UInt(address))!.loadUnaligned(as: type)
  }

  @inline(__always)
  static func load(at address: UInt64) -> UInt64 { load(UInt64.self, at: address) }

  @inline(__always)
  static func store<Word: FixedWidthInteger & BitwiseCopyable>(
    _ value: Word, at address: UInt64
  ) {
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))!.storeBytes(of: value, as: Word.self)
  }

  /// Up to eight octets, zero-extended.
  static func loadWord(at address: UInt64, byteCount: Int) -> UInt64 {
    switch byteCount {
    case 1: UInt64(load(UInt8.self, at: address))
    case 2: UInt64(load(UInt16.self, at: address))
    case 4: UInt64(load(UInt32.self, at: address))
    default: load(at: address)
    }
  }

  // MARK: Exported functions

  private typealias ExportedFunction =
    @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64

  /// Calls the C function at `address`. One that takes fewer or narrower arguments ignores the
  /// rest, which the System V and Arm calling conventions pass in registers of their own.
  static func call(
    _ address: UInt64, _ r1: UInt64, _ r2: UInt64 = 0, _ r3: UInt64 = 0, _ r4: UInt64 = 0,
    _ r5: UInt64 = 0
  ) -> UInt64 {
    let function = unsafe unsafeBitCast(UInt(address), to: ExportedFunction.self)
    return function(r1, r2, r3, r4, r5)
  }

  // MARK: Atomics

  /// Aligned as its type asks for: the verifier refuses atomic accesses that are not.
  @inline(__always)
  static func atomic64(at address: UInt64) -> UnsafePointer<Atomic<UInt64>> {
    precondition(address % 8 == 0, "an atomic access must be aligned")
    return unsafe UnsafePointer(bitPattern: UInt(address))!
  }

  @inline(__always)
  static func atomic32(at address: UInt64) -> UnsafePointer<Atomic<UInt32>> {
    precondition(address % 4 == 0, "an atomic access must be aligned")
    return unsafe UnsafePointer(bitPattern: UInt(address))!
  }

  static func loadAcquire(byteCount: UInt64, at address: UInt64) -> UInt64 {
    precondition(address % byteCount == 0, "an ordered access must be aligned")
    let pointer = unsafe UnsafeRawPointer(bitPattern: UInt(address))!
    return switch byteCount {
    case 1:
      UInt64(
        unsafe pointer.assumingMemoryBound(to: Atomic<UInt8>.self).pointee.load(
          ordering: .acquiring))
    case 2:
      UInt64(
        unsafe pointer.assumingMemoryBound(to: Atomic<UInt16>.self).pointee.load(
          ordering: .acquiring))
    case 4: UInt64(unsafe atomic32(at: address).pointee.load(ordering: .acquiring))
    default: unsafe atomic64(at: address).pointee.load(ordering: .acquiring)
    }
  }

  static func storeRelease(_ value: UInt64, byteCount: UInt64, at address: UInt64) {
    precondition(address % byteCount == 0, "an ordered access must be aligned")
    let pointer = unsafe UnsafeRawPointer(bitPattern: UInt(address))!
    switch byteCount {
    case 1:
      unsafe pointer.assumingMemoryBound(to: Atomic<UInt8>.self).pointee.store(
        UInt8(truncatingIfNeeded: value), ordering: .releasing)
    case 2:
      unsafe pointer.assumingMemoryBound(to: Atomic<UInt16>.self).pointee.store(
        UInt16(truncatingIfNeeded: value), ordering: .releasing)
    case 4: unsafe atomic32(at: address).pointee.store(value.low, ordering: .releasing)
    default: unsafe atomic64(at: address).pointee.store(value, ordering: .releasing)
    }
  }
}

/// The stack of programs and functions that are not in a coroutine's frame; one a thread.
@safe
struct PrivateStack: ~Copyable {
  /// Room for as many functions as a verified program can have active at once; a multiple of 64.
  static let byteCount =
    (VerifiedUnit.FunctionFacts.activeCountMax * Int(functionByteCountMax) + 63) & ~63

  private let base: UnsafeMutableRawPointer

  init() {
    unsafe base = .allocate(byteCount: Self.byteCount, alignment: 64)
    // Programs never read what they did not write; repeatable all the same.
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: Self.byteCount)
  }

  deinit { unsafe base.deallocate() }

  /// The address just above the stack, a multiple of 64.
  var top: UInt64 { unsafe UInt64(UInt(bitPattern: base)) + UInt64(Self.byteCount) }

  /// Whether a function whose `r10` is `framePointer` has room for its stack and linkage record.
  func hasRoom(below framePointer: UInt64) -> Bool {
    framePointer >= top - UInt64(Self.byteCount) + Self.functionByteCountMax
  }

  /// The largest stack of one function, its record, and a word for the caller's `r10`.
  private static let functionByteCountMax =
    UInt64(VerifiedUnit.FunctionFacts.stackByteCountMax + Preparation.recordByteCount + 8)
}
