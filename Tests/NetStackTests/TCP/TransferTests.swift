import NetStack
import SeededNumbers
import Testing

/// Data arrives whole and in order, whatever the path does.
struct TransferTests {
  /// Octets that tell where they belong.
  static func octets(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// Sends as much both ways, closes, and answers with the pair.
  static func exchange(
    _ pair: inout TestPair, clientOctets: [UInt8], serverOctets: [UInt8], chunk: Int = .max
  ) {
    var (clientDone, serverDone) = (0, 0)
    pair.run(until: pair.now + 86_400_000_000_000) { pair in
      let now = pair.now
      pair.client.readAll(atMost: chunk)
      pair.server?.readAll(atMost: chunk)
      clientDone += pair.client.write(clientOctets[clientDone...].prefix(chunk))
      if clientDone == clientOctets.count, pair.client.connection.state != .synSent {
        pair.client.connection.close(abandoning: false, at: now)
      }
      guard pair.server != nil, pair.server!.connection.state != .synReceived else { return }
      serverDone += pair.server!.write(serverOctets[serverDone...].prefix(chunk))
      if serverDone == serverOctets.count, pair.server!.events.contains(.ended) {
        pair.server!.connection.close(abandoning: false, at: now)
      }
    }
    pair.client.readAll()
    pair.server?.readAll()
  }

  @Test
  func bothWays() throws {
    var pair = TestPair()
    let (up, down) = (Self.octets(300_000, seed: 1), Self.octets(500_000, seed: 2))
    Self.exchange(&pair, clientOctets: up, serverOctets: down)
    Self.check(pair, up, down, "both ways")
    #expect(pair.repeatedCount == 0)
    // The client has closed first, so that it has waited.
    #expect(pair.now >= 60_000_000_000)
  }

  static func configuration(_ generator: inout SeededGenerator) -> TCPConfiguration {
    var configuration = TCPConfiguration()
    configuration.congestion = Bool.random(using: &generator) ? .cubic : .newReno
    configuration.usesSACK = Bool.random(using: &generator)
    configuration.usesTimestamps = Bool.random(using: &generator)
    configuration.usesWindowScaling = Bool.random(using: &generator)
    configuration.usesNagle = Bool.random(using: &generator)
    configuration.maximumSegmentSize = [100, 536, 1460, 8960].randomElement(using: &generator)!
    configuration.receiveBufferByteCount =
      [1_000, 4_096, 30_000, 262_144].randomElement(using: &generator)!
    configuration.sendBufferByteCount =
      [500, 4_096, 30_000, 262_144].randomElement(using: &generator)!
    // A path that loses one packet in five loses seven in a row now and then.
    configuration.retransmissionCountMax = 40
    configuration.synRetransmissionCountMax = 40
    return configuration
  }

  @Test(arguments: 0..<150)
  func anyPathAndConfiguration(_ number: Int) throws {
    let seed = UInt64(number) &* 7919 + UInt64.random(in: 0..<1 << 40) << 20
    var generator = SeededGenerator(seed: seed)
    let path = Path(
      loss: [0, 1, 5, 20].randomElement(using: &generator)!,
      duplication: [0, 1, 10].randomElement(using: &generator)!,
      reordering: [0, 5, 50].randomElement(using: &generator)!,
      delay: [10_000, 1_000_000, 50_000_000].randomElement(using: &generator)!)
    var pair = TestPair(
      client: Self.configuration(&generator), server: Self.configuration(&generator), path: path,
      seed: generator.next())
    pair.records = true
    let up = Self.octets(Int.random(in: 0...60_000, using: &generator), seed: seed)
    let down = Self.octets(Int.random(in: 0...60_000, using: &generator), seed: seed + 1)
    let chunk = [1_000, 10_000, .max].randomElement(using: &generator)!
    Self.exchange(&pair, clientOctets: up, serverOctets: down, chunk: chunk)
    Self.check(pair, up, down, "seed \(seed), \(path)")
  }

  /// Without the octets themselves in what is said.
  static func check(_ pair: TestPair, _ up: [UInt8], _ down: [UInt8], _ context: String) {
    #expect(pair.failure == nil, "\(context)")
    let (downOK, upOK) = (pair.client.read == down, pair.server?.read == up)
    let counts =
      "\(pair.client.read.count)/\(down.count) down, \(pair.server?.read.count ?? -1)/\(up.count) up"
    let states =
      "\(pair.client.connection.state) \(pair.client.connection.end as Any), "
      + "\(pair.server?.connection.state as Any) \(pair.server?.connection.end as Any) at \(pair.now / 1_000_000) ms"
    #expect(downOK && upOK, "\(context): \(counts), \(states)\n\(pair.trace)")
    let isOver = pair.client.connection.end == .finished && pair.server?.connection.state == .closed
    #expect(isOver, "\(context): \(states)")
  }
}
