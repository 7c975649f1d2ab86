/// Finds types by name, and tags by what they annotate, without a search. Built once per ``BTF``.
public struct BTFIndex: Sendable {
  public let types: BTF

  private struct TagKey: Hashable {
    var target: BTF.TypeID
    var component: Int32
  }

  private var structures: [String: BTF.TypeID] = [:]
  private var unions: [String: BTF.TypeID] = [:]
  private var typedefs: [String: BTF.TypeID] = [:]
  private var functions: [String: BTF.TypeID] = [:]
  private var variables: [String: BTF.TypeID] = [:]
  private var dataSections: [String: BTF.TypeID] = [:]
  private var tags: [TagKey: [String]] = [:]

  /// Of several types with one name, the first wins.
  public init(_ types: BTF) {
    self.types = types
    for (id, entry) in types.types.enumerated() {
      let id = BTF.TypeID(id)
      switch entry.kind {
      case .structure: Self.add(id, entry.name, to: &structures)
      case .union: Self.add(id, entry.name, to: &unions)
      case .typedef: Self.add(id, entry.name, to: &typedefs)
      case .function: Self.add(id, entry.name, to: &functions)
      case .variable: Self.add(id, entry.name, to: &variables)
      case .dataSection: Self.add(id, entry.name, to: &dataSections)
      case .declTag(let target, let component):
        tags[TagKey(target: target, component: component), default: []].append(entry.name)
      default: break
      }
    }
  }

  private static func add(
    _ id: BTF.TypeID, _ name: String, to table: inout [String: BTF.TypeID]
  ) {
    if !name.isEmpty, table[name] == nil { table[name] = id }
  }

  public func structure(named name: String) -> BTF.TypeID? { structures[name] }
  public func union(named name: String) -> BTF.TypeID? { unions[name] }
  public func typedef(named name: String) -> BTF.TypeID? { typedefs[name] }
  public func function(named name: String) -> BTF.TypeID? { functions[name] }
  public func variable(named name: String) -> BTF.TypeID? { variables[name] }
  public func dataSection(named name: String) -> BTF.TypeID? { dataSections[name] }

  /// The declaration tags of `target`, in the order of their ids. `component` is a member's or
  /// parameter's index, and −1 for the whole declaration.
  public func declTags(of target: BTF.TypeID, component: Int32 = -1) -> [String] {
    tags[TagKey(target: target, component: component)] ?? []
  }
}
