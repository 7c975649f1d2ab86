import Bytecode

/// A broad sample of all legal instructions, made from the table's rows.
enum SampleOperations {
  /// Each row with several values of each field that the row leaves open.
  static let oneSlot: [Instruction] = InstructionTable.rows.joined().flatMap { row in
    var slots: [Instruction] = []
    for (destination, source) in [(UInt8(1), UInt8(2)), (10, 0), (0, 10), (3, 3)] {
      for offset in [Int16(0), 1, 8, -8, 255, .max, .min] {
        for immediate in [Int32(0), 5, -1, 0x1234, .max, .min] {
          let slot = Instruction(
            opcode: row.opcode, destination: row.destination.nearest(destination),
            source: row.source.nearest(source), offset: row.offset.nearest(offset),
            immediate: row.immediate.nearest(immediate))
          slots.append(slot)
        }
      }
    }
    for case .one(let values) in [row.immediate] {
      slots += values.map {
        var slot = slots[0]
        slot.immediate = Int32($0)
        return slot
      }
    }
    for case .one(let values) in [row.offset] {
      slots += values.map {
        var slot = slots[0]
        slot.offset = Int16($0)
        return slot
      }
    }
    return Array(Set(slots))
  }

  static let loadImmediate64: [Operation] = {
    var sources: [ImmediateSource] = [UInt64(0), 1, .max, 1 << 63, 0xffff_ffff, 1 << 32].map {
      .constant($0)
    }
    for value in [Int32(0), 7, -1, .max, .min] {
      sources += [
        .mapByDescriptor(value), .mapByIndex(value), .function(offset: value),
        .variable(UInt32(bitPattern: value)), .mapValueByDescriptor(value, offset: 0),
        .mapValueByDescriptor(3, offset: UInt32(bitPattern: value)),
        .mapValueByIndex(value, offset: 1), .mapValueByIndex(1, offset: 0x8000_0000),
      ]
    }
    return sources.map { .loadImmediate64(destination: .r7, source: $0) }
  }()

  static let all: [Operation] =
    oneSlot.map { InstructionTable.meaning(of: $0)! } + loadImmediate64
}

extension InstructionTable.Rule {
  /// `value` if the rule allows it, else one that it does allow.
  func nearest<Value: BinaryInteger>(_ value: Value) -> Value {
    guard case .one(let values) = self, !values.contains(Int(value)) else { return value }
    return Value(values[0])
  }
}
