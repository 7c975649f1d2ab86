import Bytecode
import Foundation

/// `clang` and `llvm-objdump` of LLVM 21 or later, where one folder of PATH has both.
struct LLVMTools {
  let clang: URL
  let objdump: URL

  /// Why the tools can't be used here; `nil` when they can.
  static let found: Result<LLVMTools, MissingTools> = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":") {
      let tools = LLVMTools(
        clang: URL(filePath: "\(folder)/clang"), objdump: URL(filePath: "\(folder)/llvm-objdump"))
      if tools.areRecent { return .success(tools) }
    }
    return .failure(MissingTools())
  }()

  struct MissingTools: Error {}

  private var areRecent: Bool {
    let files = FileManager.default
    guard files.isExecutableFile(atPath: clang.path),
      files.isExecutableFile(atPath: objdump.path),
      let version = try? Self.run(objdump, ["--version"]),
      let number = version.firstMatch(of: /LLVM version (\d+)/)?.1
    else { return false }
    return Int(number).map { $0 >= 21 } ?? false
  }

  /// What `llvm-objdump` makes of the slots: one text an instruction, by slot index.
  func disassemble(_ slots: [Instruction]) throws -> [Int: String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "sample.s")
    let object = folder.appending(path: "sample.o")
    try (slots.map { ".quad \($0.encoded)" }.joined(separator: "\n") + "\n")
      .write(to: source, atomically: true, encoding: .utf8)
    _ = try Self.run(
      clang, ["-target", "bpfel", "-mcpu=v4", "-c", source.path, "-o", object.path])
    return Self.texts(try Self.run(objdump, ["-d", "--no-show-raw-insn", object.path]))
  }

  /// Drops the address after targets, and writes the tab after `ld_pseudo` as a space.
  private static func texts(_ listing: String) -> [Int: String] {
    var texts: [Int: String] = [:]
    for line in listing.split(separator: "\n") {
      guard let match = line.firstMatch(of: /^ *(\d+):\t(.*?)( <[^ ]*>)?$/),
        let index = Int(match.1)
      else { continue }
      texts[index] = String(match.2.replacing("\t", with: " "))
    }
    return texts
  }

  private static func run(_ tool: URL, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw MissingTools() }
    return String(decoding: data, as: UTF8.self)
  }
}
