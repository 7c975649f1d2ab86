import Devices
import NetStack
import Runtime
import World

/// A host on the memory device and its clients, which take turns on this thread: what the host takes is measured without
/// what the clients take, and the other way round.
final class SteppedHost {
  let client: ClientHost
  private let runtime: SteppedRuntime
  private let clock = WorldClock.monotonic

  /// - Parameter program: gives packets to the network stack, and has the services serve.
  init(program: String, _ load: RequestLoad) throws {
    let unit = try loadProgram(program, engine: .jit, workerCount: 1)
    let link = try MemoryLink()
    runtime = try SteppedRuntime(
      unit: unit, frameLimit: 4096, chunkCount: 4096, network: .serving([load])
    ) { DeviceQueue(try link.openQueue(0, at: .near, poolID: 0)) }
    client = ClientHost(load, queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    try client.open { runtime.runUntilIdle() }
  }

  deinit { runtime.shutDown() }

  /// Lets both sides have as many turns: nanoseconds of the host's for a request that was answered, the median of all turns, as
  /// one in which the system runs somebody else tells nothing.
  ///
  /// - Parameter turn: what is done around each of the host's turns.
  func measure(rounds: Int, around turn: (() -> Void) -> Void = { $0() }) throws -> Double {
    var costs: [Double] = []
    for _ in 0..<rounds {
      var nanoseconds: UInt64 = 0
      turn {
        let begin = clock.now()
        runtime.runUntilIdle()
        nanoseconds = clock.now() - begin
      }
      let before = client.answerCount
      client.poll()
      if client.answerCount > before {
        costs.append(Double(nanoseconds) / Double(client.answerCount - before))
      }
    }
    try client.expectCorrectness()
    return median(costs)
  }
}

extension NetworkConfiguration {
  /// A host on a memory link that serves what loads ask for.
  static func serving(_ loads: [RequestLoad]) -> NetworkConfiguration {
    NetworkConfiguration(
      host: .inThisProcess(ClientHost.serverAddress),
      services: loads.map { (name: $0.service, port: $0.port) }, application: .ofThisProcess)
  }
}
