import Bytecode
import Foundation
import ObjectFile
import Runtime
import Testing
import Verifier

/// The file from which `perf` takes the names of JITed functions.
@Suite struct PerfMapTests {
  private struct Line {
    var range: Range<UInt64>
    var name: Substring

    /// As perf reads it: two hexadecimal numbers, and the name in the rest of the line.
    init(_ text: Substring) throws {
      let fields = text.split(separator: " ", maxSplits: 2)
      let start = try #require(UInt64(fields[0], radix: 16))
      let byteCount = try #require(UInt64(fields[1], radix: 16))
      range = start..<start + byteCount
      name = fields[2]
    }
  }

  @Test func everyFunctionHasALine() throws {
    let text = """
        r1 = 3
        call callee
        exit
      callee:
        r0 = r1
        exit
      """
    let image = try ProgramImage(bare: try Assembler.assemble(text), section: "exec")
    let verified = try VerifiedUnit.verifying(
      ProgramUnit(image: image, interface: .baton))
    let interpreted = try LoadedUnit(verified, engine: .interpreter, workerCount: 1, seed: 0)
    let compiled = try LoadedUnit(verified, engine: .jit, workerCount: 1, seed: 0)
    defer { try? FileManager.default.removeItem(atPath: PerfMap.path) }
    try PerfMap.append(interpreted)
    try PerfMap.append(compiled)
    try PerfMap.append(compiled)
    let lines = try String(contentsOfFile: PerfMap.path, encoding: .utf8)
      .split(separator: "\n").map { try Line($0) }
    let names = ["baton_enter", "program", "function_3"]
    #expect(lines.map { String($0.name) } == names + names)
    #expect(lines.allSatisfy { !$0.range.isEmpty })
    for (line, next) in zip(lines.prefix(3), lines.prefix(3).dropFirst()) {
      #expect(line.range.upperBound == next.range.lowerBound)
    }
    let executable = try Self.executableRanges()
    #expect(lines.allSatisfy { line in executable.contains { $0.contains(line.range.lowerBound) } })
  }

  private static func executableRanges() throws -> [Range<UInt64>] {
    let file = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
    let maps = String(decoding: file.readDataToEndOfFile(), as: UTF8.self)
    return maps.split(separator: "\n").filter { $0.split(separator: " ")[1] == "r-xp" }.map {
      let bounds = $0.prefix { $0 != " " }.split(separator: "-").map { UInt64($0, radix: 16)! }
      return bounds[0]..<bounds[1]
    }
  }
}
