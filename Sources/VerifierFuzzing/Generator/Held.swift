import Bytecode
import Verifier

/// What the generator knows to lie in a register, or in a slot of the stack.
enum Held: Equatable {
  case nothing
  case number(KnownNumber)
  case pointer(Pointer)
  case context
  case packetEnd

  var number: KnownNumber? { if case .number(let number) = self { number } else { nil } }
  var pointer: Pointer? { if case .pointer(let pointer) = self { pointer } else { nil } }

  static func number(ofBytes count: Int) -> Held {
    .number(KnownNumber.unknown.zeroExtended(fromBits: 8 * count))
  }

  /// What is certain where two ways meet.
  func joined(with other: Held) -> Held {
    switch (self, other) {
    case (.number(let a), .number(let b)): return .number(a.joined(with: b))
    case (.pointer(var a), .pointer(let b)):
      let accessible = a.accessible.clamped(to: b.accessible)
      a.accessible = b.accessible
      guard a == b else { return .nothing }
      a.accessible = accessible
      return .pointer(a)
    default: return self == other ? self : .nothing
    }
  }
}

/// A pointer, and how far accesses may go from it.
struct Pointer: Equatable {
  var area: Area
  /// Offsets from the beginning of the area, or from `r10`. In a packet from where the pointer's name
  /// begins, and as far as was compared.
  var accessible: Range<Int>
  var offset = 0
  var variable = KnownNumber(constant: 0)
  var isNullable = false
  /// Equal in copies.
  var name = 0

  enum Area: Equatable {
    case stack, value(FuzzMap), key, record, memory, packet, metadata
  }

  var isPacket: Bool { area == .packet || area == .metadata }

  /// Whether the program may store there.
  var isWritable: Bool { area != .key && area != .value(.constants) }

  /// Where it may point, from the beginning of its area; nil when that is hardly known.
  var places: ClosedRange<Int>? {
    guard variable.signedMin > -1 << 20, variable.signedMax < 1 << 20 else { return nil }
    if isPacket { return variable.signedMin < 0 ? nil : offset...offset }
    return offset + Int(variable.signedMin)...offset + Int(variable.signedMax)
  }

  /// The displacements with which `byteCount` bytes may be accessed; nil when there are none.
  func displacements(_ byteCount: Int) -> ClosedRange<Int>? {
    guard let places, !isNullable else { return nil }
    // An instruction has 16 bits for it; mistakes add one.
    let lower = max(accessible.lowerBound - places.lowerBound, Int(Int16.min) + 1)
    let upper = min(accessible.upperBound - byteCount - places.upperBound, Int(Int16.max) - 1)
    return lower <= upper ? lower...upper : nil
  }
}

/// What the generator knows at one place of a function.
struct Sketch: Equatable {
  /// `r0` to `r9`.
  var registers: [Held] = Array(repeating: .nothing, count: 10)
  /// Slots that hold something as a whole, by index: slot 0 ends at `r10`.
  var slots: [Int: Held] = [:]

  subscript(register: Register) -> Held {
    get { registers[register.index] }
    set { registers[register.index] = newValue }
  }

  func joined(with other: Sketch) -> Sketch {
    var result = Sketch()
    for index in registers.indices {
      result.registers[index] = registers[index].joined(with: other.registers[index])
    }
    for (index, held) in slots {
      guard let there = other.slots[index] else { continue }
      result.slots[index] = held.joined(with: there)
    }
    return result
  }

  /// Applies `change` to all pointers.
  mutating func updatePointers(_ change: (inout Pointer) -> Void) {
    func update(_ held: inout Held) {
      guard case .pointer(var pointer) = held else { return }
      change(&pointer)
      held = .pointer(pointer)
    }
    for index in registers.indices { update(&registers[index]) }
    for index in Array(slots.keys) { update(&slots[index]!) }
  }

  /// What pointers into packets are once these have moved.
  mutating func forgetPackets() {
    func forget(_ held: inout Held) {
      switch held {
      case .packetEnd: held = .number(.unknown)
      case .pointer(let pointer) where pointer.isPacket: held = .number(.unknown)
      default: break
      }
    }
    for index in registers.indices { forget(&registers[index]) }
    for index in Array(slots.keys) { forget(&slots[index]!) }
  }

  /// Something was stored from `offset` on, below `r10`.
  mutating func overwrite(from offset: Int, byteCount: Int) {
    for (index, held) in slots
    where -8 * index > offset && -8 * (index + 1) < offset + byteCount && held != .nothing {
      slots[index] = .number(.unknown)
    }
  }
}
