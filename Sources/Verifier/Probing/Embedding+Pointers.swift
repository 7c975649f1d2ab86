extension Embedding {
  /// Whether a pointer, which is not one into a stack, points where its state says.
  mutating func pointsRight(_ held: RegisterState, _ value: UInt64) -> Bool {
    if held.isNullable, value == 0 { return links.noteBase(0, of: held.identity) }
    let variable = value &- held.fixedOffset
    switch held.kind {
    case .map:
      guard held.identity == 0 else { return true }
      return held.number.contains(variable &- view.maps[Int(held.detail)].address)
    case .mapValue:
      let values = view.maps[Int(held.detail)].values
      // Without a name it is the one value whose address is part of the program.
      return pointsInto(held.identity == 0 ? Array(values.prefix(1)) : values, held, variable)
    case .mapKey: return pointsInto(view.maps[Int(held.detail)].keys, held, variable)
    case .memory:
      let places = view.memories.filter { $0.byteCount >= Int(held.detail) }
      return pointsInto(places.map(\.start), held, variable)
    case .packet: return pointsIntoPacket(held, variable, view.packet.start, view.packet.end)
    case .packetMeta:
      return pointsIntoPacket(held, variable, view.packet.metadata, view.packet.start)
    case .packetEnd: return variable == view.packet.end
    case .function: return value == view.functions[Int(held.detail)]
    case .object: return held.number.contains(variable &- view.context)
    // Calls know what these are; programs do not look inside.
    case .local, .allocated, .kernel, .arguments: return true
    case .uninitialised, .scalar, .stack: preconditionFailure("no such pointer comes here")
    }
  }

  /// Whether some place of these is the base, the same for all pointers of a name.
  private mutating func pointsInto(
    _ bases: [UInt64], _ held: RegisterState, _ variable: UInt64
  ) -> Bool {
    var only: UInt64?
    for base in bases where held.number.contains(variable &- base) {
      // Where several values could be meant, nothing is learnt of the others of that name.
      if only != nil { return true }
      only = base
    }
    return only.map { links.noteBase($0, of: held.identity) } ?? false
  }

  /// Pointers of one name differ by their fixed offsets alone, and so many bytes from there are inside.
  private mutating func pointsIntoPacket(
    _ held: RegisterState, _ variable: UInt64, _ start: UInt64, _ end: UInt64
  ) -> Bool {
    guard held.number.contains(variable &- start), links.noteBase(variable, of: held.identity)
    else { return false }
    return held.packetRange <= 0 || variable &+ UInt64(held.packetRange) <= end
  }
}

/// What the places that were compared so far say of names.
struct EmbeddedLinks {
  private struct LinkedNumber {
    var identity: UInt32
    var delta: UInt64
    var isLowHalf: Bool
    var value: UInt64
  }

  private var numbers: [LinkedNumber] = []
  private var bases: [(identity: UInt32, address: UInt64)] = []
  /// What did not fit together.
  private(set) var contradiction: String?

  mutating func removeAll() {
    numbers.removeAll(keepingCapacity: true)
    bases.removeAll(keepingCapacity: true)
    contradiction = nil
  }

  /// Takes in a number; false when it is not linked to others as it should be.
  mutating func note(number held: RegisterState, _ value: UInt64) -> Bool {
    guard held.identity != 0 else { return true }
    let new = LinkedNumber(
      identity: held.identity, delta: held.delta, isLowHalf: held.isLowHalf, value: value)
    for known in numbers where known.identity == new.identity {
      let distance = new.delta &- known.delta
      let isLinked =
        if new.isLowHalf || known.isLowHalf {
          UInt32(truncatingIfNeeded: known.value &+ distance)
            == UInt32(truncatingIfNeeded: value) && (!new.isLowHalf || value >> 32 == 0)
        } else {
          known.value &+ distance == value
        }
      guard isLinked else {
        contradiction = "linked to \(hex(known.value)), which lies \(hex(distance)) below"
        return false
      }
    }
    numbers.append(new)
    return true
  }

  /// Takes in what a name stands for; false when it stood for something else.
  mutating func noteBase(_ address: UInt64, of identity: UInt32) -> Bool {
    guard identity != 0 else { return true }
    if let known = bases.first(where: { $0.identity == identity }) {
      guard known.address != address else { return true }
      contradiction = "of the same name as what begins at \(hex(known.address))"
      return false
    }
    bases.append((identity, address))
    return true
  }
}

extension RegisterState {
  /// The fixed part of its offset, as addresses are counted.
  var fixedOffset: UInt64 { UInt64(bitPattern: Int64(offset)) }

  /// What is known, for reports.
  var text: String {
    guard isPointer else { return kind == .scalar ? number.text : "anything" }
    let name = isNullable ? "\(kind) or null" : "\(kind)"
    let range = packetRange > 0 ? ", \(packetRange) bytes inside" : ""
    return "\(name) #\(detail) + \(offset) + \(number.text), named \(identity)\(range)"
  }
}

extension Scalar {
  /// What is known, for reports.
  var text: String {
    if let constantValue { return hex(constantValue) }
    return "unsigned \(hex(unsignedMin))…\(hex(unsignedMax)), signed \(signedMin)…\(signedMax), "
      + "lower half \(hex(UInt64(low32UnsignedMin)))…\(hex(UInt64(low32UnsignedMax))), "
      + "bits \(hex(tnum.value)) of \(hex(~tnum.mask))"
  }
}
