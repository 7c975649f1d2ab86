import Foundation
import ObjectFile

extension Toolchain {
  /// LLVM writes calls through a register for every instruction set; no verifier takes them.
  private static let callThroughRegister: UInt8 = 0x8d

  /// Reads the finished object, as loading it will, and looks for what only shows in it.
  func checkObject(
    _ path: String, _ target: Target, _ traps: Set<TrapSite>
  ) throws(ToolchainError) {
    let bytes: [UInt8]
    do {
      bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    let image: ProgramImage
    do throws(ObjectFileError) {
      image = try ProgramImage(parsing: bytes)
    } catch {
      throw .badObject(error)
    }
    var problems = image.instructions.indices.compactMap { slot -> SourceProblem? in
      guard image.instructions[slot].opcode == Self.callThroughRegister else { return nil }
      return image.problem(
        at: slot, "BPF has no calls through a variable: the function must be known here")
    }
    if target == .kernel { problems += image.problemsForLinux(traps) }
    problems.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    guard problems.isEmpty else { throw .unsupported(problems) }
  }
}

extension ProgramImage {
  fileprivate func problem(at slot: Int, _ message: String) -> SourceProblem {
    let place = line(at: slot)
    return SourceProblem(
      file: place?.file ?? "", line: place?.line ?? 0, column: place?.column ?? 0,
      message: message)
  }

  /// Calls that only Baton knows. Linux's own functions are declared in section `.ksyms`.
  fileprivate func problemsForLinux(_ traps: Set<TrapSite>) -> [SourceProblem] {
    references.flatMap { reference -> [SourceProblem] in
      guard case .externCall(let index) = reference.target else { return [] }
      let extern = externs[index]
      if extern.name == "__bpf_trap" {
        return operations(at: reference.slot, traps).map {
          problem(at: reference.slot, TrapSite.message($0))
        }
      }
      guard extern.origin != .kernelSymbol else { return [] }
      return [
        problem(at: reference.slot, "'\(extern.name)' is Baton's: Linux has no such function")
      ]
    }
  }

  /// What may trap on the line of a trap; `other` when the intermediate code did not tell.
  private func operations(
    at slot: Int, _ traps: Set<TrapSite>
  ) -> [TrapSite.Operation] {
    guard let place = line(at: slot) else { return [.other] }
    let found = Set(
      traps.filter { $0.line == place.line && $0.column == place.column }.map(\.operation))
    return found.isEmpty ? [.other] : found.sorted { "\($0)" < "\($1)" }
  }
}
