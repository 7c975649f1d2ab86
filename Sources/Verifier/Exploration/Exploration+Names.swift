import Contracts

/// What messages call things: in Linux's words, as people search for these.
extension Exploration {
  /// What a register holds.
  func name(of state: RegisterState) -> String {
    StateText(unit: unit).name(of: state, in: path.state)
  }

  /// The interface type's name of an object pointer.
  func typeName(_ register: RegisterState) -> String {
    register.kind == .object ? unit.typeRules[register.detail].name : ""
  }
}

extension FunctionContract {
  /// Called by its name, as the kernel's own functions are, and neither a helper nor a prototype.
  var isKernelFunction: Bool { helperNumber == nil && role == nil && callback == nil }

  /// A helper with its number, which tells it from a function that is called by its name.
  var nameAndNumber: String {
    guard let helperNumber else { return name }
    // Declarations for further types of map have names with something behind the helper's.
    let end = name.firstRange(of: "__")?.lowerBound ?? name.endIndex
    return "\(name[..<end])#\(helperNumber)"
  }
}

extension Tnum {
  /// As Linux writes it: the known bits, and the mask of the unknown ones.
  var text: String {
    if isConstant { return value <= 1 << 16 ? "\(value)" : "0x" + String(value, radix: 16) }
    return "(0x\(String(value, radix: 16)); 0x\(String(mask, radix: 16)))"
  }
}
