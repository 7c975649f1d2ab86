import Maps
import ObjectFile

/// A map as an object declares it, to be compared with that of another object.
struct DeclaredMap {
  private let definition: MapDefinition
  private let spec: MapSpec
  private let types: BTF

  init(_ definition: MapDefinition, _ spec: MapSpec, _ types: BTF) {
    self.definition = definition
    self.spec = spec
    self.types = types
  }

  /// What is said of the other one that can't be the same map; nil where it can.
  func difference(from other: DeclaredMap) -> String? {
    for (name, here, there) in [
      ("type", spec.type, other.spec.type), ("key size", spec.keySize, other.spec.keySize),
      ("value size", spec.valueSize, other.spec.valueSize),
      ("number of entries", spec.maxEntries, other.spec.maxEntries),
      ("flags", spec.flags.rawValue, other.spec.flags.rawValue),
    ] where here != there {
      return "has \(name) \(there), and not \(here)"
    }
    guard spec == other.spec else { return "has other locks and lists in its values" }
    let pairs = [
      ("key", definition.keyTypeID, other.definition.keyTypeID),
      ("value", definition.valueTypeID, other.definition.valueTypeID),
    ]
    for case (let name, let here?, let there?) in pairs
    where !types.isAlike(here, there, of: other.types) {
      return
        "has the \(name) type \(other.types.describe(there)), and not \(types.describe(here))"
    }
    return nil
  }
}
