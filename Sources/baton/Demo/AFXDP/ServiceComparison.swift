import Devices
import Foundation
import Runtime

/// Services on AF_XDP, beside servers of the system's on the kernel's stack, with clients of the system's: each over a veth
/// pair of its own.
///
/// Rounds alternate between the servers. They run on core 0, one at a time; the clients run on core 1.
final class ServiceComparison {
  /// One round of one server.
  struct Round {
    var figures: ServiceLoad.Figures
    /// Shares of a core, 0 to 1, or a little more where the kernel's work is counted too.
    var clientUse: Double
    var serverUse: Double
  }

  private let network: DemoNetwork
  private let folder: URL
  private let signals: StopSignals
  private let devices: OpenDevices
  private let runtime: RealRuntime

  private var ours: DemoNetwork.Wire { network.wires[0] }
  private var kernels: DemoNetwork.Wire { network.wires[1] }

  /// - Throws: ``BadInput`` where no comparison can be made.
  ///
  /// - Parameter folder: where servers may put what they need.
  init(program: String, engine: EngineKind = .jit, folder: URL, _ signals: StopSignals) throws {
    self.folder = folder
    self.signals = signals
    let unit = try loadProgram(program, engine: engine, workerCount: 1)
    do {
      let network = try DemoNetwork([.here, .serverNamespace])
      let devices = try OpenDevices([
        (.afxdp(interface: network.wires[0].near, queues: .from(0)), queues: [0])
      ])
      self.network = network
      self.devices = devices
      runtime = try RealRuntime(
        unit: unit, workerCount: 1, cores: [Int(EchoComparison.serverCore)], idling: .spin,
        frameLimit: 4096, chunkCount: 4096,
        network: try network.wires[0].host(
          devices.link, services: ServiceLoad.allCases.map { (name: $0.service, port: $0.port) })
      ) { worker in try devices.openQueue(worker) }
    } catch let error where error is DeviceError || error is ToolFailure {
      throw BadInput("\(error)")
    }
  }

  /// Measures rounds of both servers in turn: ours, and the system's.
  func run(
    _ load: ServiceLoad, roundCount: Int, seconds: Double
  ) throws -> (ours: [Round], theirs: [Round]) {
    var (ours, theirs): ([Round], [Round]) = ([], [])
    try PollingIdle.whileHeld {
      for _ in 0..<roundCount {
        ours.append(try ourRound(load, seconds))
        theirs.append(try systemsRound(load, seconds))
      }
    }
    return (ours, theirs)
  }

  /// What clients that are installed say to Baton's host when they are asked once.
  func greetings() throws -> [(command: String, answer: String)] {
    runtime.start()
    defer { runtime.stop() }
    let address = ours.serverAddress
    return try [
      ["ping", "-q", "-c", "5", "-i", "0.01", address], ["curl", "-sS", "http://\(address)/json"],
    ].filter { SystemTool.path(of: $0[0]) != nil }.map { command in
      let answer = try client(command).output.trimmingCharacters(in: .whitespacesAndNewlines)
      return (command.joined(separator: " "), answer)
    }
  }

  /// What was counted, and whether all came home.
  func shutDown() -> FinalReport { FinalReport(shuttingDown: runtime, devices.places) }

  private func ourRound(_ load: ServiceLoad, _ seconds: Double) throws -> Round {
    runtime.start()
    defer { runtime.stop() }
    return try round(load, seconds, at: ours) { runtime.counters.busyNanoseconds }
  }

  private func systemsRound(_ load: ServiceLoad, _ seconds: Double) throws -> Round {
    let address = kernels.serverAddress
    let command = try load.serverCommand(address: address, folder: folder)
    let server = try ServingProcess(
      "/usr/bin/env", network.serverCommand(bound(to: EchoComparison.serverCore, command)),
      name: load.serverTool
    ) { Self.answers(load, address, inNamespace: network.clientPath) }
    defer { server.kill() }
    return try round(load, seconds, at: kernels) { server.processorTime }
  }

  private func round(
    _ load: ServiceLoad, _ seconds: Double, at wire: DemoNetwork.Wire, serverTime: () -> UInt64
  ) throws -> Round {
    if let preparation = load.preparation(address: wire.serverAddress) {
      _ = try client(preparation)
    }
    let before = serverTime()
    let run = try client(load.clientCommand(address: wire.serverAddress, seconds: seconds))
    let serverTime = serverTime() - before
    return Round(
      figures: try load.figures(in: run.output),
      clientUse: Double(run.processorTime) / Double(run.elapsed),
      serverUse: Double(serverTime) / Double(run.elapsed))
  }

  private func client(_ command: [String]) throws -> ClientProcess {
    try ClientProcess(
      network.clientCommand(bound(to: EchoComparison.clientCore, command)), signals)
  }

  /// The words that run a command on a core.
  private func bound(to core: UInt32, _ command: [String]) -> [String] {
    ["taskset", "-c", "\(core)"] + command
  }

  /// Whether somebody takes connections.
  private static func answers(
    _ load: ServiceLoad, _ address: String, inNamespace path: String
  ) -> Bool {
    guard let socket = try? StreamSocket(inNamespace: path) else { return false }
    return socket.connects(address, port: load.port)
  }
}
