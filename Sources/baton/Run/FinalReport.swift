import Devices
import NetStack
import Runtime

/// Everything that was counted in one run, and whether all came home at its end.
struct FinalReport {
  struct Queue {
    var device: String
    var number: Int
    var counters: DeviceCounters
    var chunks: ChunkCounts
  }

  let workers: WorkerCounters
  /// nil: nobody has a network stack.
  let stack: StackCounters?
  let programs: StatisticsReport
  let waits: WaitReport
  let queues: [Queue]
  /// Coroutines that nobody destroyed.
  let coroutinesLeft: Int

  /// Stops the workers, destroys what is suspended, and counts.
  init(
    shuttingDown runtime: RealRuntime, _ places: [OpenDevices.Place], hasTimes: Bool = false
  ) {
    runtime.stop()
    waits = WaitReport(queues: runtime.queueStatistics)
    runtime.shutDown()
    stack = runtime.stackCounters
    programs = StatisticsReport(programs: runtime.statistics, hasTimes: hasTimes)
    workers = runtime.counters
    coroutinesLeft = runtime.frameCount
    queues = places.indices.map { worker in
      runtime.withQueue(of: worker) { queue in
        Queue(
          device: places[worker].device, number: places[worker].queue, counters: queue.counters,
          chunks: queue.chunkCounts)
      }
    }
  }

  var chunkCount: Int { queues.reduce(0) { $0 + $1.chunks.total } }
  var heldCount: Int { queues.reduce(0) { $0 + $1.chunks.held } }
  var lentCount: Int { queues.reduce(0) { $0 + $1.chunks.lent } }

  /// No coroutine is left, and every chunk is in its pool or with its device.
  var isClean: Bool {
    coroutinesLeft == 0 && heldCount == 0 && workers.begunCount == workers.endedCount
  }

  /// What became of coroutines and chunks.
  var verdict: String {
    let coroutines =
      coroutinesLeft == 0 ? "all coroutines are gone" : "\(coroutinesLeft) coroutines are left"
    let chunks =
      heldCount == 0
      ? "all \(chunkCount) chunks are back (\(lentCount) of them with the device, to receive into)"
      : "\(heldCount) of \(chunkCount) chunks are missing"
    let packets =
      workers.begunCount == workers.endedCount
      ? ""
      : "; \(workers.begunCount) packets came in or were made, and \(workers.endedCount) ended"
    return "\(coroutines); \(chunks)\(packets)"
  }

  var text: String {
    var lines = ["workers:"] + Self.lines(named(workers))
    if let stack { lines += ["network:"] + Self.lines(named(stack)) }
    for queue in queues {
      lines.append("\(queue.device), queue \(queue.number):")
      lines += Self.lines(named(queue.counters))
    }
    let waits = self.waits.queues.isEmpty ? [] : ["", self.waits.text]
    return (lines + ["", programs.text] + waits + ["", verdict]).joined(separator: "\n")
  }

  private static func lines(_ counters: [(name: String, value: UInt64)]) -> [String] {
    let width = counters.map(\.name.count).max() ?? 0
    return counters.map { counter in
      let padding = String(repeating: " ", count: width - counter.name.count)
      return "  \(counter.name)\(padding)  \(counter.value)"
    }
  }

  /// As a JSON object.
  var json: [String: Any] {
    var object: [String: Any] = [
      "workers": counterObject(named(workers)), "programs": programs.json,
      "waits": waits.json,
      "queues": queues.map { queue -> [String: Any] in
        [
          "device": queue.device, "queue": queue.number,
          "counters": counterObject(named(queue.counters)),
          "chunks": [
            "free": queue.chunks.free, "held": queue.chunks.held, "lent": queue.chunks.lent,
          ],
        ]
      },
      "coroutinesLeft": coroutinesLeft, "isClean": isClean,
    ]
    if let stack { object["network"] = counterObject(named(stack)) }
    return object
  }
}

/// The counters of a structure by the names of its fields, so that none is ever left out; those of
/// a structure within it as `kernel.receiveDropped`, if it is there.
func named(_ counters: Any) -> [(name: String, value: UInt64)] {
  Mirror(reflecting: counters).children.flatMap { child -> [(name: String, value: UInt64)] in
    let name = child.label ?? ""
    if let value = child.value as? UInt64 { return [(name, value)] }
    let mirror = Mirror(reflecting: child.value)
    let isOptional = mirror.displayStyle == .optional
    guard let value = isOptional ? mirror.children.first?.value : child.value else { return [] }
    return named(value).map { ("\(name).\($0.name)", $0.value) }
  }
}

private func counterObject(_ counters: [(name: String, value: UInt64)]) -> [String: UInt64] {
  Dictionary(uniqueKeysWithValues: counters.map { ($0.name, $0.value) })
}
