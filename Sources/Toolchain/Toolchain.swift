import Foundation

/// Makes BPF objects out of C and Swift sources, with the compilers of an installed Swift toolchain.
///
/// ```swift
/// let toolchain = try Toolchain(interface: "/usr/share/baton/Interface")
/// let result = try toolchain.build(source: "datapath.swift", output: "datapath.o")
/// ```
public struct Toolchain: Sendable {
  public let clang: String
  public let swiftCompiler: String
  /// The folder of `baton.h`.
  public let interface: String

  /// Finds the compilers.
  ///
  /// - Parameter searchPath: folders separated by colons, the environment's `PATH` by default.
  ///
  /// The clang beside the Swift compiler comes before all others: it reads the intermediate code
  /// that this Swift writes.
  public init(
    locating searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "",
    interface: String
  ) throws(ToolchainError) {
    swiftCompiler = try Self.find("swiftc", searchPath)
    let folder = URL(filePath: swiftCompiler).resolvingSymlinksInPath()
      .deletingLastPathComponent().path
    clang = try Self.find("clang", "\(folder):\(searchPath)")
    self.interface = interface
  }

  private static func find(_ name: String, _ searchPath: String) throws(ToolchainError) -> String {
    for folder in searchPath.split(separator: ":") {
      let path = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw .toolNotFound(name: name, searchPath: searchPath)
  }

  /// Who is to run the object.
  public enum Target: Sendable {
    case baton
    /// A stock Linux, which has neither Baton's functions nor traps.
    case kernel
  }

  public struct Options: Sendable {
    public var target: Target
    /// More folders to look for headers in.
    public var includePaths: [String]
    /// BPF's instruction set, `v1` to `v4`.
    public var cpu: String
    /// Where to leave intermediate files, for a look at them; nil removes them.
    public var intermediates: String?

    public init(
      target: Target = .baton, includePaths: [String] = [], cpu: String = "v3",
      intermediates: String? = nil
    ) {
      self.target = target
      self.includePaths = includePaths
      self.cpu = cpu
      self.intermediates = intermediates
    }
  }

  /// What a build that succeeded leaves.
  public struct Result: Equatable, Sendable {
    public var output: String
    /// The compilers' warnings, as they wrote them.
    public var diagnostics: String
  }

  /// Compiles one source file; its language is that of its name's extension.
  @discardableResult
  public func build(
    source: String, output: String, options: Options = Options()
  ) throws(ToolchainError) -> Result {
    let result: Result
    var traps: Set<TrapSite> = []
    switch URL(filePath: source).pathExtension {
    case "c": result = try buildC(source: source, output: output, options: options)
    case "swift":
      result = try buildSwift(source: source, output: output, options: options, traps: &traps)
    default: throw ToolchainError.unknownLanguage(path: source)
    }
    do {
      try checkObject(output, options.target, traps)
    } catch {
      // An object that can't be loaded must not be taken for one that can.
      try? FileManager.default.removeItem(atPath: output)
      throw error
    }
    return result
  }

  private func buildC(
    source: String, output: String, options: Options
  ) throws(ToolchainError) -> Result {
    let arguments =
      Self.target(options) + ["-g", "-O2", "-Wall"] + includes(options) + [
        "-c", source, "-o", output,
      ]
    return Result(output: output, diagnostics: try run(clang, arguments))
  }

  /// Options of every compilation to BPF.
  static func target(_ options: Options) -> [String] {
    // LLVM gives the functions that it splits off no type, and refers to one that isn't there.
    ["-target", "bpfel", "-mcpu=\(options.cpu)", "-Xclang", "-fno-split-cold-code"]
  }

  func includes(_ options: Options) -> [String] {
    ([interface] + options.includePaths).flatMap { ["-I", $0] }
  }
}
