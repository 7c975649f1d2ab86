import Bytecode
import Contracts

/// Ends of programs from inside, and what else is verified by itself because of a call.
extension Exploration {
  /// Puts what the subject may assume at its entry into `r1` and up.
  mutating func assumeSubject() throws(Rejection) {
    switch subject {
    case .program: return
    case .global(let function), .exceptionCallback(let function): try assume(function)
    case .later(let callback): assume(callback)
    }
  }

  private mutating func assume(_ callback: LaterCallback) {
    guard let prototype = unit.interface.callbacks[callback.prototype] else {
      preconditionFailure("the interface checked that its callbacks exist")
    }
    for (index, parameter) in prototype.signature.parameters.enumerated() {
      guard case .value(let pattern) = parameter else {
        path.state[Register(rawValue: UInt8(index + 1))] = .unknownScalar
        continue
      }
      let kind: RegisterState.Kind =
        switch pattern.type {
        case .map: .map
        case .key: .mapKey
        case .value: .mapValue
        default: preconditionFailure("the interface checked what runs later")
        }
      path.state[Register(rawValue: UInt8(index + 1))] = RegisterState(
        kind: kind, detail: callback.map, identity: kind == .map ? 0 : freshIdentity())
    }
  }

  /// Notes a function that `callee` will have run when the program has ended.
  mutating func noteLaterCallbacks(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    for (index, parameter) in callee.signature.parameters.enumerated() {
      guard case .callback(let name, true) = parameter else { continue }
      guard let value = bindings.mapValue else {
        throw reject("the contract names no value of a map for what runs later", contract: callee)
      }
      let function = Int(path.state[Register(rawValue: UInt8(index + 1))].detail)
      evidence.callbacks.insert(function)
      evidence.laterCallbacks.insert(
        LaterCallback(function: function, prototype: name, map: value.detail))
    }
  }

  /// A call that is the program's end, with its argument for the result.
  mutating func endProgram(_ callee: FunctionContract) throws(Rejection) {
    evidence.endingCalls.insert(path.slot)
    try checkSectionsAreClosed(callee.name)
    try checkNothingIsOwned()
    if exceptionCallback == nil { try checkResult(try read(.r1), in: .r1) }
  }
}
