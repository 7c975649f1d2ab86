import Bytecode
import Contracts
import ObjectFile
import Verifier

/// A program of the fuzzer: instructions, the first function's first, and what it runs as.
package struct FuzzProgram: Equatable, Sendable {
  package var role: Role
  package var instructions: [Instruction]

  package enum Role: String, CaseIterable, Sendable {
    case xdp, exec
  }

  /// How much memory programs of the role `exec` are given.
  static let memoryByteCount = 40

  package init(role: Role, instructions: [Instruction]) {
    self.role = role
    self.instructions = instructions
  }

  static let limits = VerifierLimits(
    instructionCount: 6_000, memoryByteCount: memoryByteCount)

  /// What the verifier judges. Maps are named by their number: `ld_pseudo r1, 5, 2`.
  func unit() throws -> ProgramUnit {
    var image = try ProgramImage(bare: instructions, section: role.rawValue)
    image.maps = FuzzMap.definitions
    image.types = FuzzMap.types
    image.license = "GPL"
    for (slot, operation) in DecodedProgram(tolerating: instructions).operations.enumerated() {
      guard case .loadImmediate64(_, let source)? = operation else { continue }
      switch source {
      case .mapByIndex(let map):
        image.references.append(.init(slot: slot, target: .map(Int(map))))
      case .mapValueByIndex(let map, let offset):
        image.references.append(.init(slot: slot, target: .mapValue(Int(map), offset: offset)))
      default: continue
      }
    }
    image.references.sort { $0.slot < $1.slot }
    return try ProgramUnit(image: image, interface: .baton)
  }

  /// The numbers that stand in it: inputs near them meet both sides of its branches.
  var numbers: [Int64] {
    DecodedProgram(tolerating: instructions).operations.flatMap { operation -> [Int64] in
      switch operation {
      case .alu(_, _, _, .immediate(let value))?, .branch(_, _, _, .immediate(let value), _)?,
        .move(_, _, .immediate(let value))?:
        [Int64(value)]
      case .loadImmediate64(_, .constant(let value))?: [Int64(bitPattern: value)]
      case .load(let size, _, _, _, let offset)?, .storeImmediate(let size, _, let offset, _)?,
        .storeRegister(let size, _, let offset, _)?:
        [Int64(offset) + Int64(size.byteCount)]
      default: []
      }
    }
  }
}
