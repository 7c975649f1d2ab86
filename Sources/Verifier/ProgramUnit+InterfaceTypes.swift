import Contracts
import ObjectFile

/// The types that a program shares with the run time must be the run time's: what it was compiled against
/// decides where it looks for a field.
extension ProgramUnit {
  static func checkInterfaceTypes(
    of types: BTF, against interface: Interface
  ) throws(UnitError) {
    for entry in types.types {
      guard case .structure(let byteCount, let members) = entry.kind,
        let rule = interface.typeRules[entry.name]
      else { continue }
      switch rule.kind {
      // Of these programs know only addresses, and Linux's own have other members inside.
      case .map, .memory, .context, .object, .record, .buffer: continue
      case .lock, .container, .node, .local, .timer, .workqueue, .refcount, .pointer:
        guard byteCount == rule.byteCount else {
          throw .otherInterface(
            type: rule.name, difference: "has \(byteCount) octets, and here \(rule.byteCount)")
        }
      case .plain:
        for member in members { try check(member, of: types, against: rule) }
      }
    }
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
