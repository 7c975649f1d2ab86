import Devices
import Foundation
import Runtime

/// `baton demo --afxdp`: the echo on a network interface, beside a kernel socket that does the same.
///
/// Rounds alternate between the two, so that whatever else the machine does strikes both. Servers
/// run on core 0, one at a time; the client runs on core 1.
final class AFXDPDemo {
  private static let serverCore: UInt32 = 0
  private static let clientCore: UInt32 = 1
  private static let port: UInt16 = 7000
  static let pingsPerRound = 20_000

  private let network: DemoNetwork
  private let signals: StopSignals
  private let devices: OpenDevices
  private let runtime: RealRuntime
  private let baton: BatonEchoServer
  private let kernel: KernelEchoServer
  private let batonClient: PingClient
  private let kernelClient: PingClient

  /// Throws ``BadInput`` where the demonstration can't be given.
  static func requireMeans() throws(BadInput) {
    guard geteuid() == 0 else {
      throw BadInput(
        "demo --afxdp: root is needed to make network namespaces and to open AF_XDP sockets; "
          + "try sudo, or baton demo without --afxdp")
    }
    let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    for tool in ["ip", "ethtool"]
    where !folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
    ) {
      throw BadInput("demo --afxdp: \(tool) is needed (packages iproute2 and ethtool)")
    }
    try requireCore(serverCore)
    try requireCore(clientCore)
  }

  init(_ unit: LoadedUnit, _ signals: StopSignals) throws {
    self.signals = signals
    do {
      let network = try DemoNetwork()
      let devices = try OpenDevices(
        [.afxdp(interface: network.wires[0].near, firstQueue: 0)], queueCount: 1)
      self.network = network
      self.devices = devices
      runtime = try RealRuntime(
        unit: unit, workerCount: 1, cores: [Int(Self.serverCore)], idling: .spin, frameLimit: 4096,
        chunkCount: 4096
      ) { worker in try devices.openQueue(worker) }
      baton = BatonEchoServer(runtime)
      let socket = try UDPSocket(inNamespace: network.serverPath)
      try socket.bind(network.wires[1].serverAddress, port: Self.port)
      kernel = KernelEchoServer(socket, core: Self.serverCore)
      let clients = try network.wires.map {
        try PingClient(
          inNamespace: network.clientPath, server: $0.serverAddress, port: Self.port)
      }
      batonClient = clients[0]
      kernelClient = clients[1]
    } catch let error where error is DeviceError || error is ToolFailure || error is Errno {
      throw BadInput("demo --afxdp: \(error)")
    }
  }

  var notices: [String] { devices.notices }

  /// Measures `roundCount` rounds of each server; the comparison and what was counted.
  func run(roundCount: Int) throws -> (Comparison, FinalReport) {
    let idle = PollingIdle()
    if idle == nil { note("baton: /dev/cpu_dma_latency can't be held; idle cores wake slowly") }
    var batonTrips = RoundTrips(name: baton.name)
    var kernelTrips = RoundTrips(name: kernel.name)
    for _ in 0..<roundCount {
      batonTrips.add(try round(batonClient, baton))
      kernelTrips.add(try round(kernelClient, kernel))
    }
    let report = FinalReport(shuttingDown: runtime, devices.places)
    return (Comparison(baton: batonTrips, kernel: kernelTrips), report)
  }

  /// One round against one server, which runs only meanwhile.
  private func round(_ client: PingClient, _ server: any EchoServer) throws -> Latencies {
    server.start()
    defer { server.stop() }
    let measurement = Measurement(client, pings: Self.pingsPerRound, core: Self.clientCore)
    while true {
      switch signals.wait(seconds: 60) {
      case .stop(let signal):
        client.cancel()
        measurement.join()
        throw Refused("stopped by \(signal.rawValue)")
      case .woken:
        measurement.join()
        try check(client, server, measurement.latencies)
        return measurement.latencies
      case .timeout: continue
      }
    }
  }

  private func check(
    _ client: PingClient, _ server: any EchoServer, _ latencies: Latencies
  ) throws {
    guard client.wrongCount == 0 else {
      throw Refused("\(server.name): \(client.wrongCount) answers were not what was sent")
    }
    guard latencies.count >= UInt64(Self.pingsPerRound) * 99 / 100 else {
      throw Refused(
        "\(server.name): only \(latencies.count) of \(Self.pingsPerRound) pings were answered")
    }
  }

  /// Pings that were not answered in time.
  var lostCounts: (baton: Int, kernel: Int) { (batonClient.lostCount, kernelClient.lostCount) }
}
