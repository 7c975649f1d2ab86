import Bytecode
import Contracts

/// What is verified by itself beside programs: global functions, and callbacks that run later.
extension Exploration {
  /// Puts what the subject may assume at its entry into `r1` and up.
  mutating func assumeSubject() throws(Rejection) {
    switch subject {
    case .program, .replacement: return
    case .global(let function), .exceptionCallback(let function): try assume(function)
    case .later(let callback): assume(callback)
    }
  }

  private mutating func assume(_ callback: LaterCallback) {
    let parameters = prototype(ofCallback: callback.prototype).signature.parameters
    for (index, parameter) in parameters.enumerated() {
      let register = Register(rawValue: UInt8(index + 1))
      switch parameter {
      case .value(let pattern) where pattern.type == .map:
        path.state[register] = RegisterState(kind: .map, detail: callback.map)
      case .value(let pattern): path.state[register] = part(pattern, ofMap: callback.map)
      default: path.state[register] = .unknownScalar
      }
    }
  }

  /// Notes a function that `callee` will have run when the program has ended.
  mutating func noteLaterCallbacks(
    of callee: FunctionContract, _ bindings: CallBindings
  ) throws(Rejection) {
    for (index, parameter) in callee.signature.parameters.enumerated() {
      guard case .callback(let name, true) = parameter else { continue }
      let prototype = prototype(ofCallback: name)
      guard case .value(let pattern)? = prototype.signature.parameters.first,
        let value = bindings.binding(of: pattern.instances[0], in: prototype, calledBy: callee)
      else {
        throw reject("the contract names no value of a map for what runs later", contract: callee)
      }
      let function = Int(path.state[Register(rawValue: UInt8(index + 1))].detail)
      evidence.callbacks.insert(function)
      evidence.laterCallbacks.insert(
        LaterCallback(function: function, prototype: name, map: value.register.detail))
    }
  }
}
