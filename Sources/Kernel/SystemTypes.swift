import ObjectFile

/// The kernel's own types, functions and variables, by their names; built once.
public struct SystemTypes: Sendable {
  private let index: BTFIndex

  /// Takes the types as the kernel shows them.
  public init(_ types: BTF) {
    index = BTFIndex(types)
  }

  func function(named name: String) -> BTF.TypeID? { index.function(named: Self.essential(name)) }
  func variable(named name: String) -> BTF.TypeID? { index.variable(named: Self.essential(name)) }
  func typedef(named name: String) -> BTF.TypeID? { index.typedef(named: name) }

  /// Programs may know one thing by several declarations, which differ in what follows `___`.
  private static func essential(_ name: String) -> String {
    guard let flavour = name.firstRange(of: "___"), flavour.lowerBound > name.startIndex else {
      return name
    }
    return String(name[..<flavour.lowerBound])
  }
}
