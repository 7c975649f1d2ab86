import Bytecode

/// `r0` to `r10`, and one register that is always zero. Sixteen, so that a masked index costs no
/// check.
struct RegisterFile {
  /// The number of the register that is always zero. It is never a destination.
  static let zero: UInt8 = 15

  private var values = InlineArray<16, UInt64>(repeating: 0)

  subscript(number: UInt8) -> UInt64 {
    @inline(__always) get { values[Int(number & 15)] }
    @inline(__always) set { values[Int(number & 15)] = newValue }
  }

  /// `r10`.
  var framePointer: UInt64 {
    get { self[10] }
    set { self[10] = newValue }
  }
}
