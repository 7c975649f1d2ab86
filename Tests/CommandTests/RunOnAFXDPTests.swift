import Foundation
import Testing

/// `baton run` between a network interface and the kernel's own clients.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct RunOnAFXDPTests {
  private let echo: EchoObject

  init() throws { echo = try EchoObject() }

  /// Begins to serve the near end, and waits until it does.
  private func serve(
    _ wire: TestWire, _ program: String? = nil, _ options: [String] = []
  ) throws -> BatonProcess {
    let process = try BatonProcess(
      ["run", program ?? echo.path, "--device", "afxdp:\(wire.near)"] + options)
    guard process.says("serving \(wire.near), queue 0") else {
      process.send(SIGKILL)
      throw WireFailure(command: "baton run", output: process.waitForEnd().errors)
    }
    return process
  }

  @Test func netcatAndAKernelSocketGetTheirDatagramsBack() throws {
    let wire = try TestWire("a")
    let process = try serve(wire, "\(BatonProcess.root)/Programs/udp_echo.c", ["--json"])
    let netcat = try shell(
      "echo hello | ip netns exec \(wire.namespace) nc -u -w1 \(TestWire.serverAddress) 7000")
    #expect(netcat.output == "hello\n")

    let socket = wire.socket()
    try #require(socket >= 0)
    defer { close(socket) }
    for number in 0..<1000 {
      let datagram = (0..<(1 + number)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
      #expect(
        exchange(
          datagram, with: TestWire.serverAddress, port: UInt16(7000 + number % 4), over: socket)
          == datagram)
    }

    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 0 && !ending.isSignal, "\(ending)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    let workers = try #require(report["workers"] as? [String: Int])
    #expect(workers["received"] == 1001)
    #expect(workers["transmitted"] == 1001)
    #expect(workers["finished"] == 1001)
    #expect(report["stoppedBy"] as? String == "SIGINT")
    #expect(report["isClean"] as? Bool == true)
    #expect(try !wire.details().contains("xdp"))
    #expect(try wire.attachedPrograms().isEmpty)
  }

  @Test func theSummarySaysThatAllChunksAreBack() throws {
    let wire = try TestWire("s")
    let process = try serve(
      wire, nil, ["--spin", "--busy-poll", "--cores", "0", "--engine", "interpreter"])
    let socket = wire.socket()
    try #require(socket >= 0)
    defer { close(socket) }
    for number in 0..<10 {
      #expect(
        exchange([UInt8(number)], with: TestWire.serverAddress, port: 7000, over: socket) != nil)
    }
    process.send(SIGTERM)
    let ending = process.waitForEnd()
    #expect(ending.status == 0)
    #expect(ending.output.contains("all coroutines are gone; all 2048 chunks are back"))
    #expect(ending.output.contains("stopped by SIGTERM"))
    #expect(ending.output.contains("\(wire.near), queue 0:"))
  }

  @Test func aKilledRunLeavesNothingAttached() throws {
    let wire = try TestWire("k")
    let process = try serve(wire)
    #expect(try wire.details().contains("prog/xdp"))
    process.send(SIGKILL)
    let ending = process.waitForEnd()
    #expect(ending.isSignal && ending.status == SIGKILL)
    #expect(try !wire.details().contains("xdp"))
    #expect(try wire.attachedPrograms().isEmpty)
    let again = try serve(wire, nil, ["--seconds", "0.1"])
    #expect(again.waitForEnd().status == 0)
  }

  /// Taken down and up again, the interface goes on where it was.
  @Test func anInterfaceThatWasDownServesAgain() throws {
    let wire = try TestWire("v")
    let process = try serve(wire, nil, ["--json"])
    let socket = wire.socket()
    try #require(socket >= 0)
    defer { close(socket) }
    for round in 0..<3 {
      var answer: [UInt8]?
      // The first datagrams after that may be lost, as the carrier takes a moment.
      for _ in 0..<10 where answer == nil {
        answer = exchange([UInt8(round)], with: TestWire.serverAddress, port: 7000, over: socket)
      }
      #expect(answer == [UInt8(round)], "round \(round)")
      #expect(try shell("ip link set \(wire.near) down").status == 0)
      #expect(exchange([9], with: TestWire.serverAddress, port: 7000, over: socket) == nil)
      #expect(try shell("ip link set \(wire.near) up").status == 0)
    }
    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    #expect((object as? [String: Any])?["isClean"] as? Bool == true)
    #expect(try wire.attachedPrograms().isEmpty)
  }

  /// More sleep than there are chunks: that is said and counted, and over when they wake.
  @Test func chunksThatAreAllWithCoroutinesAreMissedAndComeBack() throws {
    let wire = try TestWire("m")
    let process = try serve(
      wire, "\(BatonProcess.root)/Tests/Corpus/runtime/sleepers.c", ["--json"])
    let frames = wire.frames()
    try #require(frames >= 0)
    defer { close(frames) }
    // A frame says for how many microseconds its data path sleeps.
    func send(_ microseconds: UInt16) {
      let frame =
        [UInt8](repeating: 0x55, count: 14)
        + [UInt8(truncatingIfNeeded: microseconds), UInt8(microseconds >> 8)]
        + [UInt8](repeating: 0, count: 44)
      // The frame is read during the call.
      _ = unsafe Glibc.send(frames, frame, frame.count, 0)
    }
    for _ in 0..<5 { for _ in 0..<4000 { send(.max) } }
    #expect(process.says("a device has no chunk left to receive into"))
    #expect(process.says("devices have chunks to receive into again"))
    for _ in 0..<10 { send(10) }
    usleep(300_000)
    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["isClean"] as? Bool == true)
    let workers = try #require(report["workers"] as? [String: Int])
    #expect(workers["chunklessTurns"] ?? 0 > 0)
    #expect(workers["received"] ?? 0 > 2048, "it went on")
    let queues = try #require(report["queues"] as? [[String: Any]])
    let counters = try #require(queues[0]["counters"] as? [String: Int])
    #expect(counters["fillRingEmpty"] ?? 0 > 0)
    #expect(counters["kernel.fillRingEmpty"] ?? 0 > 0, "what came meanwhile is dropped and counted")
    #expect(counters["received"] == workers["received"])
  }

  /// Two queues of an interface, named one by one, each with its worker.
  @Test func queuesAreNamedOneByOne() throws {
    let wire = try TestWire("q", queueCount: 3)
    let process = try BatonProcess([
      "run", echo.path, "--device", "afxdp:\(wire.near):2:0", "--json",
    ])
    try #require(process.says("serving \(wire.near), queue 2; \(wire.near), queue 0"))
    #expect(!(try wire.attachedPrograms().isEmpty))
    // What goes to the queue between the two is the kernel's, as before, and is not answered.
    for _ in 0..<60 {
      let socket = wire.socket()
      try #require(socket >= 0)
      defer { close(socket) }
      _ = exchange(
        [1], with: TestWire.serverAddress, port: 7000, over: socket, milliseconds: 20)
    }
    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    let queues = try #require(report["queues"] as? [[String: Any]])
    #expect(queues.map { $0["queue"] as? Int } == [2, 0])
    let received = queues.map { ($0["counters"] as? [String: Int])?["received"] ?? 0 }
    #expect(received.allSatisfy { $0 > 0 }, "\(received)")
    #expect(try wire.attachedPrograms().isEmpty)
  }

  @Test func aTakenInterfaceAndAMissingQueueAreBadInput() throws {
    let wire = try TestWire("t")
    let process = try serve(wire)
    let second = try baton("run", echo.path, "--device", "afxdp:\(wire.near)")
    #expect(second.status == 2)
    #expect(second.message.contains("\(wire.near): another XDP program is attached"))
    process.send(SIGINT)
    #expect(process.waitForEnd().status == 0)
    let missing = try baton("run", echo.path, "--device", "afxdp:\(wire.near):1")
    #expect(missing.status == 2)
    #expect(missing.message.contains("queue 1: no such queue; the device has 1"))
  }

  @Test func theDemoMeasuresBothServersAndCleansUp() throws {
    let ending = try baton("demo", "--afxdp", "--rounds", "1", "--json")
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let result = try #require(object as? [String: Any])
    for server in ["baton", "kernel"] {
      let pings = (result[server] as? [String: Any])?["pings"] as? Int
      #expect((pings ?? 0) >= 19_800)
    }
    #expect((result["report"] as? [String: Any])?["isClean"] as? Bool == true)
    expectNoDemoLeft()
  }

  @Test func anInterruptedDemoCleansUp() throws {
    let process = try BatonProcess(["demo", "--afxdp", "--rounds", "1000"])
    #expect(process.says("measuring"))
    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 1 && !ending.isSignal, "\(ending)")
    #expect(ending.message.hasSuffix("stopped by SIGINT"))
    expectNoDemoLeft()
  }

  /// With as little repetition as there can be: the figures are for benchmarks.
  @Test func theBenchComparesAllThreeServers() throws {
    let ending = try baton("bench", "slice", "--json", "--repetitions", "1")
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let rows = try #require((object as? [String: Any])?["rows"] as? [[String: Any]])
    let keys: Set = ["name", "value", "unit", "peer", "peerValue", "ratio", "bar", "met", "note"]
    #expect(rows.allSatisfy { Set($0.keys) == keys })
    let peers = rows.compactMap { $0["peer"] as? String }
    #expect(
      peers == ["C++20 coroutine", "C on AF_XDP, spinning", "kernel UDP socket, spinning"])
    #expect(rows.count == 5)
    expectNoDemoLeft()
  }

  private func expectNoDemoLeft() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) ?? []
    #expect(names.filter { $0.hasPrefix("baton-demo-") } == [])
  }
}
