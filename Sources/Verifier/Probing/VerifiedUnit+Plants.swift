import Bytecode

/// Mistakes in what engines are told, to be made on purpose: a fuzzer of theirs that does not find them is too weak.
extension VerifiedUnit {
  /// The same unit, whose suspensions in some instructions do not keep a register.
  package func forgetting(_ register: Register, whereSuspendedIn slots: Range<Int>) -> VerifiedUnit
  {
    var changed = self
    for slot in slots where unit.contract(calledAt: slot)?.suspends == true {
      changed.savedRegisters[slot]?.remove(RegisterSet(register))
    }
    return changed
  }

  /// The same unit, of which one of the owned places is not released wherever a program is unwound.
  package var forgettingAnOwnedPlace: VerifiedUnit {
    var changed = self
    changed.cleanup.owned = cleanup.owned.mapValues { Array($0.dropLast()) }
    return changed
  }
}
