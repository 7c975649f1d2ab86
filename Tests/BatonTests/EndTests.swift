import Baton
import Testing

/// Tasks that are cancelled, and servers that are stopped.
@Suite(.timeLimit(.minutes(1))) struct EndTests {
  @Test func aTaskThatIsCancelledResetsItsConnection() async throws {
    let (near, far, pair) = try await ConnectionTests.connected()
    let task = Task { try await near.receive() }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: ConnectionError.cancelled) { _ = try await task.value }
    await #expect(throws: ConnectionError.reset) { _ = try await far.receive() }
    await pair.stop()
  }

  @Test func whoIsCancelledBeforeConnectsToNobody() async throws {
    let pair = try Pair { near, _ in try near.serve("echo", port: 7) }
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await pair.connect(7)
    }
    task.cancel()
    await #expect(throws: ConnectionError.cancelled) { _ = try await task.value }
    await pair.stop()
  }

  @Test func aListenerGoesOnAfterItsTask() async throws {
    var listener: Listener?
    let pair = try Pair { near, _ in listener = try near.listen(port: 7) }
    let taken = try #require(listener)
    let task = Task { await taken.connections.first { _ in true } == nil }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    #expect(await task.value)
    let far = try await pair.connect(7)
    let near = try #require(await taken.connections.first { _ in true })
    try await near.send("still here")
    near.finish()
    #expect(try await far.receiveText() == "still here")
    // Who waits to be taken is closed or reset with the listener, and who comes after that is refused.
    let waiting = try await pair.connect(7)
    taken.close()
    #expect((try? await waiting.receive()) == nil)
    #expect(await taken.connections.first { _ in true } == nil)
    await #expect(throws: ConnectionError.refused) { _ = try await pair.connect(7) }
    await pair.stop()
  }

  /// Everything ends while octets are on their way in all directions: tasks learn why, and nothing is left.
  @Test(arguments: 1...3) func itStopsWhileItIsBusy(_ round: Int) async throws {
    var listener: Listener?
    let pair = try Pair { near, _ in
      listener = try near.listen(port: 7)
      try near.serve("echo", port: 8)
    }
    let taken = try #require(listener)
    let serving = Task {
      await withTaskGroup(of: ConnectionError?.self) { group in
        for await connection in taken.connections { group.addTask { await Self.echo(connection) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    // All are connected before: a SYN to a server that is gone is sent again for two minutes.
    var clients: [Task<ConnectionError?, Never>] = []
    for number in 0..<20 {
      let connection = try await pair.connect(number % 2 == 0 ? 7 : 8)
      clients.append(Task { await Self.talk(to: connection) })
    }
    try await Task.sleep(for: .milliseconds(30 * round))
    let report = await pair.near.stop()
    #expect(report.isClean, "\(report)")
    for error in await serving.value { #expect(error == .stopped || error == nil) }
    for client in clients {
      let error = await client.value
      #expect(error == nil || error == .reset, "\(String(describing: error))")
    }
    #expect(await pair.far.stop().isClean)
  }

  /// Answers with what comes; why it ended.
  private static func echo(_ connection: Connection) async -> ConnectionError? {
    do throws(ConnectionError) {
      while let octets = try await connection.receive() { try await connection.send(octets) }
      return nil
    } catch {
      return error
    }
  }

  /// Sends and receives until the peer ends it; why it did.
  private static func talk(to connection: Connection) async -> ConnectionError? {
    do throws(ConnectionError) {
      let octets = pattern(5000)
      while true {
        try await connection.send(octets)
        guard try await connection.receive() != nil else { return nil }
      }
    } catch {
      return error
    }
  }

  /// What was given to be sent before the stop arrives.
  @Test func whatWasSentArrives() async throws {
    let (near, far, pair) = try await ConnectionTests.connected()
    let octets = pattern(300_000)
    async let received = {
      let all = try await far.receiveAll()
      far.finish()
      return all
    }()
    try await near.send(octets)
    let report = await pair.near.stop()
    #expect(report.isDrained && report.isClean, "\(report)")
    #expect(try await received == octets)
    await #expect(throws: ConnectionError.stopped) { try await near.send("late") }
    #expect(await pair.far.stop().isClean)
  }
}
