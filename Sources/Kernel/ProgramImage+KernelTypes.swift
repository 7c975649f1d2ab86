import ObjectFile

extension ProgramImage {
  /// The object's types as the kernel takes them: nothing of them may lie elsewhere. Numbers stay.
  ///
  /// Externs become definitions, as libbpf has them; which types they have is settled by then. The
  /// sections that list them, and other empty ones, give their numbers to a pointer.
  var kernelTypes: BTF {
    var types = self.types
    let placeholder = types.types.indices.first { Self.isEmptySection(types.types[$0].kind) }
    for (id, entry) in types.types.enumerated() {
      switch entry.kind {
      case .dataSection where Self.isEmptySection(entry.kind):
        types.types[id] = BTF.TypeEntry(name: "", kind: .pointer(0))
      case .function(let prototype, linkage: .extern):
        types.types[id].kind = .function(prototype: prototype, linkage: .global)
        types.nameParameters(of: prototype)
      case .variable(let type, linkage: .extern):
        types.types[id].kind = .variable(
          placeholder.map { BTF.TypeID($0) } ?? type, linkage: .global)
      default: break
      }
    }
    hideFunctions(in: &types)
    return types
  }

  private static func isEmptySection(_ kind: BTF.Kind) -> Bool {
    if case .dataSection(byteCount: 0, _) = kind { true } else { false }
  }

  /// Those that other objects can't see are verified together with their callers.
  private func hideFunctions(in types: inout BTF) {
    for function in functions where !function.isGlobal {
      guard let id = function.typeID,
        case .function(let prototype, linkage: .global) = types.kind(of: id)
      else { continue }
      types.types[Int(id)].kind = .function(prototype: prototype, linkage: .static)
    }
  }
}

extension BTF {
  /// Declarations may leave parameters without names; functions may not.
  fileprivate mutating func nameParameters(of prototype: TypeID) {
    guard case .functionPrototype(let result, var parameters, let isVariadic) = kind(of: prototype)
    else { return }
    for index in parameters.indices where parameters[index].name.isEmpty {
      parameters[index].name = "_\(index)"
    }
    types[Int(prototype)].kind = .functionPrototype(
      result: result, parameters: parameters, isVariadic: isVariadic)
  }
}
