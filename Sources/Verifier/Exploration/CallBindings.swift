import Bytecode
import Contracts

/// What the arguments of one call bound the contract's instances to.
struct CallBindings {
  struct Binding {
    var register: RegisterState
    /// The special field of a map value that the argument points to.
    var field: ValueLayout.Field?
    /// Which register passes it.
    var number = Register.r0
    /// What the argument has to be.
    var pattern: ValuePattern?
    /// How many bytes of it are meant, where another argument says that.
    var size: RegisterState?
    /// It is no argument: only what one belongs to, which was acquired there.
    var isOwner = false
    var acquiredAt: Int32?

    init(register: RegisterState, field: ValueLayout.Field? = nil, number: Register = .r0) {
      self.register = register
      self.field = field
      self.number = number
    }
  }

  private var bindings: [Int: Binding] = [:]

  subscript(instance: Int) -> Binding? { bindings[instance] }

  mutating func bind(_ instance: Int, _ binding: Binding) { bindings[instance] = binding }

  /// What the call has bound to an instance of its callback's prototype: the two have the same names.
  func binding(
    of instance: Int, in prototype: FunctionContract, calledBy callee: FunctionContract
  ) -> Binding? {
    let name = prototype.signature.instanceNames[instance]
    return callee.signature.instanceNames.firstIndex(of: name).flatMap { bindings[$0] }
  }

  mutating func setSize(_ size: RegisterState, of instance: Int) {
    bindings[instance]?.size = size
  }
}
