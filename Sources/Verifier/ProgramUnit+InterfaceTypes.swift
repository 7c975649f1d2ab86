import Contracts
import ObjectFile

/// The types that a program shares with the run time must be the run time's: what it was compiled against
/// decides where it looks for a field.
extension ProgramUnit {
  static func checkInterfaceTypes(
    of types: BTF, against interface: Interface
  ) throws(UnitError) {
    let versions = versions(of: types)
    for (id, entry) in types.types.enumerated() {
      guard case .structure(let byteCount, let members) = entry.kind,
        let rule = interface.typeRules[entry.name]
      else { continue }
      if let known = rule.version, let own = versions[BTF.TypeID(id)], own != known {
        throw .otherInterface(
          type: rule.name, difference: "is of version \(own) of the interface, and here of \(known)"
        )
      }
      switch rule.kind {
      // Of these programs know only addresses, and Linux's own have other members inside.
      case .map, .memory, .context, .object, .record, .buffer: continue
      case .lock, .container, .node, .local, .timer, .workqueue, .refcount, .pointer, .ring:
        guard byteCount == rule.byteCount else {
          throw .otherInterface(
            type: rule.name, difference: "has \(byteCount) octets, and here \(rule.byteCount)")
        }
      case .plain:
        for member in members { try check(member, of: types, against: rule) }
      }
    }
  }

  /// Which version of the interface the types say that they are of.
  private static func versions(of types: BTF) -> [BTF.TypeID: Int] {
    let prefix = "version:"
    var versions: [BTF.TypeID: Int] = [:]
    for entry in types.types {
      guard case .declTag(let target, -1) = entry.kind, entry.name.hasPrefix(prefix) else {
        continue
      }
      versions[target] = Int(entry.name.dropFirst(prefix.count))
    }
    return versions
  }

  /// A program may know fewer members, as older headers do, but none in another place.
  private static func check(
    _ member: BTF.Member, of types: BTF, against rule: TypeRule
  ) throws(UnitError) {
    guard let known = rule.fields.first(where: { $0.name == member.name }) else {
      throw .otherInterface(
        type: rule.name, difference: "has a member “\(member.name)”, which is unknown here")
    }
    let offset = Int(member.bitOffset) / 8
    let byteCount = Int(types.byteCount(of: member.type) ?? 0)
    guard offset == known.offset, byteCount == known.byteCount else {
      throw .otherInterface(
        type: rule.name,
        difference: "has \(byteCount) octets of “\(member.name)” at \(offset), and here "
          + "\(known.byteCount) at \(known.offset)")
    }
  }
}
