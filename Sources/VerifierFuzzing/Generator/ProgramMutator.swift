import Bytecode
import World

/// Changes programs a little, without knowing what they mean: some come out that nobody would write.
struct ProgramMutator {
  private var random: RandomSource

  init(seed: UInt64) { random = RandomSource(seed: seed) }

  mutating func mutated(_ program: FuzzProgram) -> FuzzProgram {
    var result = program
    for _ in 0..<1 + random.next() % 3 {
      var changed = result
      mutate(&changed.instructions)
      if DecodedProgram(tolerating: changed.instructions).errors.isEmpty { result = changed }
    }
    return result
  }

  private mutating func mutate(_ instructions: inout [Instruction]) {
    let slot = below(instructions.count)
    switch below(6) {
    case 0:
      let range = slot..<min(instructions.count, slot + 1 + below(2))
      guard let listing = Listing(instructions), range.upperBound <= listing.lines.count,
        let shorter = listing.removing(range).instructions, !shorter.isEmpty
      else { return }
      instructions = shorter
    case 1:
      let edge = FuzzInput.edges[below(FuzzInput.edges.count)]
      instructions[slot].immediate = Int32(truncatingIfNeeded: edge)
    case 2: instructions[slot].immediate &+= Int32(below(3)) - 1
    case 3:
      // The destination, or the source.
      let shift: UInt8 = below(2) == 0 ? 0 : 4
      let kept = instructions[slot].registers & ~(0xf << shift)
      instructions[slot].registers = kept | UInt8(below(11)) << shift
    case 4:
      // Another operator, or another kind of operand.
      instructions[slot].opcode ^= 1 << UInt8(3 + below(5))
    default: instructions[slot] = instructions[below(instructions.count)]
    }
  }

  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
}
