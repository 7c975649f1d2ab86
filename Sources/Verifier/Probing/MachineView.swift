/// A machine that was stopped before an instruction, as far as states speak of it.
///
/// The verifier touches no memory: whoever runs the machine says where things lie, and reads words for it.
package final class MachineView {
  /// How many functions run within one another; see ``Exploration/frameCountMax``.
  package var frameCount = 1
  /// The address of what the program was given.
  package var context: UInt64 = 0
  package var packet = PacketPlace()
  package var maps: [MapPlace]
  /// What calls gave out, and what the program was given: start and size.
  package var memories: [MemoryPlace] = []
  /// The addresses of locks that are held.
  package var heldLocks: [UInt64] = []
  /// What `ld_imm64` of a function gives, by its index.
  package var functions: [UInt64] = []
  /// The eight bytes at an address in the stack of a function that runs.
  package let word: (UInt64) -> UInt64

  /// `r0` to `r10` of each frame, the outermost first: of the innermost one as they are, of the others as
  /// they were at their call.
  private(set) var registers: [UInt64]
  /// The same at the last call that each frame made.
  private(set) var registersAtCall: [UInt64]

  package struct PacketPlace {
    package var metadata: UInt64 = 0
    package var start: UInt64 = 0
    package var end: UInt64 = 0

    package init() {}
  }

  package struct MapPlace {
    package var address: UInt64
    /// The addresses of all values that there are, or that pointers may still be had to; the first one is
    /// that which has its address in programs.
    package var values: [UInt64] = []
    /// The addresses of keys that callbacks were given.
    package var keys: [UInt64] = []

    package init(address: UInt64) { self.address = address }
  }

  package struct MemoryPlace {
    package var start: UInt64
    package var byteCount: Int

    package init(start: UInt64, byteCount: Int) {
      self.start = start
      self.byteCount = byteCount
    }
  }

  static let registerCount = 11

  package init(maps: [MapPlace], word: @escaping (UInt64) -> UInt64) {
    self.maps = maps
    self.word = word
    registers = Array(repeating: 0, count: Self.registerCount * Exploration.frameCountMax)
    registersAtCall = registers
  }

  /// A register of the frame at `depth`, 0 for the outermost.
  package subscript(register: Int, depth: Int) -> UInt64 {
    registers[depth * Self.registerCount + register]
  }

  /// Takes over the registers of the innermost frame, which `copy` stores from the given index on.
  package func noteRegisters(_ copy: (inout [UInt64], Int) -> Void) {
    copy(&registers, (frameCount - 1) * Self.registerCount)
  }

  /// A register of the innermost frame as it was at its last call.
  package func registerAtCall(_ register: Int) -> UInt64 {
    registersAtCall[(frameCount - 1) * Self.registerCount + register]
  }

  /// Notes that the innermost frame makes a call.
  package func noteCall() {
    for index in (frameCount - 1) * Self.registerCount..<frameCount * Self.registerCount {
      registersAtCall[index] = registers[index]
    }
  }
}
