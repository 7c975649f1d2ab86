import Contracts
import ObjectFile

/// Functions of the unit that stand for exported ones: those in sections `replace/NAME`.
extension ProgramUnit {
  /// By index in the interface.
  static func replacements(_ image: ProgramImage, _ interface: Interface) -> [Int: [Int]] {
    var replacements: [Int: [Int]] = [:]
    for (index, function) in image.functions.enumerated() {
      guard let export = function.replacedName.flatMap(interface.function(named:)) else { continue }
      replacements[export, default: []].append(index)
    }
    return replacements
  }

  /// What a program has to prove, in each of the cases that there are.
  func obligations(of entry: Int) throws(Rejection) -> [FunctionContract] {
    guard let program = program(entry) else {
      preconditionFailure("only programs are verified by themselves")
    }
    if let role = interface.roles[program.role] { return [role] }
    let start = image.functions[entry].start
    guard program.role == FunctionContract.replacementRole else {
      let known = interface.roles.keys.sorted().joined(separator: ", ")
      throw .unsupported(
        at: start, "the section “\(image.functions[entry].section)” names no role",
        hint: "roles are: \(known)")
    }
    guard let index = interface.function(named: program.attachment) else {
      throw Rejection(
        slot: start,
        reason: "the section “\(image.functions[entry].section)” names no exported function")
    }
    let contract = interface.functions[index]
    if let obstacle = contract.obstacleToReplacement(in: interface) {
      throw .unsupported(
        at: start, "no program can stand for \(contract.name): \(obstacle)", contract: contract)
    }
    return contract.replacements(in: interface)
  }
}
