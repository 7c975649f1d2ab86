import Bytecode

/// A program whose instructions can be taken out: targets are instructions, and not distances.
struct Listing {
  var lines: [Line]

  struct Line {
    var operation: Operation
    /// The line that it goes to, calls, or takes the address of.
    var target: Int?
  }

  /// Nil for what is no program.
  init?(_ instructions: [Instruction]) {
    guard let operations = try? DecodedProgram(instructions).operations else { return nil }
    let slots = operations.indices.filter { operations[$0] != nil }
    let lineOfSlot = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($1, $0) })
    lines = slots.map { slot in
      let operation = operations[slot]!
      return Line(
        operation: operation, target: operation.target(from: slot).flatMap { lineOfSlot[$0] })
    }
  }

  /// Nil where a distance has become too far.
  var instructions: [Instruction]? {
    var slots: [Int] = []
    var count = 0
    for line in lines {
      slots.append(count)
      count += line.operation.slotCount
    }
    var result: [Instruction] = []
    for (index, line) in lines.enumerated() {
      guard let target = line.target else {
        result += line.operation.encoded
        continue
      }
      guard target < slots.count,
        let operation = line.operation.going(slots[target] - slots[index] - 1)
      else { return nil }
      result += operation.encoded
    }
    return result
  }

  /// Without some lines: what went to one of them goes to the next that is left.
  func removing(_ range: Range<Int>) -> Listing {
    var result = self
    result.lines.removeSubrange(range)
    for index in result.lines.indices {
      guard let target = result.lines[index].target, target > range.lowerBound else { continue }
      result.lines[index].target = max(range.lowerBound, target - range.count)
    }
    return result
  }
}

extension Operation {
  /// The same with another distance, if that fits.
  fileprivate func going(_ distance: Int) -> Operation? {
    switch self {
    case .jump: return Int32(exactly: distance).map { .jump(offset: $0) }
    case .branch(let comparison, let width, let left, let right, _):
      return Int16(exactly: distance).map {
        .branch(comparison, width, left, right, offset: $0)
      }
    case .mayGoto: return Int16(exactly: distance).map { .mayGoto(offset: $0) }
    case .call(.local): return Int32(exactly: distance).map { .call(.local(offset: $0)) }
    case .loadImmediate64(let destination, .function):
      return Int32(exactly: distance).map {
        .loadImmediate64(destination: destination, source: .function(offset: $0))
      }
    default: return self
    }
  }

  /// The same with simpler numbers.
  var simplifications: [Operation] {
    switch self {
    case .alu(let op, let width, let destination, .immediate(let value)):
      value.simpler.map { .alu(op, width, destination: destination, operand: .immediate($0)) }
    case .move(let width, let destination, .immediate(let value)):
      value.simpler.map { .move(width, destination: destination, operand: .immediate($0)) }
    case .loadImmediate64(let destination, .constant(let value)):
      [0, 1, value & 0xffff_ffff].filter { $0 != value }.map {
        .loadImmediate64(destination: destination, source: .constant($0))
      }
    case .branch(let comparison, let width, let left, .immediate(let value), let offset):
      value.simpler.map {
        .branch(comparison, width, left, .immediate($0), offset: offset)
      }
    case .storeImmediate(let size, let base, let offset, let value):
      value.simpler.map { .storeImmediate(size, base: base, offset: offset, value: $0) }
    default: []
    }
  }
}

extension Int32 {
  fileprivate var simpler: [Int32] { [0, 1, self / 2].filter { $0 != self } }
}
