import Foundation

extension Toolchain {
  /// Swift becomes BPF in four steps: read the header's declarations, let Swift write intermediate
  /// code, make that code BPF's, and let clang finish it together with the header's definitions.
  func buildSwift(
    source: String, output: String, options: Options, traps: inout Set<TrapSite>
  ) throws(ToolchainError) -> Result {
    try withFolder(options) { folder throws(ToolchainError) in
      let header = bridgingHeader(of: source)
      let name = URL(filePath: source).deletingPathExtension().lastPathComponent
      let file = { (kind: String) in folder.appending(path: "\(name).\(kind)").path }
      let declarations = try declarations(in: header, options)
      var diagnostics = try emitIntermediateCode(
        sources: [source] + typedInterface(for: declarations), header: header,
        output: file("swift.ll"), options)
      var module = try IRModule(parsing: read(file("swift.ll")))
      traps = try module.becomeBPF(declarations, source: source, header: header)
      try write(module.text, to: file("ll"))
      diagnostics += try compileDefinitions(header: header, output: file("bc"), options)
      diagnostics += try link(file("ll"), file("bc"), output: output, options)
      return Result(output: output, diagnostics: diagnostics)
    }
  }

  /// `prog.h` beside `prog.swift`, else the interface itself.
  private func bridgingHeader(of source: String) -> String {
    let beside = URL(filePath: source).deletingPathExtension().path + ".h"
    return FileManager.default.fileExists(atPath: beside) ? beside : "\(interface)/baton.h"
  }

  /// A source that consists of a header only.
  private static func sourceOf(_ header: String) -> [String] {
    ["-include", header, "-x", "c", "/dev/null"]
  }

  func declarations(
    in header: String, _ options: Options
  ) throws(ToolchainError) -> HeaderDeclarations {
    let arguments =
      Self.target(options) + includes(options)
      + ["-DBATON_DECLARATIONS", "-fsyntax-only", "-Xclang", "-ast-dump=json"]
      + Self.sourceOf(header)
    return try HeaderDeclarations(syntaxTree: execute(clang, arguments).output)
  }

  /// What Swift programs have beside the interface's declarations; nothing where they use another interface.
  private func typedInterface(for declarations: HeaderDeclarations) -> [String] {
    declarations.functions.contains("co_await") ? ["\(interface)/Baton.swift"] : []
  }

  private func emitIntermediateCode(
    sources: [String], header: String, output: String, _ options: Options
  ) throws(ToolchainError) -> String {
    // Swift has no BPF target; a bare x86-64 agrees with BPF on sizes, alignment and byte order.
    // Without an allocator the compiler itself names what would need one.
    let arguments =
      [
        "-target", "x86_64-unknown-none-elf", "-enable-experimental-feature", "Embedded",
        "-no-allocations", "-wmo", "-O", "-g", "-parse-as-library", "-emit-ir",
        "-import-objc-header", header, "-Xfrontend", "-disable-llvm-optzns",
      ] + sources + includes(options) + ["-o", output]
    return try run(swiftCompiler, arguments)
  }

  /// The maps and the license that the header defines for BPF.
  private func compileDefinitions(
    header: String, output: String, _ options: Options
  ) throws(ToolchainError) -> String {
    let arguments =
      Self.target(options) + includes(options)
      + ["-g", "-O2", "-Wall", "-emit-llvm", "-c", "-o", output] + Self.sourceOf(header)
    return try run(clang, arguments)
  }

  private func link(
    _ program: String, _ definitions: String, output: String, _ options: Options
  ) throws(ToolchainError) -> String {
    let arguments =
      Self.target(options)
      + [
        "-g", "-O2", "-x", "ir", "-c", program, "-Xclang", "-mlink-bitcode-file", "-Xclang",
        definitions, "-o", output,
      ]
    return try run(clang, arguments)
  }
}
