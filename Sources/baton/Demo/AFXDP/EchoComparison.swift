import Devices
import Foundation
import Load
import Runtime
import World

/// How servers of an echo wait, and how they are asked.
struct EchoManner {
  /// Without sleep, on Baton's side and on the others'.
  var spins = true
  /// Nanoseconds between an answer and the next ping.
  var pause: UInt64 = 0
  var pingsPerRound = 20_000
  /// Datagrams go through Baton's network stack to its echo service, and not to a data path that turns them round.
  var isHost = false

  /// One ping after the other.
  static let busy = EchoManner()
  /// Servers sleep, and are woken each time.
  static let idle = EchoManner(
    spins: false, pause: 2_000_000, pingsPerRound: 1_000, isHost: true)
}

/// The echo on a network interface, beside others that do the same: `baton demo --afxdp`, and the
/// benchmarks of it.
///
/// Rounds alternate between the servers, so that whatever else the machine does strikes all. They
/// run on core 0, one at a time; the client runs on core 1.
final class EchoComparison {
  static let serverCore: UInt32 = 0
  static let clientCore: UInt32 = 1
  static let port: UInt16 = 7000
  /// How long a server of the kernel's sleeps at a time, in microseconds.
  private static let patience = 50_000

  private struct Contestant {
    let server: any EchoServer
    let client: PingClient
  }

  private let manner: EchoManner
  private let network: DemoNetwork
  private let signals: StopSignals
  private let devices: OpenDevices
  private let runtime: RealRuntime
  /// Baton first, then the kernel's socket, then the native program if there is one.
  private let contestants: [Contestant]

  /// Throws ``BadInput`` where no comparison can be made.
  static func requireMeans() throws(BadInput) {
    guard geteuid() == 0 else {
      throw BadInput(
        "root is needed to make network namespaces and to open AF_XDP sockets; try sudo")
    }
    try SystemTool.require(["ip", "ethtool"], package: "packages iproute2 and ethtool")
    try requireCore(serverCore)
    try requireCore(clientCore)
  }

  /// - Parameter native: a program that takes the options of `Benchmarks/Native/afxdp_echo.c`.
  init(
    _ unit: LoadedUnit, _ manner: EchoManner = .busy, beside native: NativePeer? = nil,
    signals: StopSignals
  ) throws {
    self.manner = manner
    self.signals = signals
    do {
      let places: [DemoNetwork.Place] = [.here, .serverNamespace, .here]
      let network = try DemoNetwork(Array(places.prefix(native == nil ? 2 : 3)))
      let devices = try OpenDevices([
        (.afxdp(interface: network.wires[0].near, queues: .from(0)), queues: [0])
      ])
      self.network = network
      self.devices = devices
      runtime = try RealRuntime(
        unit: unit, workerCount: 1, cores: [Int(Self.serverCore)],
        idling: manner.spins ? .spin : .park, frameLimit: 4096, chunkCount: 4096,
        network: manner.isHost
          ? try network.wires[0].host(devices.link, services: [(name: "echo", port: Self.port)])
          : nil
      ) { worker in try devices.openQueue(worker) }
      let socket = try UDPSocket(
        inNamespace: network.serverPath, patience: manner.spins ? nil : Self.patience)
      try socket.bind(network.wires[1].serverAddress, port: Self.port)
      var servers: [any EchoServer] = [
        BatonEchoServer(runtime), KernelEchoServer(socket, core: Self.serverCore),
      ]
      if let native {
        servers.append(NativeEchoServer(native, interface: network.wires[2].near))
      }
      contestants = try zip(network.wires, servers).map { wire, server in
        let client = try PingClient(
          inNamespace: network.clientPath, server: wire.serverAddress, port: Self.port,
          pause: manner.pause)
        return Contestant(server: server, client: client)
      }
    } catch let error where error is DeviceError || error is ToolFailure || error is Errno {
      throw BadInput("\(error)")
    }
  }

  var notices: [String] { devices.notices }

  /// Measures `roundCount` rounds of each server: what was measured, in the contestants' order, and
  /// what Baton counted.
  func run(roundCount: Int) throws -> ([RoundTrips], FinalReport) {
    var all = contestants.map { RoundTrips(name: $0.server.name) }
    try PollingIdle.whileHeld {
      for _ in 0..<roundCount {
        for (index, contestant) in contestants.enumerated() {
          all[index].add(try round(contestant))
        }
      }
    }
    for (index, contestant) in contestants.enumerated() {
      all[index].lostCount = contestant.client.lostCount
    }
    return (all, FinalReport(shuttingDown: runtime, devices.places))
  }

  /// How much of a core this process takes while Baton runs and nobody asks anything.
  func idleUse(seconds: Double) -> Double {
    runtime.start()
    defer { runtime.stop() }
    // It comes to rest.
    usleep(200_000)
    let (begin, before) = (WorldClock.monotonic.now(), ProcessorTime.ofProcess())
    usleep(UInt32(seconds * 1e6))
    let elapsed = WorldClock.monotonic.now() - begin
    return Double(ProcessorTime.ofProcess() - before) / Double(elapsed)
  }

  /// One round against one server, which runs only meanwhile.
  private func round(_ contestant: Contestant) throws -> Latencies {
    try contestant.server.start()
    defer { contestant.server.stop() }
    let measurement = Measurement(
      contestant.client, pings: manner.pingsPerRound, core: Self.clientCore)
    while true {
      switch signals.wait(seconds: 60) {
      case .stop(let signal):
        contestant.client.cancel()
        measurement.join()
        throw Refused("stopped by \(signal.rawValue)")
      case .woken:
        measurement.join()
        try check(contestant, measurement.latencies)
        return measurement.latencies
      case .timeout: continue
      }
    }
  }

  private func check(_ contestant: Contestant, _ latencies: Latencies) throws {
    let name = contestant.server.name
    guard contestant.client.wrongCount == 0 else {
      throw Refused("\(name): \(contestant.client.wrongCount) answers were not what was sent")
    }
    guard latencies.count >= UInt64(manner.pingsPerRound) * 99 / 100 else {
      throw Refused(
        "\(name): only \(latencies.count) of \(manner.pingsPerRound) pings were answered")
    }
  }
}
