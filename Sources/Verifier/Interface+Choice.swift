import Contracts
import ObjectFile

extension Interface {
  /// The interface that the programs of an object are written for: Baton's where one of them has a role
  /// that only Baton has, and else Linux's, which has every helper and hook of Linux.
  public static func suiting(_ image: ProgramImage) -> Interface {
    let isBatons = image.functions.contains { function in
      guard let section = function.programSection else { return false }
      if let name = function.replacedName { return baton.function(named: name) != nil }
      return baton.role(ofSection: section) != nil && linux.role(ofSection: section) == nil
    }
    return isBatons ? .baton : .linux
  }
}

extension ProgramImage {
  /// Whether one of its programs stands for the exported function.
  public func stands(for function: String) -> Bool {
    functions.contains { $0.replacedName == function }
  }
}

extension ProgramImage.Function {
  /// The section that says what the program is for; nil for a function that is no program.
  var programSection: String? { isProgram ? sectionName : nil }

  /// The exported function that it stands for, in a section `replace/NAME`.
  var replacedName: String? {
    let prefix = FunctionContract.replacementRole + "/"
    guard let section = programSection, section.hasPrefix(prefix) else { return nil }
    return String(section.dropFirst(prefix.count))
  }
}
