import Devices
import Runtime
import World

/// What a packet costs from the device's ring to the device's ring on the memory device, one suspension included: the UDP
/// echo. Client and worker take turns on this thread, and only the worker's are timed.
struct PipelineBench {
  let repetitions: Int

  private static let (batchCount, roundCount) = (64, 2000)

  /// A row for the echo in C, and one for that in Swift.
  func rows(bar: BenchRow.Bar?) throws -> [BenchRow] {
    progress("the whole pipeline on the memory device")
    return try ["c", "swift"].map { language in
      let unit = try loadProgram(
        "\(Installation.root)/Programs/udp_echo.\(language)", engine: .jit, workerCount: 1)
      var costs: [Double] = []
      for _ in 0..<repetitions { costs.append(try Self.cost(unit)) }
      return BenchRow(
        "UDP echo, CPU a packet, memory device (\(language))", median(costs), "ns", bar: bar)
    }
  }

  static func cost(_ unit: LoadedUnit) throws -> Double {
    let link = try MemoryLink()
    let runtime = try SteppedRuntime(unit: unit, frameLimit: 1024, chunkCount: 4096) {
      DeviceQueue(try link.openQueue(0, at: .near, poolID: 0))
    }
    var client = EchoClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
    let clock = WorldClock.monotonic
    var nanoseconds: UInt64 = 0
    for _ in 0..<roundCount {
      client.sendBatch(of: batchCount)
      let begin = clock.now()
      runtime.runUntilIdle()
      nanoseconds += clock.now() - begin
      client.receiveAll()
    }
    runtime.shutDown()
    guard client.wrongCount == 0, client.receivedCount == client.sentCount else {
      throw Refused("\(client.wrongCount) answers were wrong")
    }
    return Double(nanoseconds) / Double(client.receivedCount)
  }
}
