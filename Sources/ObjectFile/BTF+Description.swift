extension BTF {
  /// The type in C syntax: `struct coroutine *`, `int (*)(struct coroutine *, u64)`. Functions and
  /// variables come with their name, as a declaration.
  ///
  /// Types that nest without end in sight are cut with `…`.
  public func describe(_ id: TypeID) -> String {
    var writer = DeclarationWriter(types: self)
    return writer.declaration(of: id, around: "")
  }
}

/// Writes C declarations inside out, as their grammar wants it.
private struct DeclarationWriter {
  let types: BTF
  /// How many more types may be written: prototypes of prototypes grow exponentially.
  var budget = 256

  /// The declaration of `inner`, which is a name or the part of a declarator that is done.
  mutating func declaration(of id: BTF.TypeID, around inner: String) -> String {
    budget -= 1
    guard budget >= 0 else { return "…" }
    let name = types.name(of: id)
    switch types.kind(of: id) {
    case .void: return join("void", inner)
    case .integer, .float, .typedef: return join(name, inner)
    case .structure, .forward(isUnion: false): return join(tagged("struct", name), inner)
    case .union, .forward(isUnion: true): return join(tagged("union", name), inner)
    case .enumeration: return join(tagged("enum", name), inner)
    case .pointer(let target): return declaration(of: target, around: pointer(to: target, inner))
    case .const(let target): return qualified("const", target, inner)
    case .volatile(let target): return qualified("volatile", target, inner)
    case .restrict(let target): return qualified("restrict", target, inner)
    case .typeTag(let target): return declaration(of: target, around: inner)
    case .array(let element, _, let count):
      return declaration(of: element, around: "\(inner)[\(count)]")
    case .functionPrototype(let result, let parameters, let isVariadic):
      let list = parameterList(parameters, isVariadic: isVariadic)
      return declaration(of: result, around: "\(inner)(\(list))")
    case .function(let prototype, _): return declaration(of: prototype, around: name)
    case .variable(let type, _): return declaration(of: type, around: name)
    case .dataSection: return "section \(name)"
    case .declTag: return "btf_decl_tag(\"\(name)\")"
    }
  }

  private func join(_ base: String, _ inner: String) -> String {
    inner.isEmpty ? base : "\(base) \(inner)"
  }

  private func tagged(_ keyword: String, _ name: String) -> String {
    "\(keyword) \(name.isEmpty ? "(anonymous)" : name)"
  }

  /// `*inner`, in parentheses where what follows would bind more tightly.
  private func pointer(to target: BTF.TypeID, _ inner: String) -> String {
    var target = target
    while case .typeTag(let next) = types.kind(of: target) { target = next }
    switch types.kind(of: target) {
    case .array, .functionPrototype: return "(*\(inner))"
    default: return "*\(inner)"
    }
  }

  /// A qualifier of a pointer stands right of its `*`, any other left of everything.
  private mutating func qualified(
    _ qualifier: String, _ target: BTF.TypeID, _ inner: String
  ) -> String {
    var next = target
    while let modified = types.kind(of: next).modified {
      if case .typedef = types.kind(of: next) { break }
      next = modified
    }
    if case .pointer = types.kind(of: next) {
      return declaration(of: target, around: join(qualifier, inner))
    }
    return "\(qualifier) \(declaration(of: target, around: inner))"
  }

  private mutating func parameterList(_ parameters: [BTF.Parameter], isVariadic: Bool) -> String {
    var list: [String] = []
    for parameter in parameters {
      guard budget > 0 else {
        list.append("…")
        break
      }
      list.append(declaration(of: parameter.type, around: parameter.name))
    }
    if isVariadic { list.append("...") }
    return list.isEmpty ? "void" : list.joined(separator: ", ")
  }
}
