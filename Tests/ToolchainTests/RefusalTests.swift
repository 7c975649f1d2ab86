import Foundation
import ObjectFile
import Testing
import Toolchain

/// What BPF programs can't have is refused with the line that needs it, not with a missing symbol.
@Suite(.enabled(if: Bench.toolchain != nil, "swiftc and clang are not on PATH"))
struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Above the program.
    var declarations: String
    /// The program's body; line 101 of the source.
    var body: String
    /// What the refusal says.
    var text: String
    var line: Int

    init(_ what: String, _ declarations: String, _ body: String, line: Int = 101, _ text: String) {
      testDescription = what
      self.declarations = declarations
      self.body = body
      self.line = line
      self.text = text
    }

    /// Declarations from line 1, the program's body on line 101.
    var source: String {
      let padding = 99 - declarations.split(separator: "\n", omittingEmptySubsequences: false).count
      return declarations + String(repeating: "\n", count: padding + 1)
        + "@c @implementation public func program(_ a: UInt64) -> Int32 {\n" + body + "\n}\n"
    }
  }

  static let cases: [Case] = [
    Case(
      "class", "final class Node { var x: UInt64 = 0 }\nvar kept: Node? = nil",
      "kept = Node(); return 0", line: 1, "cannot use allocating type 'Node'"),
    Case(
      "array", "var all: [UInt64] = []", "all.append(a); return 0",
      "cannot use allocating type '_ContiguousArrayStorage<UInt64>'"),
    Case(
      "escaping closure", "var later: (() -> UInt64)? = nil",
      "later = { a &+ 1 }; return Int32(truncatingIfNeeded: later!())",
      "cannot use escaping closures"),
    Case(
      "indirect enumeration",
      "indirect enum Tree { case leaf(UInt64), node(Tree, Tree) }\nvar tree = Tree.leaf(1)",
      "tree = .node(tree, .leaf(a)); return 0", "cannot use allocating type"),
    Case(
      "existential", "protocol P { func f() -> Int32 }\nstruct A: P { func f() -> Int32 { 1 } }",
      "let p: any P = A(); return p.f()", "any P"),
    Case(
      "recursion",
      "@inline(never) func fibonacci(_ n: UInt64) -> UInt64 {\n"
        + "  n < 2 ? n : fibonacci(n &- 1) &+ fibonacci(n &- 2)\n}",
      "return Int32(truncatingIfNeeded: fibonacci(a))", line: 2,
      "BPF has no recursion, and 'fibonacci' leads back here"),
    Case(
      "recursion through another function",
      "@inline(never) func even(_ n: UInt64) -> Bool { n == 0 ? true : odd(n &- 1) }\n"
        + "@inline(never) func odd(_ n: UInt64) -> Bool { n == 0 ? false : even(n &- 1) }",
      "return even(a) ? 1 : 0", line: 1, "BPF has no recursion"),
    Case(
      "floating point", "", "return Int32(truncatingIfNeeded: Int64(Double(a) * 1.5))",
      "BPF has no floating-point numbers"),
    Case(
      "handle used twice", "",
      "guard let handle = Wheel.pop() else { return 0 }; handle.resume(); handle.destroy(); return 0",
      "'handle' consumed more than once"),
    Case("print", "", "print(\"hello\"); return 0", "a BPF program can't print"),
    Case(
      "random number", "", "return Int32.random(in: 0..<7)",
      "random numbers come from bpf_get_prandom_u32"),
    Case(
      "variable with a first value of run time",
      "@inline(never) func now() -> UInt64 { bpf_ktime_get_ns() }\nvar start = now()",
      "return Int32(truncatingIfNeeded: start)", line: 2,
      "the first value of a global variable must be a constant"),
    Case(
      "foreign function", "@_silgen_name(\"getpid\") func getpid() -> Int32", "return getpid()",
      "'getpid' is called here, which is no part of the interface"),
    Case(
      "dictionary", "var all: [UInt64: UInt64] = [:]", "all[a] = 1; return 0",
      "cannot use allocating type '_DictionaryStorage<UInt64, UInt64>'"),
    Case(
      "set", "var all: Set<UInt64> = []", "all.insert(a); return 0",
      "cannot use allocating type '_SetStorage<UInt64>'"),
    Case(
      "string", "var text = \"\"", "text += \"x\"; return Int32(text.utf8.count)",
      "cannot use allocating type '_StringBreadcrumbs'"),
    Case("value of any type", "", "let x: Any = a; return x is UInt64 ? 1 : 0", "'Any'"),
    Case(
      "errors of any type",
      "enum E: Error { case a }\n"
        + "@inline(never) func f(_ a: UInt64) throws -> Int32 { if a > 4 { throw E.a }; return 1 }",
      "do { return try f(a) } catch { return 2 }", line: 2, "'any Error'"),
    Case(
      "key path", "struct P { var x: Int32 = 1 }",
      "let path = \\P.x; return P()[keyPath: path]", "cannot use key path"),
    Case(
      "tasks", "func f() async -> Int32 { 1 }", "Task { _ = await f() }; return 0",
      "cannot find 'Task' in scope"),
    Case(
      "functions that wait", "@c public func f() async -> Int32 { 1 }", "return 0", line: 1,
      "cannot be asynchronous"),
    Case(
      "cast of a class", "class B {}\nfinal class C: B {}\nvar b: B? = nil",
      "return (b as? C) == nil ? 1 : 0", line: 1, "this counts references"),
    Case(
      "generics without a limit",
      "protocol P { func f() -> Int32 }\nstruct A: P { func f() -> Int32 { 1 } }\n"
        + "func g<T: P>(_ p: T, _ n: UInt64) -> Int32 { n == 0 ? p.f() : g(W(p: p), n &- 1) }\n"
        + "struct W<T: P>: P { var p: T; func f() -> Int32 { p.f() } }",
      "return g(A(), a)", line: 3, "cannot specialize generic function"),
    Case("float", "", "let f = Float(a); return f > 1 ? 1 : 0", "no floating-point numbers"),
    Case(
      "multiplication of 128 bits", "",
      "let x = UInt128(a) &* UInt128(a); return Int32(truncatingIfNeeded: x >> 64)",
      "BPF has no multiplication of 128 bits"),
    Case(
      "too much stack",
      "struct Big { var a: InlineArray<1024, UInt8> = .init(repeating: 0) }",
      "var b = Big(); b.a[Int(a & 1023)] = 1; return Int32(b.a[Int((a >> 1) & 1023)])", line: 1,
      "more than BPF's 512 octets of stack"),
    Case(
      "call through a variable",
      "var handler: (@convention(c) (UInt64) -> Int32)? = nil\n"
        + "@c public func other(_ a: UInt64) -> Int32 { 2 }",
      "if a > 5 { handler = other }; return handler?(a) ?? 0", "calls through a variable"),
  ]

  /// The error of building `source` against a header with one program.
  private func refusal(
    of source: String, header: String = "int program(u64 a) __attribute__((section(\"xdp\")));"
  ) throws -> (ToolchainError, path: String) {
    try Bench.withFolder { folder in
      let path = folder.appending(path: "refused.swift").path
      try source.write(toFile: path, atomically: false, encoding: .utf8)
      try "#include \"baton.h\"\n\(header)\n".write(
        to: folder.appending(path: "refused.h"), atomically: false, encoding: .utf8)
      let toolchain = try #require(Bench.toolchain)
      let output = folder.appending(path: "out.o").path
      let error = try #require(throws: ToolchainError.self) {
        try toolchain.build(source: path, output: output)
      }
      #expect(!FileManager.default.fileExists(atPath: output))
      return (error, path)
    }
  }

  @Test(arguments: cases)
  func isRefused(_ refused: Case) throws {
    let (error, path) = try refusal(of: refused.source)
    let text = error.description
    #expect(text.contains(refused.text))
    let lines = text.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(
      lines.contains { $0.contains("\(path):\(refused.line):") && $0.contains(refused.text) },
      "\(text)")
  }

  /// Types of Swift's library are explained, and repeated without a place only once.
  @Test func constructsAreNamed() throws {
    let (error, path) = try refusal(
      of: "var all: [UInt64: UInt64] = [:]\n"
        + "@c @implementation public func program(_ a: UInt64) -> Int32 { all[a] = 1; return 0 }")
    #expect(error.description.contains("\(path):2:71: note: a dictionary needs memory"))
    #expect(!error.description.contains("<unknown>"))
  }

  @Test func programsWithoutSectionAreNamed() throws {
    let (error, path) = try refusal(
      of: "@c @implementation public func program(_ a: UInt64) -> Int32 { 0 }",
      header: "int program(u64 a);")
    guard case .noProgram(path, _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func programsWithoutImplementationAreNamed() throws {
    let (error, _) = try refusal(of: "let nothing = 0")
    guard case .notImplemented(["program"], _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  /// Swift's own errors come through with their status.
  @Test func compilersSpeakForThemselves() throws {
    let (error, path) = try refusal(of: "let nothing: UInt8 = 256 + nowhere")
    guard case .failed("swiftc", let status, let diagnostics) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(status == 1)
    #expect(diagnostics.contains("\(path):1:"))
    #expect(diagnostics.contains("nowhere"))
  }

  @Test func errorsOfC() throws {
    try Bench.withFolder { folder in
      let path = folder.appending(path: "bad.c").path
      try "#include \"baton.h\"\nint f(void) { return missing; }\n".write(
        toFile: path, atomically: false, encoding: .utf8)
      let toolchain = try #require(Bench.toolchain)
      let error = try #require(throws: ToolchainError.self) {
        try toolchain.build(source: path, output: folder.appending(path: "bad.o").path)
      }
      guard case .failed("clang", 1, let diagnostics) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(diagnostics.contains("\(path):2:22: error: use of undeclared identifier 'missing'"))
    }
  }

  @Test func warningsAreReturned() throws {
    try Bench.withFolder { folder in
      let path = folder.appending(path: "odd.c").path
      try "#include \"baton.h\"\nSEC(\"xdp\") int f(void *c) { int unused; return 2; }\n".write(
        toFile: path, atomically: false, encoding: .utf8)
      let toolchain = try #require(Bench.toolchain)
      let result = try toolchain.build(
        source: path, output: folder.appending(path: "odd.o").path)
      #expect(result.diagnostics.contains("odd.c:2:33: warning: unused variable 'unused'"))
    }
  }

  @Test func otherLanguagesAndMissingTools() throws {
    let toolchain = try #require(Bench.toolchain)
    #expect(throws: ToolchainError.unknownLanguage(path: "prog.rs")) {
      try toolchain.build(source: "prog.rs", output: "/nonexistent/out.o")
    }
    #expect(throws: ToolchainError.toolNotFound(name: "swiftc", searchPath: "/nonexistent")) {
      try Toolchain(locating: "/nonexistent", interface: Bench.interface)
    }
  }
}
