import Bytecode

extension VerifiedUnit.FunctionFacts {
  private static let loopStateByteCount = 24
  /// The size of `struct baton_walk`.
  private static let walkByteCount = 104
  private static let budgetByteCount = 8

  /// Adds what engines keep in the stack of function `index` to the bytes that its code uses.
  init(
    _ index: Int, of unit: ProgramUnit, usedByteCount: Int, isInFrame: Bool, canThrow: Bool
  ) {
    self.isInFrame = isInFrame
    self.canThrow = canThrow
    role = unit.role(of: index)
    stackByteCount = (usedByteCount + 7) & ~7
    self.usedByteCount = stackByteCount
    let slots = unit.image.functions[index].range
    if slots.contains(where: { unit.callsBack(callAt: $0) }) {
      let walks = slots.contains { unit.walk(ofCallAt: $0) != nil }
      stackByteCount += walks ? Self.walkByteCount : Self.loopStateByteCount
      loopStateOffset = -stackByteCount
    }
    if slots.contains(where: { if case .mayGoto? = unit.operations[$0] { true } else { false } }) {
      stackByteCount += Self.budgetByteCount
      budgetOffset = -stackByteCount
    }
  }

  /// How many iterations `may_goto` lets a function make (Linux: `BPF_MAX_LOOPS`), and how many
  /// `bpf_loop` makes at most.
  public static let iterationCountMax: UInt32 = 8 << 20
  /// How often one run may go on in another program (Linux: `MAX_TAIL_CALL_CNT`).
  public static let tailCallCountMax: UInt32 = 33

  /// The most stack that a function has, with what engines keep there.
  public static let stackByteCountMax =
    Exploration.stackByteCountMax + walkByteCount + budgetByteCount
  /// How many functions may wait for one another, with that which runs: the program that a tail call goes on
  /// in takes the place of one function, and those that called this one still wait.
  public static let activeCountMax = Exploration.frameCountMax * (Int(tailCallCountMax) + 1)
}
