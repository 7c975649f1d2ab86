import Devices
import NetStack
import PacketScripts
import SamplePrograms
import Testing
import Wire
import World

@testable import Runtime

/// Channels between workers and a control side, which these tests are: no thread, no clock but the world's. So the virtual
/// world, whose workers run the very code, decides by a seed how the two sides meet.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ChannelTests {
  /// An instance whose worker accepts connections for a channel, and a client at the other end of its device.
  private final class Bench {
    let board: ChannelBoard
    var control: ChannelControl
    let instance: Instance
    let client: DeviceHost

    init(_ one: Setting, channelCount: Int = 4) throws {
      board = try ChannelBoard(
        workerCount: 1, ports: [7], channelCount: channelCount, octetCapacity: 4096)
      control = ChannelControl(board.tables[0])
      var network = NetworkConfiguration(host: HostTests.host(1))
      network.board = board
      let unit = try Programs.load(
        "Programs/network.\(one.language)", engine: one.engine, workerCount: 1)
      instance = try Instance(unit, in: one.world, network: network)
      client = DeviceHost(
        HostTests.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    }

    func channel(_ index: Int) -> ChannelReference { board.tables[0].channel(index) }

    func endReason(_ index: Int) -> ChannelEnd? { channel(index).value.endReason }

    func give(_ index: Int, _ request: ChannelRequests) {
      control.give(index, for: request)
      instance.wake(0)
    }

    func ask(_ index: Int, _ request: ChannelRequests) {
      control.ask(request, of: index)
      instance.wake(0)
    }

    /// Goes on until `body` has seen enough of the news, which it is handed with their channels.
    func run(until body: (Int, ChannelNews) -> Bool, meanwhile: () -> Void = {}) -> Bool {
      instance.advance {
        client.poll(at: instance.now)
        meanwhile()
        while let index = control.next() {
          if body(index, channel(index).value.takeNews()) { return true }
        }
        return false
      }
    }

    /// The client's socket of a connection that channel 0 has accepted.
    func connect() throws -> SocketReference? {
      give(0, .accept)
      let socket = try client.stack.connect(
        to: HostTests.serverAddress, port: 7, at: instance.now)
      return run { index, news in index == 0 && news.contains(.opened) } ? socket : nil
    }
  }

  /// More than any buffer holds goes through both rings, each side taking as much as it finds.
  @Test(arguments: Setting.all)
  func octetsGoThroughBothRings(_ one: Setting) throws {
    let bench = try Bench(one)
    let socket = try #require(try bench.connect())
    let octets = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
    var (exchange, held) = (Exchange(octets, by: socket), [UInt8]())
    let isDone = bench.instance.advance {
      exchange.advance(&bench.client.stack, at: bench.instance.now)
      bench.client.poll(at: bench.instance.now)
      while let index = bench.control.next() { _ = bench.channel(index).value.takeNews() }
      // An echo, as the control side would have it.
      let channel = bench.channel(0)
      channel.value.received.take { piece in
        for index in piece.indices { held.append(piece[index]) }
        return piece.count
      }
      if channel.value.received.mustTellProducer() { bench.ask(0, .receive) }
      let count = channel.value.sent.append(held.span)
      held.removeFirst(count)
      if count > 0 { bench.ask(0, .send) }
      return exchange.answer.count == octets.count
    }
    #expect(isDone && exchange.answer == octets)
    bench.instance.shutDown()
  }

  /// A channel is told of as ended once, and serves another connection afterwards, whatever was asked of the one before.
  @Test(arguments: Setting.all)
  func channelsAreUsedAgain(_ one: Setting) throws {
    let bench = try Bench(one, channelCount: 1)
    for round in 0..<5 {
      let socket = try #require(try bench.connect(), "round \(round)")
      bench.client.stack.close(socket, abandoning: false, at: bench.instance.now)
      #expect(bench.run { _, news in news.contains(.received) })
      let isFinished = bench.channel(0).value.isFinished
      #expect(isFinished)
      bench.ask(0, .close)
      #expect(bench.run { _, news in news.contains(.ended) })
      #expect(bench.endReason(0) == .finished)
      // Too late: it concerns nobody, the next connection least of all.
      bench.ask(0, [.abort, .close])
      bench.client.stack.put(socket, at: bench.instance.now)
    }
    bench.instance.shutDown()
  }

  /// What was received before a reset is there, and then the reset: it is no end of what the peer sends.
  @Test(arguments: Setting.all)
  func aResetIsNoEnd(_ one: Setting) throws {
    let bench = try Bench(one)
    let socket = try #require(try bench.connect())
    let sent = bench.client.stack.write([1, 2, 3].span, to: socket)
    #expect(sent == 3)
    bench.client.stack.flush(socket, at: bench.instance.now)
    #expect(bench.run { _, news in news.contains(.received) })
    bench.client.stack.abort(socket, at: bench.instance.now)
    #expect(bench.run { _, news in news.contains(.ended) })
    let (count, isFinished) = (
      bench.channel(0).value.received.count, bench.channel(0).value.isFinished
    )
    #expect(bench.endReason(0) == .reset && count == 3 && !isFinished)
    bench.client.stack.put(socket, at: bench.instance.now)
    bench.instance.shutDown()
  }

  @Test(arguments: Setting.all)
  func whatCantBeMadeEnds(_ one: Setting) throws {
    let bench = try Bench(one)
    for (index, address, reason) in [
      (0, HostTests.host(2).address, ChannelEnd.refused),
      (1, IPv4Address(192, 0, 2, 1), .noWay),
    ] {
      let channel = bench.channel(index)
      channel.value.remote = IPAddress(address)
      channel.value.remotePort = 9
      bench.give(index, .connect)
      #expect(bench.run { _, news in news.contains(.ended) })
      #expect(bench.endReason(index) == reason)
    }
    // A listener that takes nothing any more gives its channels back.
    bench.give(2, .accept)
    bench.board.tables[0].close(listener: 0)
    bench.ask(2, [])
    #expect(bench.run { index, news in index == 2 && news.contains(.ended) })
    #expect(bench.endReason(2) == .stopped)
    bench.give(3, .accept)
    #expect(bench.run { index, news in index == 3 && news.contains(.ended) })
    bench.instance.shutDown()
  }
}

/// The rings by themselves.
struct OctetRingTests {
  /// All positions of a small ring, also over the end of its memory.
  @Test func octetsComeOutAsTheyWentIn() {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
    defer { unsafe memory.deallocate() }
    let ring = unsafe OctetRing(memory, capacity: 8)
    var (next, expected) = (UInt8(0), UInt8(0))
    for step in 0..<100 {
      let wanted = step % 11
      let octets = (0..<wanted).map { next &+ UInt8($0) }
      let count = ring.append(octets.span)
      #expect(count == min(wanted, 8 - (Int(next &- expected))))
      next &+= UInt8(count)
      var left = step % 7
      while left > 0 {
        let taken = ring.take { piece in
          let part = min(piece.count, left)
          for index in 0..<part where piece[index] != expected &+ UInt8(index) { return 0 }
          return part
        }
        if taken == 0 { break }
        expected &+= UInt8(taken)
        left -= taken
      }
    }
    let count = ring.count
    #expect(count == Int(next &- expected))
  }

  /// Who waits is told once half is free, and once.
  @Test func whoWaitsIsToldOnce() {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
    defer { unsafe memory.deallocate() }
    let ring = unsafe OctetRing(memory, capacity: 8)
    let count = ring.append([1, 2, 3, 4, 5, 6, 7, 8, 9].span)
    #expect(count == 8)
    let mustWait = ring.waitForRoom()
    #expect(mustWait)
    ring.take { _ in 3 }
    let isToldEarly = ring.mustTellProducer()
    ring.take { _ in 1 }
    let isTold = ring.mustTellProducer()
    let isToldAgain = ring.mustTellProducer()
    #expect(!isToldEarly && isTold && !isToldAgain)
    // Half of it is free by now.
    let mustWaitStill = ring.waitForRoom()
    #expect(!mustWaitStill)
  }
}
