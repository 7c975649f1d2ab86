import Foundation
import ObjectFile

extension Toolchain {
  /// The types of an interface header, with its annotations: what `Interface(types:)` reads.
  ///
  /// All functions that it declares, and all structures that it defines, are in them; also those of the headers
  /// that it includes. The folder of `baton.h` is searched for these.
  public func interfaceTypes(header: String) throws(ToolchainError) -> BTF {
    var options = Options()
    options.intermediates = nil
    return try withFolder(options) { folder throws(ToolchainError) in
      let path = URL(filePath: header).path
      let flags = [
        "-target", "bpf", "-mcpu=\(options.cpu)", "-DBATON_INTERFACE", "-I\(interface)",
        "-I\(URL(filePath: path).deletingLastPathComponent().path)",
      ]
      let tree = try execute(
        clang, flags + ["-fsyntax-only", "-Xclang", "-ast-dump=json", "-x", "c", path])
      let names = try InterfaceNames(syntaxTree: tree.output)
      let source = folder.appending(path: "interface.c").path
      let object = folder.appending(path: "interface.o").path
      try write(names.uses(of: path), to: source)
      _ = try run(clang, flags + ["-g", "-O2", "-c", source, "-o", object])
      do {
        return try ProgramImage(parsing: [UInt8](Data(contentsOf: URL(filePath: object)))).types
      } catch let error as ObjectFileError {
        throw .badObject(error)
      } catch {
        throw .unreadable(path: object, reason: error.localizedDescription)
      }
    }
  }
}

/// What a header declares: only what is used reaches an object's types.
private struct InterfaceNames {
  var functions: Set<String> = []
  var structures: Set<String> = []

  private struct Node: Decodable {
    var kind: String?
    var name: String?
    var tagUsed: String?
    var completeDefinition: Bool?
    var storageClass: String?
    var inner: [Node]?
  }

  init(syntaxTree: Data) throws(ToolchainError) {
    let root: Node
    do {
      root = try JSONDecoder().decode(Node.self, from: syntaxTree)
    } catch {
      throw .unexpectedOutput(tool: "clang", line: 1, text: "\(error)")
    }
    for node in root.inner ?? [] {
      guard let name = node.name else { continue }
      switch node.kind {
      case "FunctionDecl" where node.storageClass != "static": functions.insert(name)
      case "RecordDecl" where node.tagUsed == "struct" && node.completeDefinition == true:
        structures.insert(name)
      default: break
      }
    }
  }

  /// C that uses all of it.
  func uses(of header: String) -> String {
    var lines = ["#include \"\(header)\""]
    // Where Baton keeps the fields of its own types.
    if functions.contains("co_await") { lines.append("#include \"layout.h\"") }
    for name in (structures.union(nativeNames)).sorted() {
      lines.append("int uses_\(name)(struct \(name) *pointer) { return 0; }")
    }
    lines.append("int uses_map_types(enum bpf_map_type type) { return 0; }")
    lines.append("int uses_functions(void) {")
    for name in functions.sorted() { lines.append("  asm volatile(\"\" ::\"r\"(\(name)));") }
    return (lines + ["  return 0;", "}", ""]).joined(separator: "\n")
  }

  private var nativeNames: Set<String> {
    functions.contains("co_await")
      ? ["baton_packet", "baton_frame", "baton_execution", "baton_map", "ringbuf_record"] : []
  }
}
