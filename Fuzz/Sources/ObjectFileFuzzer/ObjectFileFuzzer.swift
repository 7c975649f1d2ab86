import CFuzzer
import Contracts
import ObjectFile
import Verifier

/// Reads arbitrary octets as an object, and does with what comes out what loaders do: sets its variables,
/// relocates it, against its own types and against none, asks about its types, and verifies its programs.
///
/// Errors are expected. A trap, a hang or unbounded memory is a find.
@main
struct ObjectFileFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      // The fuzzer owns the input, for as long as this call lasts.
      let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
      if let image = try? ProgramImage(parsing: bytes) { exercise(image) }
      if let types = try? BTF(parsing: bytes) { exercise(types) }
      return 0
    }
  }
}

private func exercise(_ image: ProgramImage) {
  exercise(image.types)
  for slot in image.instructions.indices {
    _ = image.line(at: slot)
    _ = image.reference(at: slot)
    precondition(image.functionIndex(containing: slot) != nil, "functions tile the code")
  }
  exercise(variablesOf: image)
  verify(image)
  guard let relocated = try? image.relocated(against: image.types) else { return }
  precondition(relocated.coreRelocations.isEmpty, "all relocations are applied")
  _ = try? image.relocated(against: .empty)
}

private func exercise(variablesOf image: ProgramImage) {
  var image = image
  for variable in image.variables.prefix(64) {
    try? image.set(variable.name, to: Int64(variable.offset))
    try? image.set(
      variable.name, to: [UInt8](repeating: 1, count: min(variable.byteCount, 1 << 16)))
  }
}

/// Few instructions of few programs: that takes less time than reading what follows.
private func verify(_ image: ProgramImage) {
  guard let unit = try? ProgramUnit(image: image, interface: .baton) else { return }
  let verifier = Verifier(unit, limits: VerifierLimits(instructionCount: 2000))
  for entry in unit.entries.prefix(4) {
    _ = verifier.verify(entry: entry).rejection?.report(for: image)
  }
}

private func exercise(_ types: BTF) {
  let index = BTFIndex(types)
  // Huge inputs are made of few kinds of types: the first ones are enough.
  for id in types.types.indices.prefix(512).map(BTF.TypeID.init) {
    _ = types.describe(id)
    _ = types.innermostMember(of: id, atByte: 5)
    _ = types.typeTags(alongPointer: id)
    _ = index.declTags(of: id)
    _ = types.byteCount(of: id)
    precondition(types.isAlike(id, id, of: types), "a type is like itself")
  }
  let again = try? BTF(parsing: types.encoded())
  precondition(again == types, "encoded types parse back equal")
}
