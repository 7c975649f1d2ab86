import Contracts
import ObjectFile

extension Interface {
  /// The interface that the programs of an object are written for: Baton's where one of them has a role
  /// that only Baton has, and else Linux's, which has every helper and hook of Linux.
  public static func suiting(_ image: ProgramImage) -> Interface {
    let isBatons = image.functions.contains { function in
      guard let section = function.programSection else { return false }
      return baton.role(ofSection: section) != nil && linux.role(ofSection: section) == nil
    }
    return isBatons ? .baton : .linux
  }
}

extension ProgramImage.Function {
  /// The section that says what the program is for; nil for a function that is no program.
  var programSection: String? { isProgram ? sectionName : nil }
}
