import Baton
import Testing

/// Connections that tasks have: both ends of them, each over workers of its own.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
  /// A server whose tasks answer with what comes.
  static func echo(connectionLimit: Int = 256) throws -> (pair: Pair, task: Task<Int, Never>) {
    var listener: Listener?
    let pair = try Pair(connectionLimit: connectionLimit) { near, _ in
      listener = try near.listen(port: 7)
    }
    let taken = listener!
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        var count = 0
        for await connection in taken.connections {
          count += 1
          group.addTask {
            do {
              for try await octets in connection.received { try await connection.send(octets) }
            } catch {
              #expect(error as? ConnectionError == .stopped, "\(error)")
            }
          }
        }
        return count
      }
    }
    return (pair, task)
  }

  @Test func whatIsSentComesBack() async throws {
    let (pair, task) = try Self.echo()
    let connection = try await pair.connect(7)
    #expect(connection.remoteAddress == Pair.nearAddress && connection.remotePort == 7)
    let octets = pattern(3_000_000)
    async let answer = connection.receiveAll()
    try await connection.send(octets)
    connection.finish()
    #expect(try await answer == octets)
    await #expect(throws: ConnectionError.closed) { try await connection.send("more") }
    await pair.stop()
    #expect(await task.value == 1)
  }

  @Test func whoDoesNotListenRefuses() async throws {
    let pair = try Pair()
    await #expect(throws: ConnectionError.refused) { _ = try await pair.connect(9) }
    await #expect(throws: ConnectionError.noRoute) {
      _ = try await pair.far.connect(to: "192.0.2.1", port: 7)
    }
    await #expect(throws: ConnectionError.badAddress("ten")) {
      _ = try await pair.far.connect(to: "ten", port: 7)
    }
    await pair.stop()
    await #expect(throws: ConnectionError.stopped) { _ = try await pair.connect(9) }
  }

  /// More than fit at a time: those that don't wait in the stack.
  @Test func manyConnectionsTakeTurns() async throws {
    let (pair, task) = try Self.echo(connectionLimit: 20)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          let connection = try await pair.connect(7)
          let octets = pattern(500, from: number)
          for _ in 0..<3 {
            try await connection.send(octets)
            #expect(try await connection.receive(exactly: 500) == octets)
          }
          connection.close()
        }
      }
      try await group.waitForAll()
    }
    await pair.stop()
    #expect(await task.value == 300)
  }

  @Test func thereAreOnlySoMany() async throws {
    let pair = try Pair(connectionLimit: 3) { _, far in try far.serve("echo", port: 7) }
    var connections: [Connection] = []
    for _ in 0..<3 {
      connections.append(try await pair.near.connect(to: Pair.farAddress, port: 7))
    }
    await #expect(throws: ConnectionError.tooManyConnections(3)) {
      _ = try await pair.near.connect(to: Pair.farAddress, port: 7)
    }
    // Whose last reference goes is closed, and its place is free again.
    connections.removeLast()
    var other: Connection?
    while other == nil {
      other = try? await pair.near.connect(to: Pair.farAddress, port: 7)
      await Task.yield()
    }
    try await other?.send("b")
    #expect(try await other?.receive(exactly: 1) == [98])
    await pair.stop()
  }

  @Test func anAbortIsAReset() async throws {
    let (near, far, pair) = try await Self.connected()
    near.abort()
    await #expect(throws: ConnectionError.reset) { _ = try await far.receive() }
    await #expect(throws: ConnectionError.reset) { try await far.send("late") }
    await #expect(throws: ConnectionError.aborted) { _ = try await near.receive() }
    await pair.stop()
  }

  /// The two ends of one connection.
  static func connected() async throws -> (near: Connection, far: Connection, Pair) {
    var listener: Listener?
    let pair = try Pair { near, _ in listener = try near.listen(port: 7) }
    let far = try await pair.connect(7)
    let near = await listener?.connections.first { _ in true }
    return (try #require(near), far, pair)
  }
}
