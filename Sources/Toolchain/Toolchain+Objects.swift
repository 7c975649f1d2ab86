import Foundation
import ObjectFile

extension Toolchain {
  /// LLVM writes calls through a register for every instruction set; no verifier takes them.
  private static let callThroughRegister: UInt8 = 0x8d

  /// Reads the finished object, as loading it will, and looks for what only shows in it.
  func checkObject(_ path: String) throws(ToolchainError) {
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
    let problems = image.instructions.indices.compactMap { slot -> SourceProblem? in
      guard image.instructions[slot].opcode == Self.callThroughRegister else { return nil }
      let place = image.line(at: slot)
      return SourceProblem(
        file: place?.file ?? "", line: place?.line ?? 0, column: place?.column ?? 0,
        message: "BPF has no calls through a variable: the function must be known here")
    }
    guard problems.isEmpty else { throw .unsupported(problems) }
  }
}
