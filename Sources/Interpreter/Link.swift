/// Where a function goes on: what stands in the `link` of a linkage record under the interpreter.
///
/// Not a native address but one more than the slot of the calling instruction, so that 0, which
/// fresh memory is full of, is never a link.
enum Link {
  /// The link of a coroutine that has not run yet.
  static let start = UInt64.max
  /// The link of a ticket, which stands for a coroutine.
  static let ticket = UInt64.max - 1
  /// The link below which there is no function.
  static let root = UInt64.max - 2
  /// The link of a coroutine that was cancelled while it waited: who resumes it, lets go of it.
  static let forgotten = UInt64.max - 3

  static func after(slot: Int) -> UInt64 { UInt64(slot + 1) }

  /// The slot of the calling instruction; nil for one that belongs to none.
  static func slot(of link: UInt64) -> Int? {
    link >= forgotten ? nil : Int(link) - 1
  }
}

/// What `ld_imm64` of a function gives: a value that only `co_await` understands.
enum FunctionAddress {
  /// No canonical x86-64 or arm64 user address has these upper bits.
  private static let tag: UInt64 = 0xba70 << 48
  private static let tagMask: UInt64 = 0xffff << 48

  static func encode(firstSlot: Int) -> UInt64 { tag | UInt64(firstSlot) }

  static func firstSlot(of address: UInt64) -> Int {
    precondition(address & tagMask == tag, "the verifier lets only functions be awaited")
    return Int(address & ~tagMask)
  }
}
