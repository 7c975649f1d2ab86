import ArgumentParser
import Foundation
import Toolchain

/// `baton build`: a C or Swift source file becomes a BPF object.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Compile a C or Swift program to a BPF object.",
    discussion: """
      Uses the clang and swiftc of the installed Swift toolchain. A Swift program imports the header \
      of its own name beside it (udp_echo.swift: udp_echo.h), where its maps and programs are \
      declared; without one, it imports baton.h.

      Exit status: 0 when the object was written, 1 when the source was refused, 2 on bad input.

      Examples:
        baton build Programs/udp_echo.c
        baton build Programs/udp_echo.swift -o echo.o
        baton build filter.swift --kernel
      """)

  @Argument(help: "A .c or .swift file.")
  var source: String

  @Option(name: [.short, .long], help: "The object to write (default: the source's name with .o).")
  var output: String?

  @Option(name: .customShort("I"), help: "A further folder to look for headers in.")
  var includePaths: [String] = []

  @Option(help: "The instruction set, v1 to v4.")
  var cpu = "v3"

  @Flag(help: "For a stock Linux, which has neither Baton's functions nor arithmetic traps.")
  var kernel = false

  func run() throws {
    let target =
      output ?? URL(filePath: source).deletingPathExtension().lastPathComponent + ".o"
    let options = Toolchain.Options(
      target: kernel ? .kernel : .baton, includePaths: includePaths, cpu: cpu)
    let result = try build(source, to: target, options)
    if !result.isEmpty { FileHandle.standardError.write(Data(result.utf8)) }
  }
}

/// Compiles `source`; answers the compilers' warnings.
@discardableResult
func build(
  _ source: String, to output: String, _ options: Toolchain.Options = .init()
) throws -> String {
  guard FileManager.default.isReadableFile(atPath: source) else {
    throw BadInput("\(source): no such file, or no permission to read it")
  }
  let toolchain = try installedToolchain()
  do {
    return try toolchain.build(source: source, output: output, options: options).diagnostics
  } catch {
    throw Refused("\(error)")
  }
}

/// The compilers of the installed Swift, with Baton's headers.
func installedToolchain() throws(BadInput) -> Toolchain {
  do {
    return try Toolchain(interface: Installation.interface)
  } catch {
    throw BadInput("\(error)")
  }
}

/// Where the files that ship with Baton lie.
enum Installation {
  /// The folder that holds `Interface`, `Programs` and `Benchmarks`: beside the executable when it
  /// was installed, else the package that it was built from.
  static let root: String = {
    let beside = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "share/baton").path
    if FileManager.default.fileExists(atPath: beside + "/Interface/baton.h") { return beside }
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }()

  static var interface: String { root + "/Interface" }
}
