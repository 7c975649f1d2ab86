import Bytecode
import Testing

@Suite struct DisassemblyTests {
  @Test(arguments: ["llvm.txt", "ours.txt"])
  func goldenTextsAreReproduced(_ file: String) throws {
    let lines = try Corpus.lines(of: "disassembly/\(file)")
    #expect(lines.count > 5)
    for line in lines {
      let parts = line.split(separator: " | ")
      let slots = Corpus.slots(octets: parts[0])
      #expect(try Operation.decode(slots, at: 0).description == parts[1], "\(line)")
    }
  }

  /// The whole sample against the installed `llvm-objdump`, except where the documentation of
  /// ``Operation/description`` says that ours differs.
  @Test func sampleAgreesWithObjdump() throws {
    guard case .success(let tools) = LLVMTools.found else {
      print("skipped: no folder in PATH has both clang and llvm-objdump, version 21 or later")
      return
    }
    let slots =
      SampleOperations.oneSlot + SampleOperations.loadImmediate64.flatMap(\.encoded)
    let texts = try tools.disassemble(slots)
    var index = 0
    var comparisonCount = 0
    while index < slots.count {
      let operation = try Operation.decode(slots, at: index)
      if !Self.saysMore(operation, slots[index]) {
        #expect(texts[index] == operation.description, "slot \(slots[index])")
        comparisonCount += 1
      }
      index += operation.slotCount
    }
    #expect(comparisonCount > 5000)
  }

  static func saysMore(_ operation: Operation, _ slot: Instruction) -> Bool {
    switch operation {
    case .call(.local), .call(.exported): true
    case .loadImmediate64(_, .mapValueByDescriptor(_, let offset)),
      .loadImmediate64(_, .mapValueByIndex(_, let offset)):
      offset != 0
    case .loadPacket(_, .indirect(_, let immediate)): immediate != 0
    case .jump: slot.opcode == 0x06
    default: false
    }
  }

  @Test func listingsNumberSlots() throws {
    let slots = try Assembler.assemble(
      """
      r1 = 1 ll
      if r1 == 0 goto +0
      exit
      """)
    #expect(
      try DecodedProgram(slots).listing == """
               0:\tr1 = 0x1 ll
               2:\tif r1 == 0x0 goto +0x0
               3:\texit

        """)
  }
}
