import NetStack
import PacketScripts
import Runtime
import SamplePrograms
import Testing
import Wire

/// Instances that are hosts, and a client's TCP at the other end of their device.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct HostTests {
  static let serverAddress = IPAddress(IPv4Address(10, 0, 0, 1))
  static let serverAddress6 = IPAddress(IPv6Address(high: 0xfd00 << 48, low: 1))

  static func host(_ number: UInt8) -> HostConfiguration {
    HostConfiguration(
      hardwareAddress: MACAddress(bits: 0x0200_0000_0000 | UInt64(number)),
      address: IPv4Address(10, 0, 0, number),
      v6: IPv6Configuration(address: IPv6Address(high: 0xfd00 << 48, low: UInt64(number))),
      socketLimit: 1024, blockLimit: 1024,
      heldPacketLimit: 64, secret: (UInt64(number), 5))
  }

  /// Who takes packets through the stack.
  enum Program: String, CaseIterable {
    /// All at once.
    case network = "Programs/network"
    /// Step by step.
    case lean = "Programs/lean"
    /// Step by step, and requests wait in line.
    case streams = "Programs/scheduling/streams"
    /// Step by step, with a wait before each, in any order, on any worker.
    case steps = "Tests/Corpus/runtime/steps"

    var workerCount: Int { self == .steps ? 2 : 1 }
  }

  private static func instance(_ program: Program, _ one: Setting) throws -> Instance {
    let unit = try Programs.load(
      "\(program.rawValue).\(one.language)", engine: one.engine,
      workerCount: program.workerCount)
    return try Instance(
      unit, in: one.world, workerCount: program.workerCount,
      network: NetworkConfiguration(
        host: host(1), services: [("echo", 7), ("http", 80)]))
  }

  /// Sends octets, closes, and reads until the end; what came back.
  private static func talk(
    _ instance: Instance, _ client: DeviceHost, to address: IPAddress = serverAddress,
    port: UInt16, _ octets: [UInt8]
  ) throws -> (answer: [UInt8], end: TCPConnection.End?) {
    let socket = try client.stack.connect(to: address, port: port, at: instance.now)
    var exchange = Exchange(octets, by: socket)
    let isDone = instance.advance {
      let now = instance.now
      exchange.advance(&client.stack, at: now)
      if exchange.isWritten, socket.value.connection.state != .synSent {
        client.stack.close(socket, abandoning: false, at: now)
      }
      client.poll(at: now)
      return socket.isAtEnd && socket.readableCount == 0
    }
    #expect(isDone)
    let end = socket.value.connection.end
    client.stack.put(socket, at: instance.now)
    client.flush(at: instance.now)
    return (exchange.answer, end)
  }

  @Test(arguments: Program.allCases, Setting.all)
  func whatIsSentComesBack(_ program: Program, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    let octets = (0..<(one.engine == .jit ? 300_000 : 30_000)).map {
      UInt8(truncatingIfNeeded: $0 &* 7 >> 3)
    }
    for address in [Self.serverAddress, Self.serverAddress6] {
      let isEqual = try Self.talk(instance, client, to: address, port: 7, octets).answer == octets
      #expect(isEqual, "\(address)")
    }
    // Whatever policies do, no packet passes another one of its flow: nothing looks lost.
    if one.world == .virtual { #expect(client.stack.counters.retransmitted == 0) }
    instance.shutDown()
    #expect(instance.frameCount == 0)
    let counts = instance.chunkCounts(of: 0)
    #expect(counts.held == 0, "\(counts)")
  }

  /// An answer's second part does not wait until the first one is acknowledged, which the client does only after a while.
  @Test(arguments: Program.allCases, Setting.all.filter { $0.world == .virtual })
  func partsOfAnswersGoAtOnce(_ program: Program, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    var host = Self.host(2)
    host.tcp.usesNagle = false
    let client = DeviceHost(host, queue: try instance.farQueue(of: 0), at: instance.now)
    let socket = try client.stack.connect(to: Self.serverAddress, port: 7, at: instance.now)
    func waitFor(_ what: () -> Bool) -> Bool {
      instance.advance {
        client.poll(at: instance.now)
        return what()
      }
    }
    let isOpen = waitFor { socket.value.connection.state == .established }
    #expect(isOpen)
    let begin = instance.now
    // Each in a packet of its own.
    for _ in 0..<2 {
      let octets = [UInt8](repeating: 1, count: 1000)
      #expect(client.stack.write(octets.span, to: socket) == 1000)
      client.stack.flush(socket, at: instance.now)
    }
    let isAnswered = waitFor { socket.readableCount == 2000 }
    #expect(isAnswered)
    #expect(instance.now - begin < 20_000_000, "\(instance.now - begin) ns")
    instance.shutDown()
  }

  /// The echo of RFC 862 over UDP, of either version; a port of a service that has none is closed.
  @Test(arguments: Program.allCases, Setting.all)
  func datagramsComeBack(_ program: Program, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    try client.stack.bindDatagrams(port: 1000)
    // Which gives it packets to send with.
    client.flush(at: instance.now)
    let octets = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    for address in [Self.serverAddress, Self.serverAddress6] {
      for port in [80, 7] as [UInt16] {
        let isSent = client.stack.sendDatagram(
          octets.span, from: 1000, to: address, port: port, at: instance.now)
        #expect(isSent)
      }
      client.flush(at: instance.now)
      let isDone = instance.advance {
        client.poll(at: instance.now)
        return client.stack.waitingDatagramCount > 0
      }
      #expect(isDone, "\(address)")
      let got = client.stack.takeDatagram(port: 1000)
      let isRight = got?.octets == octets
      #expect(isRight && got?.source == address && got?.port == 7)
    }
    #expect(client.stack.waitingDatagramCount == 0)
    instance.shutDown()
    let counts = instance.chunkCounts(of: 0)
    #expect(counts.held == 0, "\(counts)")
  }

  /// Segments of either version take the short way: what comes the full way is who asks for addresses, and nothing else.
  @Test(arguments: Setting.all)
  func segmentsTakeTheShortWay(_ one: Setting) throws {
    let instance = try Self.instance(.lean, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    let octets = [UInt8](repeating: 7, count: 30_000)
    for address in [Self.serverAddress, Self.serverAddress6] {
      let before = instance.counters.givenToStack
      let isEqual = try Self.talk(instance, client, to: address, port: 7, octets).answer == octets
      #expect(isEqual)
      #expect(instance.counters.givenToStack - before < 10, "\(address)")
    }
    instance.shutDown()
  }

  @Test(arguments: Program.allCases, Setting.all)
  func requestsAreAnswered(_ program: Program, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    let request =
      "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    let answer = try Self.talk(instance, client, port: 80, Array(request.utf8)).answer
    let text = String(decoding: answer, as: UTF8.self)
    #expect(text.matches(of: /HTTP\/1.1 200 OK/).count == 2, "\(text)")
    #expect(text.hasSuffix("}"), "\(text)")
    instance.shutDown()
  }

  @Test(arguments: Program.allCases, Setting.all)
  func whoIsNotThereRefuses(_ program: Program, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    let result = try Self.talk(instance, client, port: 9, [1])
    #expect(result.answer.isEmpty)
    instance.shutDown()
  }

  /// Data paths that are destroyed wherever they wait, with sockets and with octets that were acknowledged, leave nothing.
  @Test(arguments: Setting.all, [1, 2, 3] as [UInt64])
  func theEndComesAtAnyTime(_ one: Setting, _ seed: UInt64) throws {
    let instance = try Self.instance(.steps, one)
    let client = DeviceHost(
      Self.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    let socket = try client.stack.connect(to: Self.serverAddress, port: 7, at: instance.now)
    var octets = 0
    let isOver = instance.advance {
      octets += client.stack.write(
        [UInt8](repeating: 1, count: 2000).span, to: socket)
      client.stack.flush(socket, at: instance.now)
      client.poll(at: instance.now)
      return octets > 20_000 * Int(seed)
    }
    #expect(isOver)
    instance.shutDown()
    #expect(instance.frameCount == 0)
    for worker in 0..<2 {
      let counts = instance.chunkCounts(of: worker)
      #expect(counts.held == 0, "worker \(worker): \(counts)")
    }
    client.stack.put(socket, at: instance.now)
  }
}
