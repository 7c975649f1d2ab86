import Bytecode
import ObjectFile

extension KernelUnit {
  /// `BPF_PSEUDO_MAP_FD` and `BPF_PSEUDO_MAP_VALUE`: what the source field of `ld_imm64` says.
  private static let mapByDescriptor: UInt8 = 1
  private static let mapValueByDescriptor: UInt8 = 2

  /// The entry function first, then every function that it reaches, with maps by their descriptors.
  static func linked(
    _ image: ProgramImage, entry: Int, maps: [Int32]
  ) throws(KernelError) -> [Instruction] {
    let order = reachable(image, from: entry)
    var starts: [Int: Int] = [:]
    var count = 0
    for function in order {
      starts[function] = count
      count += image.functions[function].count
    }
    var linked: [Instruction] = []
    for function in order {
      for slot in image.functions[function].range {
        linked.append(
          try instruction(image, at: slot, linked.count, function, starts: starts, maps))
      }
    }
    return linked
  }

  /// Functions by their first visit, depth first.
  private static func reachable(_ image: ProgramImage, from entry: Int) -> [Int] {
    var order: [Int] = []
    var pending = [entry]
    while let function = pending.popLast() {
      if order.contains(function) { continue }
      order.append(function)
      for slot in image.functions[function].range {
        if let target = target(image, of: slot) { pending.append(target) }
      }
    }
    return order
  }

  /// The function that a slot calls or takes the address of.
  private static func target(_ image: ProgramImage, of slot: Int) -> Int? {
    if case .function(let function)? = image.reference(at: slot) { return function }
    let instruction = image.instructions[slot]
    guard instruction.opcode == 0x85, instruction.source == 1 else { return nil }
    return image.functionIndex(containing: slot + 1 + Int(instruction.immediate))
  }

  private static func instruction(
    _ image: ProgramImage, at slot: Int, _ place: Int, _ function: Int, starts: [Int: Int],
    _ maps: [Int32]
  ) throws(KernelError) -> Instruction {
    var instruction = image.instructions[slot]
    if let target = target(image, of: slot), let start = starts[target] {
      instruction.immediate = Int32(start - place - 1)
      return instruction
    }
    let source: UInt8
    switch image.reference(at: slot) {
    case .map(let map)?:
      source = mapByDescriptor
      instruction.immediate = maps[map]
    case .mapValue(let map, _)?:
      source = mapValueByDescriptor
      instruction.immediate = maps[map]
    case .externCall(let index)?, .externAddress(let index)?:
      throw KernelError(step: "link \(image.externs[index].name)", errno: 38)
    case .function?, nil: return instruction
    }
    instruction.registers = source << 4 | instruction.destination
    return instruction
  }
}
