import Bytecode

/// `r0` to `r10`, a register that nobody reads, and one that is always zero.
///
/// In memory of its own: Swift 6.3 copies an `InlineArray` whole at each read by a variable index,
/// which made every instruction three times as slow.
@safe
struct RegisterFile: ~Copyable {
  /// The number of the register that is always zero. It is never a destination.
  static let zero: UInt8 = 15
  /// The number of a register that nobody reads, for results that nobody wants.
  static let unused: UInt8 = 14

  private static let count = 16

  private let values: UnsafeMutablePointer<UInt64>

  init() {
    unsafe values = .allocate(capacity: Self.count)
    unsafe values.initialize(repeating: 0, count: Self.count)
  }

  deinit { unsafe values.deallocate() }

  func clear() { unsafe values.update(repeating: 0, count: Self.count) }

  /// Sound: four bits can't name a place outside of the sixteen.
  subscript(number: UInt8) -> UInt64 {
    @inline(__always) get { unsafe values[Int(number & 15)] }
    @inline(__always) nonmutating set { unsafe values[Int(number & 15)] = newValue }
  }

  /// `r10`.
  var framePointer: UInt64 {
    get { self[10] }
    nonmutating set { self[10] = newValue }
  }
}
