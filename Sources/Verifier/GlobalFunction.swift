import Contracts
import ObjectFile

/// What a global function's declaration says of it. In roles that are modular, such a function is verified
/// by itself, once, on what its declaration lets it assume; and a call of it only has to keep that.
struct GlobalFunction: Sendable {
  var name: String
  var parameters: [Parameter]

  enum Parameter: Equatable, Sendable {
    case scalar
    /// The program's own context.
    case context
    /// Memory of this size, to be read and written.
    case memory(byteCount: Int, isNullable: Bool)
    /// A value of an interface type that lies in a stack, such as a dynptr.
    case local(type: UInt32)
    /// A trusted pointer to a structure of the kernel.
    case kernel(name: String, isNullable: Bool)
    /// An address in an arena, or any number.
    case arena
  }

  /// What a `btf_decl_tag` says of a parameter (libbpf: `__arg_ctx`, `__arg_nonnull`).
  private enum Tag {
    static let context = "arg:ctx"
    static let notNull = "arg:nonnull"
    static let trusted = "arg:trusted"
    static let nullable = "arg:nullable"
    static let arena = "arg:arena"
    static let all = [context, notNull, trusted, nullable, arena]
  }

  /// - Parameter context: the name of the context's type in the role that calls it.
  init(_ index: Int, of unit: ProgramUnit, context: String?) throws(Rejection) {
    let function = unit.image.functions[index]
    name = function.name
    parameters = []
    let types = unit.image.types
    func refuse(_ reason: String) -> Rejection { Rejection(slot: function.start, reason: reason) }
    guard let id = function.typeID, case .function(let prototype, _) = types.kind(of: id),
      case .functionPrototype(let result, let declared, _) = types.kind(of: prototype)
    else { throw refuse("Global functions need valid BTF") }
    guard types.isScalar(result) else {
      throw refuse(
        "Global function \(name)() doesn't return scalar. Only those are supported.")
    }
    guard declared.count <= FunctionContract.parameterCountMax else {
      throw refuse("Global function \(name)() with \(declared.count) > 5 args. Buggy compiler.")
    }
    for (number, parameter) in declared.enumerated() {
      let tags = unit.types.declTags(of: id, component: Int32(number)).filter {
        $0.hasPrefix("arg:")
      }
      if let unknown = tags.first(where: { !Tag.all.contains($0) }) {
        throw refuse("arg#\(number) has unsupported set of tags: \(unknown)")
      }
      guard case .pointer(let pointee) = types.kind(of: types.resolvingModifiers(parameter.type))
      else {
        guard tags.isEmpty else {
          throw refuse("arg#\(number) has pointer tag, but is not a pointer type")
        }
        guard types.isScalar(parameter.type) else {
          throw refuse("Arg#\(number) in \(name)() is not supported yet.")
        }
        parameters.append(.scalar)
        continue
      }
      let target = types.resolvingModifiers(pointee)
      let targetName = types.name(of: target)
      if tags.contains(Tag.trusted) {
        guard !tags.contains(Tag.notNull) else {
          throw refuse("arg#\(number) has invalid combination of tags")
        }
        // `struct task_struct___local` is a flavour of the kernel's.
        let name = targetName.firstRange(of: "___").map { targetName[..<$0.lowerBound] }
        parameters.append(
          .kernel(
            name: name.map(String.init) ?? targetName, isNullable: tags.contains(Tag.nullable)))
      } else if tags.contains(Tag.arena) {
        parameters.append(.arena)
      } else if tags.contains(Tag.context) || context != nil && targetName == context {
        parameters.append(.context)
      } else if let type = unit.typeRules.number(of: targetName),
        unit.typeRules[type].kind == .local
      {
        parameters.append(.local(type: type))
      } else if let byteCount = types.byteCount(of: target) {
        parameters.append(
          .memory(byteCount: Int(byteCount), isNullable: !tags.contains(Tag.notNull)))
      } else {
        throw refuse(
          "arg#\(number) reference type('\(types.keyword(of: target)) \(targetName)') size cannot be "
            + "determined: -22")
      }
    }
  }
}

extension ProgramUnit {
  /// Whether a function is declared to return an integer.
  func returnsInteger(_ function: Int) -> Bool {
    let types = image.types
    guard let id = image.functions[function].typeID,
      case .function(let prototype, _) = types.kind(of: id),
      case .functionPrototype(let result, _, _) = types.kind(of: prototype)
    else { return false }
    return types.isScalar(result)
  }
}

extension BTF {
  fileprivate func isScalar(_ id: TypeID) -> Bool {
    switch kind(of: resolvingModifiers(id)) {
    case .integer, .enumeration: true
    default: false
    }
  }

  /// The kind in the words of Linux's messages.
  fileprivate func keyword(of id: TypeID) -> String {
    switch kind(of: id) {
    case .structure: "STRUCT"
    case .union: "UNION"
    case .forward: "FWD"
    case .functionPrototype: "FUNC_PROTO"
    default: "UNKNOWN"
    }
  }
}
