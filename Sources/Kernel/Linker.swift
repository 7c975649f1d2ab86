import Bytecode
import ObjectFile

/// Puts a program and all functions that it reaches together, as the kernel takes them.
struct Linker {
  let image: ProgramImage
  /// Descriptors by the map's index; only of maps that the program mentions.
  let maps: [Int: Int32]
  /// What externs are looked up in; nil where none may be used.
  let system: SystemTypes?

  /// What `functions` become, one after another.
  struct Code {
    var instructions: [Instruction] = []
    /// The functions, by their index in the image, and where each of them begins.
    var functions: [(index: Int, start: Int)] = []
  }

  func link(_ functions: [Int]) throws(LinkError) -> Code {
    var code = Code()
    var starts: [Int: Int] = [:]
    var count = 0
    for function in functions {
      starts[function] = count
      code.functions.append((function, count))
      count += image.functions[function].count
    }
    for function in functions {
      for slot in image.functions[function].range {
        code.instructions.append(
          try instruction(slot, place: code.instructions.count, starts: starts))
      }
    }
    return code
  }

  /// What the source field of `ld_imm64` says: `BPF_PSEUDO_MAP_FD`, `…_MAP_VALUE` and `…_BTF_ID`.
  private static let mapByDescriptor: UInt8 = 1
  private static let mapValueByDescriptor: UInt8 = 2
  private static let kernelVariable: UInt8 = 3
  /// The number of a helper that no kernel has, for a call of what this one hasn't got.
  private static let missingHelper: Int32 = 2_002_000_000

  private func instruction(
    _ slot: Int, place: Int, starts: [Int: Int]
  ) throws(LinkError) -> Instruction {
    var instruction = image.instructions[slot]
    if let target = image.functionCalled(at: slot), let start = starts[target] {
      instruction.immediate = Int32(start - place - 1)
      return instruction
    }
    switch image.reference(at: slot) {
    case .map(let map)?: try set(&instruction, Self.mapByDescriptor, descriptor(map))
    case .mapValue(let map, _)?:
      try set(&instruction, Self.mapValueByDescriptor, descriptor(map))
    case .externCall(let index)?: try bindCall(&instruction, image.externs[index])
    case .externAddress(let index)?: try bindAddress(&instruction, image.externs[index])
    case .function?, nil: break
    }
    return instruction
  }

  private func set(_ instruction: inout Instruction, _ source: UInt8, _ immediate: Int32) {
    instruction.registers = source << 4 | instruction.destination
    instruction.immediate = immediate
  }

  private func descriptor(_ map: Int) throws(LinkError) -> Int32 {
    guard let descriptor = maps[map] else {
      throw LinkError("map \(image.maps[map].name) was not created")
    }
    return descriptor
  }

  private func bindCall(
    _ instruction: inout Instruction, _ extern: ProgramImage.Extern
  ) throws(LinkError) {
    if let id = system?.function(named: extern.name) {
      instruction.immediate = Int32(bitPattern: id)
    } else if extern.isWeak {
      set(&instruction, 0, Self.missingHelper)
    } else {
      throw LinkError("this kernel has no function \(extern.name) for programs")
    }
  }

  private func bindAddress(
    _ instruction: inout Instruction, _ extern: ProgramImage.Extern
  ) throws(LinkError) {
    guard extern.origin == .kernelSymbol else {
      throw LinkError("\(extern.name) is not defined, and no symbol of the kernel")
    }
    let name = extern.name
    if let id = system?.variable(named: name) ?? system?.function(named: name) {
      set(&instruction, Self.kernelVariable, Int32(bitPattern: id))
    } else if extern.isWeak {
      // A number: the address of what isn't there is zero.
      set(&instruction, 0, 0)
    } else {
      throw LinkError("this kernel's types know nothing named \(name)")
    }
  }
}

/// Why a program can't even be shown to the kernel.
struct LinkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
