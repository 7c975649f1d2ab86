/// One instruction, prepared so that running it decides as little as possible: 16 bytes, one a slot.
///
/// An operand is always `registers[source] &+ immediate`. Where the instruction has an immediate,
/// `source` is a register that is always zero; where it has a register, `immediate` is zero.
struct Step {
  var kind: Kind
  /// The destination; the base of a store; for `callNative` a ``NativeResult``.
  var destination: UInt8 = 0
  /// The source; the base of a load; for calls ``CallFlags``.
  var source = RegisterFile.zero
  /// Of memory in bytes, of branches in slots. For calls how far below `r10` the linkage record lies.
  var offset: Int16 = 0
  /// For `callLocal…` the first slot of the callee, for `callNative` its address, for ordered
  /// accesses their size in bytes, for atomic ones the register that gets the old value.
  var immediate: UInt64 = 0
}

/// What is special about a call.
struct CallFlags: OptionSet {
  let rawValue: UInt8

  /// The callee, or the call itself, nulls places that own nothing.
  static let nulls = CallFlags(rawValue: 1)
  /// The exported function takes a lock, and may find it held.
  static let acquiresLock = CallFlags(rawValue: 2)
  /// A function of the unit takes over what it is given, as the exported one that it stands for.
  static let givesAway = CallFlags(rawValue: 4)
  /// A walk is a search in a tree, and no loop over the entries of a map.
  static let searches = CallFlags(rawValue: 8)
  /// The coroutine that the call suspends goes to a queue program.
  static let handsOver = CallFlags(rawValue: 16)
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
