import Baton
import Foundation
import Testing

/// A server on a TAP interface, with the kernel and its clients at the other end.
@Suite(.timeLimit(.minutes(1)), .enabled(if: KernelPeer.isThere)) struct KernelPeerTests {
  @Test func theSystemsClientsAreServed() async throws {
    let interface = "tb\(getpid() % 100_000)"
    let server = try Server(.tap(interface), address: "198.18.11.1/24")
    try server.onRequest(port: 80, framing: .http) { request, reply in
      reply.append(request.octets)
      reply.append(" at ")
      reply.append(request.path)
    }
    let listener = try server.listen(port: 7)
    try server.onRequest(port: 53, framing: .datagrams) { request, reply in
      if request.octets.isEmpty { return }
      reply.append(decimal: request.octets.count)
      reply.append(" octets: ")
      reply.append(request.octets)
    }
    try server.start()
    #expect(server.notices.count == 1 && server.notices[0].hasPrefix("\(interface): made"))
    let echo = Task {
      for await connection in listener.connections {
        Task { for try await octets in connection.received { try await connection.send(octets) } }
      }
    }
    _ = await KernelPeer.command("ip addr add 198.18.11.2/24 dev \(interface)")
    #expect(
      await KernelPeer.command("curl -sS -m 10 -d hello http://198.18.11.1/there")
        == "hello at /there")
    #expect(
      await KernelPeer.command("head -c 2000000 /dev/zero | timeout 20 nc -N 198.18.11.1 7 | wc -c")
        .trimmingCharacters(in: .whitespacesAndNewlines) == "2000000")
    // One that is not answered, then one that is.
    _ = await KernelPeer.command("printf '' | timeout 1 nc -u -w 1 198.18.11.1 53")
    #expect(
      await KernelPeer.command("printf hello | timeout 5 nc -u -w 1 198.18.11.1 53")
        == "5 octets: hello")
    // The other way: the kernel listens.
    async let heard = KernelPeer.command("timeout 20 nc -l -N 198.18.11.2 4000 </dev/null")
    var connection: Connection?
    while connection == nil {
      connection = try? await server.connect(to: "198.18.11.2", port: 4000)
      try await Task.sleep(for: .milliseconds(10))
    }
    try await connection?.send("from a task")
    connection?.finish()
    #expect(await heard == "from a task")
    connection = nil
    let report = await server.stop()
    #expect(report.isClean && report.isDrained, "\(report)")
    await echo.value
  }
}

/// The kernel at the other end of a TAP interface, and the shell.
enum KernelPeer {
  /// Whether there are a TAP interface and the tools. Prints the reason where not; in CI that is a failure.
  static let isThere: Bool = {
    var missing = ["ip", "curl", "nc"].filter { shell("command -v \($0)").status != 0 }
    if geteuid() != 0 { missing.append("root") }
    if !FileManager.default.isWritableFile(atPath: "/dev/net/tun") { missing.append("TAP") }
    guard !missing.isEmpty else { return true }
    print("tests of servers with the kernel as their peer skipped: \(missing) missing")
    return ProcessInfo.processInfo.environment["CI"] == "true"
  }()

  private static func shell(_ command: String) -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    let pipe = Pipe()
    process.standardOutput = pipe
    do { try process.run() } catch { return (-1, "\(error)") }
    let octets = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: octets, as: UTF8.self))
  }

  /// The same, beside Swift's executor, whose threads the server's tasks need.
  static func command(_ text: String) async -> String {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "shell").async { continuation.resume(returning: shell(text).output) }
    }
  }
}
