import Bytecode

/// Why a program without proof can't be prepared.
public enum UnverifiedProgramError: Error, Equatable, CustomStringConvertible {
  /// Only verified units have maps, exported functions, loop budgets and legacy packet access.
  case unsupported(slot: Int)
  case unknownHelper(Int32, slot: Int)

  public var description: String {
    switch self {
    case .unsupported(let slot): "the instruction at \(slot) needs a verified unit"
    case .unknownHelper(let number, let slot): "there is no helper \(number), called at \(slot)"
    }
  }
}

extension InterpreterUnit {
  /// Bytes of stack that every function of an unverified program has.
  public static let unverifiedStackByteCount = 512

  /// Prepares a bare program of ``DecodedProgram/operations``, whose entry is function 0.
  ///
  /// Nothing about its memory accesses is proved: whoever runs it answers for them. Local calls
  /// work; one that nests too deep for the thread's stack traps.
  /// - Parameter helpers: addresses of C functions of up to five 64-bit arguments and such a result,
  ///   by helper number.
  public convenience init(
    unverified operations: [Operation?], helpers: [Int32: UInt64] = [:]
  ) throws(UnverifiedProgramError) {
    var steps: [Step] = []
    for (slot, operation) in operations.enumerated() {
      guard let operation else {
        steps.append(Step(kind: .end))
        continue
      }
      steps.append(try Step(unverified: operation, at: slot, helpers))
    }
    self.init(
      steps: steps, addresses: InterpreterAddresses(exported: [], finish: 0, abandon: 0),
      isChecked: false, entries: [Entry(firstSlot: 0, isInFrame: false)])
  }
}

extension Step {
  fileprivate init(
    unverified operation: Operation, at slot: Int, _ helpers: [Int32: UInt64]
  ) throws(UnverifiedProgramError) {
    switch operation {
    case .call(.helper(let number)):
      guard let address = helpers[number] else { throw .unknownHelper(number, slot: slot) }
      self.init(
        kind: .callNative, destination: NativeResult.whole.rawValue, source: 0, immediate: address)
    case .call(.local(let offset)):
      self.init(
        kind: .callOnStack, source: 0,
        offset: Int16(InterpreterUnit.unverifiedStackByteCount + Preparation.recordByteCount),
        immediate: UInt64(slot + 1 + Int(offset)))
    case .loadPacket: throw .unsupported(slot: slot)
    default:
      guard let step = Step(plain: operation) else { throw .unsupported(slot: slot) }
      self = step
    }
  }
}
