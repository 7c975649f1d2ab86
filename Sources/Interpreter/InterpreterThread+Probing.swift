/// What a fuzzer looks at, and compares with what the verifier thought.
extension InterpreterThread {
  /// The slot of the next instruction.
  package var nextSlot: Int { slot }

  /// The value of `r0` to `r10`.
  package func value(of register: UInt8) -> UInt64 { registers[register] }

  /// Copies `r0` to `r10` into `values`, from `first` on.
  package func copyRegisters(into values: inout [UInt64], from first: Int) {
    for number in UInt8(0)...10 { values[first + Int(number)] = registers[number] }
  }
}

extension InterpreterUnit {
  /// What `ld_imm64` gives for the address of the function that begins at a slot.
  package static func functionAddress(firstSlot: Int) -> UInt64 {
    FunctionAddress.encode(firstSlot: firstSlot)
  }
}
