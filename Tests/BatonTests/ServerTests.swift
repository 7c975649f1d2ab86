import Baton
import ObjectFile
import SamplePrograms
import Testing

/// How servers are made, started and stopped, and what is said where they can't be.
@Suite(.timeLimit(.minutes(1))) struct ServerTests {
  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  private func server(
    address: String = "10.0.0.1/24", dataPath: DataPath = .network,
    _ change: (inout Server.Configuration) -> Void = { _ in }
  ) throws -> Server {
    var configuration = Server.Configuration()
    change(&configuration)
    return try Server(
      .memory(try MemoryLink()), address: address, dataPath: dataPath,
      configuration: configuration)
  }

  @Test func whatCantBeHadSaysSo() throws {
    #expect(refusal { _ = try server(address: "10.0.0.1") }.contains("such as 10.0.0.2/24"))
    #expect(refusal { _ = try server(address: "10.0.0.1/33") }.contains("“10.0.0.1/33”"))
    #expect(refusal { _ = try server { $0.gateway = "up" } }.contains("“up”"))
    #expect(refusal { _ = try server { $0.cores = [5000] } }.hasPrefix("core 5000"))
    #expect(refusal { _ = try server { $0.connectionByteCount = 5000 } }.contains("power of two"))
    #expect(
      refusal { _ = try server(dataPath: .object(path: "/no/such.o")) }
        == "/no/such.o: no such file, or no permission to read it")
    #expect(refusal { _ = try server(dataPath: .object([1, 2, 3])) }.contains("baton build"))
    #expect(
      refusal { _ = try Server(.afxdp("no-such-if"), address: "10.0.0.1/24") }
        .contains("no-such-if"))
  }

  @Test func portsAndNamesAreCheckedAtOnce() throws {
    let server = try server()
    try server.serve("kv", port: 7)
    #expect(throws: ServerError.portTaken(7)) { _ = try server.listen(port: 7) }
    // UDP has ports of its own, and the echo has both.
    try server.onRequest(port: 7, framing: .datagrams) { _, _ in }
    #expect(throws: ServerError.portTaken(7)) {
      try server.onRequest(port: 7, framing: .datagrams) { _, _ in }
    }
    #expect(throws: ServerError.portTaken(7)) { try server.serve("echo", port: 7) }
    _ = try server.listen(port: 9)
    #expect(throws: ServerError.portTaken(9)) { try server.serve("echo", port: 9) }
    try server.serve("echo", port: 10)
    #expect(throws: ServerError.portTaken(10)) {
      try server.onRequest(port: 10, framing: .datagrams) { _, _ in }
    }
    #expect(throws: ServerError.unknownService("tea")) { try server.serve("tea", port: 8) }
    // With the one at 9.
    for port in 1000..<1063 { _ = try server.listen(port: UInt16(port)) }
    #expect(throws: ServerError.tooManyListeners(64)) { _ = try server.listen(port: 2000) }
  }

  @Test func itRunsOnce() async throws {
    let server = try server()
    try server.start()
    #expect(throws: ServerError.alreadyStarted) { try server.start() }
    #expect(throws: ServerError.alreadyStarted) { try server.serve("echo", port: 7) }
    let report = await server.stop()
    #expect(report.isClean && report.isDrained, "\(report)")
    #expect(throws: ServerError.alreadyStarted) { try server.start() }
  }

  /// A connection to a port at which nobody listens is refused, which stands in what is counted, also after the end.
  @Test func whatTheStackCountsIsKept() async throws {
    let link = try MemoryLink()
    let server = try Server(.memory(link), address: "10.0.0.1/24")
    let client = try Server(.memory(link, end: .far), address: "10.0.0.2/24")
    #expect(server.networkCounters == NetworkCounters())
    try server.start()
    try client.start()
    await #expect(throws: ConnectionError.self) {
      _ = try await client.connect(to: "10.0.0.1", port: 7)
    }
    #expect(server.networkCounters.resetsSent == 1 && server.networkCounters.noSocket == 1)
    #expect(await client.stop().networkCounters.opened == 0)
    let report = await server.stop()
    #expect(report.isClean && report.networkCounters.resetsSent == 1, "\(report.networkCounters)")
    #expect(server.networkCounters == report.networkCounters)
  }

  @Test func whoWasNeverStartedIsStopped() async throws {
    let server = try server()
    let listener = try server.listen(port: 7)
    let task = Task { await listener.connections.first { _ in true } == nil }
    #expect(await server.stop().isClean)
    #expect(await task.value)
  }

  /// The data path that ships is the one that can be read.
  @Test(.enabled(if: SamplePrograms.canBeBuilt, "clang is not on PATH"))
  func theDataPathIsThatOfTheSource() throws {
    let built = try SamplePrograms.image(of: "Programs/network.c")
    let shipped = try ProgramImage(parsing: DataPath.networkObject)
    #expect(
      shipped.instructions == built.instructions && shipped.functions == built.functions,
      "Programs/network.c changed: run Scripts/interface")
  }

  /// A data path of the user's own, which drops everything: nobody is answered.
  @Test(.enabled(if: SamplePrograms.canBeBuilt, "clang is not on PATH"))
  func theDataPathDecides() async throws {
    let octets = try SamplePrograms.object(
      source: """
        __program("datapath") int receive(struct xdp_md *ctx) { return XDP_DROP; }
        """)
    let link = try MemoryLink()
    let silent = try Server(
      .memory(link), address: "10.0.0.1/24", dataPath: .object(octets, name: "silent"))
    try silent.serve("echo", port: 7)
    try silent.start()
    let client = try Server(.memory(link, end: .far), address: "10.0.0.2/24")
    try client.start()
    let task = Task { try await client.connect(to: "10.0.0.1", port: 7) }
    while silent.counters.droppedByProgram == 0 { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    await #expect(throws: ConnectionError.cancelled) { _ = try await task.value }
    #expect(await client.stop().isClean)
    #expect(await silent.stop().isClean)
  }

  @Test(.enabled(if: SamplePrograms.canBeBuilt, "clang is not on PATH"))
  func aDataPathThatIsWrongIsRefused() throws {
    let octets = try SamplePrograms.object(
      source: """
        __program("datapath") int receive(struct xdp_md *ctx) { return *(int *)8; }
        """)
    let text = refusal { _ = try server(dataPath: .object(octets, name: "wrong.o")) }
    #expect(text.hasPrefix("wrong.o: refused by the verifier"), "\(text)")
    #expect(text.contains("receive: "), "\(text)")
  }
}
