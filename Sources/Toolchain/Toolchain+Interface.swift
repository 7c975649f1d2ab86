import Foundation
import ObjectFile

extension Toolchain {
  /// The types of an interface header, with its annotations: what `Interface(types:)` reads.
  ///
  /// All functions that it declares, and all structures that it defines, are in them; also those of the headers
  /// that it includes. The folder of `baton.h` is searched for these.
  public func interfaceTypes(header: String) throws(ToolchainError) -> BTF {
    let path = URL(filePath: header).path
    var options = Options()
    options.includePaths = [URL(filePath: path).deletingLastPathComponent().path]
    return try withFolder(options) { folder throws(ToolchainError) in
      let whole = folder.appending(path: "interface.h").path
      let source = folder.appending(path: "interface.c").path
      let object = folder.appending(path: "interface.o").path
      try write(Self.header(including: path), to: whole)
      try write(declarations(in: whole, options).uses(including: whole), to: source)
      _ = try run(
        clang,
        Self.target(options) + includes(options) + ["-g", "-O2", "-c", source, "-o", object])
      do {
        return try ProgramImage(parsing: [UInt8](Data(contentsOf: URL(filePath: object)))).types
      } catch let error as ObjectFileError {
        throw .badObject(error)
      } catch {
        throw .unreadable(path: object, reason: error.localizedDescription)
      }
    }
  }

  /// The header, and where it includes Baton's own also where Baton keeps the fields of its types.
  private static func header(including path: String) -> String {
    """
    #define BATON_INTERFACE
    #include "\(path)"
    #ifdef BATON_MAP
    #include "layout.h"
    #endif

    """
  }
}

extension HeaderDeclarations {
  /// C that uses all that the header declares: nothing else reaches an object's types.
  fileprivate func uses(including header: String) -> String {
    var lines = ["#include \"\(header)\""]
    for name in structures.sorted() {
      lines.append("int uses_\(name)(struct \(name) *pointer) { return 0; }")
    }
    lines.append("int uses_map_types(enum bpf_map_type type) { return 0; }")
    lines.append("int uses_functions(void) {")
    for name in functions.sorted() { lines.append("  asm volatile(\"\" ::\"r\"(\(name)));") }
    return (lines + ["  return 0;", "}", ""]).joined(separator: "\n")
  }
}
