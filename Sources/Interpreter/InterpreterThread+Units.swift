/// Coroutines of other units than that of the program which resumes them: versions of it that came before or after.
extension InterpreterThread {
  /// From here on coroutines of the unit may be resumed, whatever unit the program is of that does it.
  public mutating func learn(_ unit: InterpreterUnit) { knownUnits.append(unit) }

  /// There is no coroutine of the unit any more, and nothing runs.
  public mutating func forget(_ unit: InterpreterUnit) {
    precondition(!isActive, "a thread forgets between programs")
    knownUnits.removeAll { $0 === unit }
    if startedUnit === unit { startedUnit = nil }
  }

  /// Goes over to the unit of the function that frames name `number`; false where it is there already.
  mutating func enterUnit(ofFunction number: Int) -> Bool {
    if unit.functionNumbers.contains(number) { return false }
    guard let other = knownUnits.first(where: { $0.functionNumbers.contains(number) }) else {
      preconditionFailure("a coroutine's unit is known as long as there is one")
    }
    outerUnit = startedUnit
    startedUnit = other
    return true
  }

  /// A coroutine's level has ended: goes back to the unit of the program below; false where it is there already.
  mutating func leaveUnit() -> Bool {
    guard let outer = outerUnit else { return false }
    startedUnit = outer
    outerUnit = nil
    return true
  }
}
