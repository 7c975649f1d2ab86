import Contracts
import Verifier

/// Loads and stores, by where things really are.
extension ContractRun {
  /// What an access that the contracts allow does.
  public enum Access: Equatable, Sendable {
    /// What the instruction says.
    case plain
    /// A load of a field that lies elsewhere.
    case native(address: UInt64, byteCount: Int)
  }

  /// Checks a load or store of `byteCount` octets that is about to happen.
  public func checkAccess(
    _ address: UInt64, _ byteCount: Int, isWrite: Bool, at slot: Int, _ memory: MonitoredMemory
  ) throws(Violation) -> Access {
    if let native = try checkField(address, byteCount, isWrite: isWrite, at: slot) { return native }
    if isAccessible(address, UInt64(byteCount), isWrite: isWrite, memory) { return .plain }
    let packets = packets(memory)
    if packets.contains(where: { $0.contains(address, UInt64(byteCount)) }) {
      let access = role.program?.packets ?? .none
      if access == .write || access == .read && !isWrite { return .plain }
    }
    throw wildAccess(address, byteCount, isWrite: isWrite, at: slot)
  }

  /// A field of a value that the program was given; nil for what is none.
  private func checkField(
    _ address: UInt64, _ byteCount: Int, isWrite: Bool, at slot: Int
  ) throws(Violation) -> Access? {
    for ghost in ghosts.reversed() {
      guard let rule = monitor.rule(ghost.type), !rule.isOpaque, rule.kind != .memory,
        address >= ghost.address, address - ghost.address < UInt64(rule.byteCount)
      else { continue }
      let offset = Int(address - ghost.address)
      guard let field = rule.field(at: offset, byteCount: byteCount), field.content != .opaque,
        isWrite
          ? field.writers?.contains(role.role ?? "") == true
          : field.readers?.contains(role.role ?? "") != false
      else {
        throw violation(
          ghost.clause, .access, slot,
          "\(isWrite ? "write to" : "read of") \(byteCount) octets at \(offset) of a \(rule.name)")
      }
      if let wanted = isWrite ? field.writeStates : field.readStates,
        rule.unmet([wanted], by: ghost.states) != nil
      {
        throw violation(
          ghost.clause, .access, slot,
          "\(rule.name)::\(field.name) is \(isWrite ? "written" : "read") in another state than "
            + wanted.joined(separator: " or "), since: ghost.changedAt, "it has been so")
      }
      guard monitor.isUnverified, let native = field.native, !isWrite else { return .plain }
      let isWhole = native.byteCount > field.byteCount
      return .native(
        address: ghost.address + UInt64(native.offset + (isWhole ? 0 : offset - field.offset)),
        byteCount: isWhole ? native.byteCount : byteCount)
    }
    return nil
  }

  /// Whether the octets lie in the program's stack, or in memory that it was given.
  func isAccessible(
    _ address: UInt64, _ byteCount: UInt64, isWrite: Bool, _ memory: MonitoredMemory
  ) -> Bool {
    if memory.isStack(address, byteCount) {
      return !touchesLocal(address, byteCount, isWrite: isWrite)
    }
    return regions.contains { region in
      guard !(isWrite && region.isReadOnly), region.contains(address, byteCount) else {
        return false
      }
      return !touchesSpecialField(address, byteCount, region)
    }
  }

  /// What only calls may touch: values that lie in the stack. A write ends one that nobody owns.
  private func touchesLocal(_ address: UInt64, _ byteCount: UInt64, isWrite: Bool) -> Bool {
    let touched = locals(in: address..<address + byteCount)
    guard isWrite, !touched.contains(where: \.isOwned) else { return !touched.isEmpty }
    ghosts.removeAll { ghost in touched.contains { $0.id == ghost.id } }
    return false
  }

  private func locals(in range: Range<UInt64>) -> [Ghost] {
    ghosts.filter { ghost in
      guard let rule = monitor.rule(ghost.type), rule.kind == .local else { return false }
      return range.overlaps(ghost.address..<ghost.address + UInt64(rule.byteCount))
    }
  }

  /// The stack of a function that returns is gone, and with it what lay there.
  public func leave(stack: Range<UInt64>) {
    let gone = locals(in: stack).filter { !$0.isOwned }
    ghosts.removeAll { ghost in gone.contains { $0.id == ghost.id } }
  }

  /// The same in values of maps. A call is given all of a value, and leaves those alone.
  private func touchesSpecialField(
    _ address: UInt64, _ byteCount: UInt64, _ region: Region
  ) -> Bool {
    guard case .value(let map) = region.content, byteCount <= 8 else { return false }
    let offset = address - region.start
    return monitor.unit.valueFields(ofMap: map).contains { field in
      offset < UInt64(field.offset + field.byteCount) && UInt64(field.offset) < offset + byteCount
    }
  }

  /// Where the packets lie that the program was given.
  func packets(_ memory: MonitoredMemory) -> [Region] {
    ghosts.compactMap { ghost in
      guard let rule = monitor.rule(ghost.type),
        let end = rule.fields.first(where: { $0.content == .packetEnd })?.native,
        let start = rule.fields.first(where: { $0.content == .packetMeta })?.native
          ?? rule.fields.first(where: { $0.content == .packetData })?.native
      else { return nil }
      let first = memory.load(ghost.address + UInt64(start.offset), start.byteCount)
      let limit = memory.load(ghost.address + UInt64(end.offset), end.byteCount)
      return Region(start: first, byteCount: limit &- first, content: .part(of: ghost.id))
    }
  }

  /// The rule behind an access that goes nowhere.
  private func wildAccess(
    _ address: UInt64, _ byteCount: Int, isWrite: Bool, at slot: Int
  ) -> Violation {
    let what = "\(isWrite ? "write to" : "read of") \(byteCount) octets"
    if address < 1 << 16, let lastNull {
      return violation(
        lastNull.clause, .access, slot, "\(what) at null", since: lastNull.slot,
        "it was returned")
    }
    if let (region, given) = lostParts.last(where: { $0.region.contains(address, 1) }),
      let clause = region.clause
    {
      return violation(
        Clause(clause.declaration, .result(.part)), .access, slot,
        "\(what) of a part that is of no use any more", since: given, "it was, until that call")
    }
    if let region = regions.last(where: { region in
      // Just behind its end.
      address >= region.start && address - region.start < region.byteCount + 4096
    }), let clause = region.clause {
      return violation(clause, .access, slot, "\(what), of which some lie outside of the memory")
    }
    if let lastMove {
      return violation(
        lastMove.clause, .access, slot, "\(what) outside of the packet", since: lastMove.slot,
        "it was moved")
    }
    if let grave = graves.first(where: { address >= $0.key && address - $0.key < 4096 })?.value {
      return violation(
        grave.clause, .access, slot, "\(what) of what was given away", since: grave.slot,
        "it was given away")
    }
    return violation(
      Clause(role.name, .argument(0, .type)), .access, slot,
      "\(what) at 0x\(String(address, radix: 16)), which the program was not given")
  }
}
