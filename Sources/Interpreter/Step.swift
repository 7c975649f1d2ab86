import Bytecode

/// One instruction, prepared so that running it decides as little as possible: 16 bytes, one a slot.
///
/// An operand is always `registers[source] &+ immediate`. Where the instruction has an immediate,
/// `source` is a register that is always zero; where it has a register, `immediate` is zero.
struct Step {
  var kind: Kind
  var arithmetic = ALUOperator.add
  var comparison = Comparison.equal
  var atomic = AtomicOperator.exchange
  /// The destination; the base of a store; for `callNative` a ``NativeResult``.
  var destination: UInt8 = 0
  /// The source; the base of a load; for calls ``CallFlags``.
  var source = RegisterFile.zero
  /// Of memory in bytes, of branches in slots. For calls how far below `r10` the linkage record lies.
  var offset: Int16 = 0
  /// For `callLocal…` the first slot of the callee, for `callNative` its address, for ordered
  /// accesses their size in bytes.
  var immediate: UInt64 = 0

  enum Kind: UInt8 {
    case alu64, alu32, move64, move32, negate64, negate32, loadImmediate64, none
    case signExtend8To64, signExtend16To64, signExtend32To64, signExtend8To32, signExtend16To32
    case truncate16, swap16, swap32, swap64
    case load8, load16, load32, load64, loadSigned8, loadSigned16, loadSigned32
    case store8, store16, store32, store64
    case atomic32, atomic64, loadAcquire, storeRelease
    case jump, branch64, branch32
    /// Calls between functions whose stacks both lie in the coroutine's frame, or both on the
    /// thread's own stack; from the frame to the thread's own stack.
    case callInFrame, callOnStack, callOutOfFrame
    case callNative, suspend, resume, unwind, exit
    /// Loops around a function: as the three kinds of calls above, in the same order. `immediate` has
    /// the callee's first slot in its low half, and where the loop's state lies in its high half.
    case loopInFrame, loopOnStack, loopOutOfFrame
    /// The same for loops over the entries of a map.
    case walkInFrame, walkOnStack, walkOutOfFrame
    case tailCall, mayGoto
    /// `destination` is how many bytes, `source` a register to add, `immediate` the offset.
    case loadPacket
    /// Behind the last instruction.
    case end
  }
}

/// What is special about a call.
struct CallFlags: OptionSet {
  let rawValue: UInt8

  /// The callee, or the call itself, nulls places that own nothing.
  static let nulls = CallFlags(rawValue: 1)
  /// The exported function takes a lock, and may find it held.
  static let acquiresLock = CallFlags(rawValue: 2)
}

/// How the C result of an exported function becomes `r0`: C leaves the upper bits of narrow ones
/// undefined.
enum NativeResult: UInt8 {
  case void, whole, signed8, signed16, signed32, unsigned8, unsigned16, unsigned32

  /// `value` as BPF's 64 bits.
  func extending(_ value: UInt64) -> UInt64 {
    switch self {
    case .void: poison
    case .whole: value
    case .signed8: UInt64(bitPattern: Int64(Int8(truncatingIfNeeded: value)))
    case .signed16: UInt64(bitPattern: Int64(Int16(truncatingIfNeeded: value)))
    case .signed32: UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value)))
    case .unsigned8: UInt64(UInt8(truncatingIfNeeded: value))
    case .unsigned16: UInt64(UInt16(truncatingIfNeeded: value))
    case .unsigned32: UInt64(UInt32(truncatingIfNeeded: value))
    }
  }
}

/// What lies in registers that hold nothing: no address, and easy to know again.
let poison: UInt64 = 0xdead_0bad_dead_0bad
