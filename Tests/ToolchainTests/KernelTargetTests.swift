import Foundation
import ObjectFile
import Testing
import Toolchain

/// Objects for a stock Linux: what it hasn't got is refused by Baton, and all else loads there.
@Suite(.enabled(if: Bench.toolchain != nil, "swiftc and clang are not on PATH"))
struct KernelTargetTests {
  private static let header = """
    #include "baton.h"
    BATON_MAP(counts, ARRAY, u32, u64, 4);
    __program("xdp") int program(struct xdp_md *_Nonnull ctx);

    """

  private static let program = """
    var seen: UInt64 = 0

    @c @implementation
    public func program(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
      seen &+= 1
      var key: UInt32 = ctx.pointee.rx_queue_index & 3
      guard let count = bpf_map_lookup_elem(&counts, &key) else { return 1 }
      let value = count.load(as: UInt64.self) &+ 1
      count.storeBytes(of: value, as: UInt64.self)
      return value & 1 == 0 ? 1 : 2
    }

    """

  /// Builds `source` for Linux, and hands the object's path over.
  private func build<Value>(
    _ source: String, header: String = header, _ use: (String) throws -> Value
  ) throws -> Value {
    try Bench.withFolder { folder in
      let path = folder.appending(path: "linux.swift").path
      try source.write(toFile: path, atomically: false, encoding: .utf8)
      try header.write(
        to: folder.appending(path: "linux.h"), atomically: false, encoding: .utf8)
      let output = folder.appending(path: "linux.o").path
      try #require(Bench.toolchain).build(
        source: path, output: output, options: .init(target: .kernel))
      return try use(output)
    }
  }

  private static let bpftool = "/usr/sbin/bpftool"

  private func run(_ tool: String, _ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test(
    .enabled(
      if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: bpftool),
      "needs root and bpftool"))
  func thisKernelTakesIt() throws {
    try build(Self.program) { object in
      try Bench.withFolder { mount in
        try #require(try run("/bin/mount", ["-t", "bpf", "bpf", mount.path]).0 == 0)
        defer { _ = try? run("/bin/umount", [mount.path]) }
        let (status, text) = try run(
          Self.bpftool, ["prog", "load", object, "\(mount.path)/program", "type", "xdp"])
        #expect(status == 0, "\(text)")
      }
    }
  }

  static let refused: [(String, Int, String)] = [
    ("ctx.pointee.data + ctx.pointee.data_end", 4, "write '&+'"),
    ("ctx.pointee.data - ctx.pointee.data_end", 4, "write '&-'"),
    ("ctx.pointee.data * ctx.pointee.data_end", 4, "write '&*'"),
    ("7 / ctx.pointee.data", 4, "the divisor is 0"),
    ("UInt32(UInt8(ctx.pointee.data))", 4, "init(truncatingIfNeeded:)"),
    (
      "UInt32(co_await(first, 1) == 0 ? 1 : 2)", 4, "'co_await' is Baton's: Linux has no such"
    ),
  ]

  @Test(arguments: refused)
  func whatTrapsIsNamed(_ expression: String, _ line: Int, _ text: String) throws {
    let source = """
      @c public func first(_ c: UnsafeMutablePointer<coroutine>?, _ a: UInt64) -> Int32 { -1 }
      @c @implementation
      public func program(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
        Int32(bitPattern: \(expression))
      }
      """
    let error = try #require(throws: ToolchainError.self) { try build(source) { _ in } }
    guard case .unsupported(let problems) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(problems.contains { $0.line == line && $0.message.contains(text) }, "\(error)")
    #expect(problems.allSatisfy { $0.file.hasSuffix("linux.swift") })
  }

  @Test func parametersThatMayBeNil() throws {
    let error = try #require(throws: ToolchainError.self) {
      try build(
        """
        @c @implementation
        public func program(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
          Int32(bitPattern: ctx.pointee.data)
        }
        """, header: Self.header.replacing("_Nonnull ", with: "")
      ) { _ in }
    }
    #expect(error.description.contains("declare the parameter '_Nonnull' in the header"))
  }
}
