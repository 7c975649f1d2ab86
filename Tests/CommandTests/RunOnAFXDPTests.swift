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
  }

  @Test func theSummarySaysThatAllChunksAreBack() throws {
    let wire = try TestWire("s")
    let process = try serve(wire, nil, ["--spin", "--cores", "0", "--engine", "interpreter"])
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
    let again = try serve(wire, nil, ["--seconds", "0.1"])
    #expect(again.waitForEnd().status == 0)
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
    let keys: Set = ["name", "value", "unit", "peer", "peerValue", "ratio", "bar", "met"]
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
