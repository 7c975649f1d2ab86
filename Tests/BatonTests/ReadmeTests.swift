import Baton
import Foundation
import SamplePrograms
import Testing

/// What the README shows compiles, as it stands there.
struct ReadmeTests {
  /// The README's program. It needs an interface, so that it is compiled only.
  private func program() async throws {
    let server = try Server(.afxdp("eth0"), address: "192.0.2.7/24")
    try server.onRequest(port: 80, framing: .http) { request, reply in
      reply.append("Hello, World!\n")
    }
    let listener = try server.listen(port: 7)
    let echo = Task {
      for await connection in listener.connections {
        Task { for try await octets in connection.received { try await connection.send(octets) } }
      }
    }
    print(try await server.run())
    await echo.value
  }

  @Test func theProgramIsTheOneAbove() throws {
    let readme = try String(contentsOfFile: "\(SamplePrograms.root)/README.md", encoding: .utf8)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let start = try #require(readme.firstRange(of: "```swift\nimport Baton\n"))
    let lines = readme[start.upperBound...].split(separator: "\n").prefix { $0 != "```" }
    #expect(lines.count > 10)
    #expect(source.contains(lines.map { "    \($0)\n" }.joined()))
  }
}
