import Bytecode
import Verifier

/// Functions that need no frame of their own: they run on the native stack, keep nothing there, and whatever they call is
/// done in place. Many queue programs are such.
extension Compiler {
  static func leaves(_ verified: VerifiedUnit, _ addresses: NativeAddresses) -> [Bool] {
    verified.functions.indices.map { isLeaf($0, verified, addresses) }
  }

  private static func isLeaf(
    _ function: Int, _ verified: VerifiedUnit, _ addresses: NativeAddresses
  ) -> Bool {
    let facts = verified.functions[function]
    guard !facts.isInFrame, facts.stackByteCount == 0, facts.budgetOffset == nil else {
      return false
    }
    return verified.unit.image.functions[function].range.allSatisfy { slot in
      guard verified.safePoints[slot] == nil else { return false }
      guard case .call? = verified.unit.operations[slot] else { return true }
      return InPlace(at: slot, verified, addresses) != nil
    }
  }
}
