import Contracts
import ObjectFile

/// The global function that a program names for what is thrown in it: its argument is the cookie, and its
/// result the program's.
struct ExceptionCallback: Sendable {
  let function: Int
  let contract: GlobalFunction

  private static let tag = "exception_callback:"

  /// Nil for a program that names none.
  init?(of entry: Int, in unit: ProgramUnit, context: String?) throws(Rejection) {
    let program = unit.image.functions[entry]
    guard let id = program.typeID else { return nil }
    let names = unit.types.declTags(of: id).filter { $0.hasPrefix(Self.tag) }
    guard let name = names.first?.dropFirst(Self.tag.count) else { return nil }
    func refuse(_ reason: String) -> Rejection { Rejection(slot: program.start, reason: reason) }
    guard names.count == 1 else {
      throw refuse("multiple exception callback tags for main subprog")
    }
    guard let function = unit.image.functions.firstIndex(where: { $0.name == name }) else {
      throw refuse("exception callback '\(name)' could not be found in BTF")
    }
    guard unit.image.functions[function].isGlobal else {
      throw refuse("exception callback '\(name)' must have global linkage")
    }
    self.function = function
    contract = try GlobalFunction(function, of: unit, context: context)
    guard contract.parameters == [.scalar] else {
      throw refuse("exception cb only supports single integer argument")
    }
  }

  /// Only what is thrown calls it.
  func checkCalls(_ calls: CallGraph, of entry: Int, in unit: ProgramUnit) throws(Rejection) {
    for caller in calls.reachable(from: entry) + calls.reachable(from: function) {
      let range = unit.image.functions[caller].range
      guard let slot = range.first(where: { unit.localFunction(calledAt: $0) == function }) else {
        continue
      }
      throw Rejection(slot: slot, reason: "cannot call exception cb directly")
    }
  }
}
