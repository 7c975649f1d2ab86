import NetStack
import PacketScripts
import Runtime
import SamplePrograms
import Testing
import Wire

/// Programs that take datagrams of UDP themselves.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct DatagramProgramTests {
  /// An instance with hosts at the far ends of its queues.
  private final class Bench {
    let instance: Instance
    let hosts: [DeviceHost]
    let unit: LoadedUnit

    /// - Parameter numbers: of the hosts, by queue.
    init(_ program: String, _ one: Setting, hosts numbers: [UInt8]) throws {
      unit = try Programs.load(
        "\(program).\(one.language)", engine: one.engine, workerCount: numbers.count)
      let instance = try Instance(
        unit, in: one.world, workerCount: numbers.count,
        network: NetworkConfiguration(host: HostTests.host(1)))
      self.instance = instance
      hosts = try numbers.enumerated().map { queue, number in
        let host = DeviceHost(
          HostTests.host(number), queue: try instance.farQueue(of: queue), at: instance.now)
        host.flush(at: instance.now)
        return host
      }
    }

    func send(
      _ octets: [UInt8], from port: UInt16, of host: Int, to address: IPAddress, _ remote: UInt16
    ) {
      let isSent = hosts[host].stack.sendDatagram(
        octets.span, from: port, to: address, port: remote, at: instance.now)
      #expect(isSent)
      hosts[host].flush(at: instance.now)
    }

    /// Runs until so many datagrams wait at a port of a host; these.
    func receive(_ count: Int, at port: UInt16, of host: Int) -> [ReceivedDatagram] {
      var got: [ReceivedDatagram] = []
      let isDone = instance.advance {
        for host in hosts { host.poll(at: instance.now) }
        while let datagram = hosts[host].stack.takeDatagram(port: port) { got.append(datagram) }
        return got.count >= count
      }
      #expect(isDone, "\(got.count) of \(count)")
      return got
    }

    /// Nothing is left, and what came in has gone somewhere.
    func end() {
      instance.shutDown()
      #expect(instance.frameCount == 0)
      #expect(instance.counters.begunCount == instance.counters.endedCount)
      for worker in hosts.indices {
        let counts = instance.chunkCounts(of: worker)
        #expect(counts.held == 0, "\(counts)")
      }
    }
  }

  private static let addresses = [HostTests.serverAddress, HostTests.serverAddress6]

  /// By every way, over both versions, by both queues, from whichever worker the answer comes.
  @Test(arguments: Setting.all)
  func programsAnswer(_ one: Setting) throws {
    let bench = try Bench("Tests/Corpus/runtime/datagrams", one, hosts: [2, 3])
    let text = Array("12345678".utf8)
    for (index, address) in Self.addresses.enumerated() {
      for host in 0..<2 {
        let from = UInt16(1000 + index)
        try bench.hosts[host].stack.bindDatagrams(port: from)
        for size in [0, 1, 7, 1000, 1452] {
          let octets = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
          for (port, expected) in [
            (1, [text]), (2, [octets]), (3, [octets]), (4, [text, Array(text.prefix(4))]),
          ] {
            bench.send(octets, from: from, of: host, to: address, UInt16(port))
            let got = bench.receive(expected.count, at: from, of: host)
            #expect(got.map(\.octets) == expected, "\(address), port \(port), \(size) octets")
            #expect(got.allSatisfy { $0.source == address && $0.port == port })
          }
        }
      }
    }
    try Self.expectResults([1: 0, 2: 0, 3: 0, 4: 0], bench.unit)
    bench.end()
  }

  /// What can't be sent is dropped, and the program is told why.
  @Test(arguments: Setting.all)
  func programsAreToldWhatCanNotBeSent(_ one: Setting) throws {
    let bench = try Bench("Tests/Corpus/runtime/datagrams", one, hosts: [2, 3])
    try bench.hosts[0].stack.bindDatagrams(port: 1000)
    for address in Self.addresses {
      for port in [5, 6] as [UInt16] { bench.send([1], from: 1000, of: 0, to: address, port) }
      // Which wants no answer.
      bench.send([1], from: 0, of: 0, to: address, 1)
      bench.send([1], from: 1000, of: 0, to: address, 2)
      let got = bench.receive(1, at: 1000, of: 0)
      #expect(got.map(\.port) == [2])
    }
    try Self.expectResults([1: -22, 2: 0, 5: -90, 6: -101], bench.unit)
    #expect(bench.instance.counters.droppedByProgram == 6)
    bench.end()
  }

  /// What is for all on the link comes to programs, and goes from them.
  @Test(arguments: Setting.all)
  func programsAnswerWhatIsForAll(_ one: Setting) throws {
    let bench = try Bench("Tests/Corpus/runtime/datagrams", one, hosts: [2, 3])
    try bench.hosts[0].stack.bindDatagrams(port: 1000)
    for all in [IPv4Address.broadcast, IPv4Address(10, 0, 0, 255)] {
      for port in [1, 2, 7] as [UInt16] {
        bench.send([5], from: 1000, of: 0, to: IPAddress(all), port)
        let got = bench.receive(1, at: 1000, of: 0)
        #expect(got.map(\.source) == [HostTests.serverAddress])
        #expect(got.map(\.octets) == [port == 1 ? Array("12345678".utf8) : [5]])
      }
    }
    try Self.expectResults([1: 0, 2: 0, 7: 0], bench.unit)
    bench.end()
  }

  /// Ports that are not the program's are the stack's, which has nobody there, and says so.
  @Test(arguments: Setting.all)
  func whatIsNotTheProgramsIsTheStacks(_ one: Setting) throws {
    let bench = try Bench("Tests/Corpus/runtime/datagrams", one, hosts: [2, 3])
    for (index, address) in Self.addresses.enumerated() {
      bench.send([1], from: 1000, of: 0, to: address, 99)
      let isDone = bench.instance.advance {
        bench.hosts[0].poll(at: bench.instance.now)
        return bench.instance.stackCounters.map { $0.errorsSent > index } ?? false
      }
      #expect(isDone)
    }
    #expect(bench.instance.counters.givenToStack >= 2)
    bench.end()
  }

  private static func expectResults(_ results: [UInt8: Int32], _ unit: LoadedUnit) throws {
    let map = try #require(unit.map(named: "results"))
    for (port, result) in results {
      let value = try #require(map.value(forKey: [port, 0, 0, 0]))
      let number = value.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(Int32(bitPattern: number) == result, "port \(port)")
    }
  }

  // MARK: The relay

  /// Each client gets the answers to its own requests.
  @Test(arguments: Setting.all)
  func theRelayBringsAnswersToWhoAsked(_ one: Setting) throws {
    let bench = try Bench("Programs/relay", one, hosts: [2])
    for (version, address) in zip([4, 6] as [UInt8], Self.addresses) {
      let place: [UInt8] =
        version == 4
        ? [10, 0, 0, 2] + Array(repeating: 0, count: 12)
        : [0xfd] + Array(repeating: 0, count: 14) + [2]
      let flow = [version, 0, 0, 0, 0, 53, 0x14, 0xe9] + place
      let result = try #require(bench.unit.map(named: "server")).update(
        key: [0, 0, 0, 0], value: flow)
      #expect(result == 0)
      let port = UInt16(version) * 100
      try bench.hosts[0].stack.bindDatagrams(port: 5353)
      for client in 0..<10 as Range<UInt16> {
        try bench.hosts[0].stack.bindDatagrams(port: port + client)
      }
      for round in 0..<3 as Range<UInt16> {
        for client in 0..<10 as Range<UInt16> {
          bench.send([UInt8(client), UInt8(round)], from: port + client, of: 0, to: address, 53)
        }
        let requests = bench.receive(10, at: 5353, of: 0)
        #expect(
          Set(requests.map(\.port)).count == 10 && requests.allSatisfy { $0.source == address })
        for request in requests.reversed() {
          bench.send(request.octets + [99], from: 5353, of: 0, to: address, request.port)
        }
        for client in 0..<10 as Range<UInt16> {
          let got = bench.receive(1, at: port + client, of: 0)
          #expect(got.map(\.octets) == [[UInt8(client), UInt8(round), 99]])
          #expect(got.allSatisfy { $0.source == address && $0.port == 53 })
        }
      }
      bench.hosts[0].stack.unbindDatagrams(port: 5353)
    }
    bench.end()
  }
}
