import CFuzzer
import ObjectFile

/// Reads arbitrary octets as an object, and does with what comes out what loaders do: relocates it,
/// against its own types and against none, and asks about its types.
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
  guard let relocated = try? image.relocated(against: image.types) else { return }
  precondition(relocated.coreRelocations.isEmpty, "all relocations are applied")
  _ = try? image.relocated(against: .empty)
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
  }
  let again = try? BTF(parsing: types.encoded())
  precondition(again == types, "encoded types parse back equal")
}
