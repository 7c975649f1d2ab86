extension IRModule {
  /// Makes Swift's descriptions of types such that BPF's type format can express them.
  ///
  /// In that format a member lies within its structure and has a size. Swift describes generic
  /// types without a size, and names them as members all the same. Such a structure keeps its name
  /// and size and loses its members.
  mutating func simplifyDebugTypes() {
    let sizes = IRTypeSizes(self)
    for index in entities.indices {
      guard case .metadata(let id, var tokens) = entities[index],
        sizes.hasImpossibleMember(id), let place = tokens.metadataField("elements")
      else { continue }
      tokens[place] = .word("!{}")
      entities[index] = .metadata(id: id, tokens)
    }
  }
}

/// Answers how large the types of a module's debug information are.
private struct IRTypeSizes {
  private var nodes: [String: [IRToken]] = [:]

  /// Chains of names for one type are followed this far.
  private static let depthMax = 64

  init(_ module: IRModule) {
    for case .metadata(let id, let tokens) in module.entities { nodes[id] = tokens }
  }

  private func field(_ name: String, of tokens: [IRToken]) -> String? {
    tokens.metadataField(name).map { tokens[$0].text }
  }

  /// A structure with an element that is no member, or a member outside or of no known size.
  func hasImpossibleMember(_ id: String) -> Bool {
    guard let tokens = nodes[id], isStructure(tokens), let list = field("elements", of: tokens),
      let elements = nodes[list]
    else { return false }
    let room = field("size", of: tokens).flatMap { Int($0) } ?? 0
    return elements.dropFirst().filter { $0.kind == .metadata }.contains { element in
      guard let member = nodes[element.text], field("tag", of: member) == "DW_TAG_member",
        let size = field("baseType", of: member).flatMap({ size(of: $0) })
      else { return true }
      let offset = field("offset", of: member).flatMap { Int($0) } ?? 0
      return offset + size > room
    }
  }

  private func isStructure(_ tokens: [IRToken]) -> Bool {
    guard tokens.contains(where: { $0.text == "!DICompositeType" }) else { return false }
    let tags = ["DW_TAG_structure_type", "DW_TAG_class_type", "DW_TAG_union_type"]
    return tags.contains(field("tag", of: tokens) ?? "")
  }

  /// In bits; nil for a type that is only declared.
  private func size(of id: String) -> Int? {
    var next: String? = id
    for _ in 0..<Self.depthMax {
      guard let tokens = next.flatMap({ nodes[$0] }) else { return nil }
      if field("flags", of: tokens)?.contains("DIFlagFwdDecl") == true { return nil }
      if field("tag", of: tokens) == "DW_TAG_pointer_type" { return 64 }
      if isStructure(tokens) { return field("size", of: tokens).flatMap { Int($0) } ?? 0 }
      if let base = field("baseType", of: tokens), nodes[base] != nil,
        field("tag", of: tokens) == "DW_TAG_typedef"
      {
        next = base
      } else {
        return field("size", of: tokens).flatMap { Int($0) }
      }
    }
    return nil
  }
}

extension [IRToken] {
  /// The index of the value of `field: value` in a metadata node.
  func metadataField(_ name: String) -> Int? {
    for index in indices.dropLast(2)
    where self[index].isWord(name) && self[index + 1].isPunctuation(":") {
      return self[(index + 2)...].firstIndex { $0.kind != .space }
    }
    return nil
  }
}
