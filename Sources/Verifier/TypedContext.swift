import Contracts
import ObjectFile

/// The arguments of a function of the kernel, which programs of some roles are given in the place of a
/// context: eight bytes each.
struct TypedContext: Sendable {
  /// The function's, as messages name it.
  var name: String
  var arguments: [BTF.Parameter]
  /// What the function returns; nil where it returns nothing.
  var result: BTF.TypeID?

  /// - Parameters:
  ///   - pattern: the name of the kernel's type, with a `*` for `attachment`.
  ///   - attachment: what follows the role in the section's name.
  init?(_ pattern: String, attachment: String, in index: BTFIndex) {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    name = parts.joined(separator: attachment)
    let types = index.types
    let prototype: BTF.TypeID
    var isTracepoint = false
    if let function = index.function(named: name),
      case .function(let target, _) = types.kind(of: function)
    {
      prototype = target
    } else if let typedef = index.typedef(named: name),
      case .pointer(let target) = types.kind(of: types.resolvingModifiers(typedef))
    {
      prototype = types.resolvingModifiers(target)
      isTracepoint = true
    } else {
      return nil
    }
    guard case .functionPrototype(let result, let parameters, _) = types.kind(of: prototype) else {
      return nil
    }
    // The first argument of a tracepoint's function is the tracepoint's own.
    arguments = Array(parameters.dropFirst(isTracepoint ? 1 : 0))
    if case .void = types.kind(of: types.resolvingModifiers(result)) {
      self.result = nil
    } else {
      self.result = result
    }
  }
}
