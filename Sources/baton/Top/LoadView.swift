import Runtime
import Telemetry

/// What an instance did between two looks, and what it is at the second.
struct LoadView {
  private let before: InstanceLoad
  private let now: InstanceLoad

  init(from before: InstanceLoad, to now: InstanceLoad) {
    self.before = before
    self.now = now
  }

  /// Between the looks.
  private var seconds: Double { max(Double(now.time &- before.time) / 1e9, 1e-9) }

  private func rate(_ now: UInt64, _ before: UInt64) -> Double { Double(now &- before) / seconds }

  // MARK: Workers

  private struct WorkerView {
    var index: Int
    var load: WorkerLoad
    var turns: Double
    var packets: Double
    /// Of the time between the looks.
    var busyShare: Double
  }

  private var workers: [WorkerView] {
    zip(now.workers, before.workers).enumerated().map { index, pair in
      let (new, old) = (pair.0.counters, pair.1.counters)
      return WorkerView(
        index: index, load: pair.0, turns: rate(new.turns, old.turns),
        packets: rate(new.received, old.received),
        busyShare: min(1, rate(new.busyNanoseconds, old.busyNanoseconds) / 1e9))
    }
  }

  // MARK: Network

  private struct StackView {
    var name: String
    var count: UInt64
    var perSecond: Double
  }

  /// What network stacks have counted; none where there are no stacks.
  private var network: [StackView] {
    guard let new = now.network, let old = before.network else { return [] }
    return zip(named(new), named(old)).map { new, old in
      StackView(name: new.name, count: new.value, perSecond: rate(new.value, old.value))
    }
  }

  // MARK: Queues

  private struct QueueView {
    var queue: QueueStatistics
    var handedOver: Double
    var wentOn: Double
    var meanNanoseconds: Double?
    /// What 99 % of the waits that ended between the looks do not exceed.
    var boundNanoseconds: UInt64?
  }

  private var queues: [QueueView] {
    zip(now.queues, before.queues).map { new, old in
      let waits = new.waits.since(old.waits)
      let time =
        new.waitNanoseconds > old.waitNanoseconds
        ? new.waitNanoseconds - old.waitNanoseconds : 0
      return QueueView(
        queue: new, handedOver: rate(new.handedOver, old.handedOver),
        wentOn: Double(waits.count) / seconds,
        meanNanoseconds: waits.count == 0 ? nil : Double(time) / Double(waits.count),
        boundNanoseconds: waits.bound(ofShare: 0.99))
    }
  }

  private var programRates: [(program: ProgramStatistics, runs: Double)] {
    zip(now.programs, before.programs).map { ($0, rate($0.runCount, $1.runCount)) }
  }

  // MARK: Text

  func text(_ palette: Palette) -> String {
    let live = now.workers.reduce(0) { $0 + $1.live }
    let waiting = now.queues.reduce(0) { $0 + $1.depth }
    let head = "\(live) coroutines, of which \(waiting) wait; \(now.workers.count) workers"
    var parts = [part("WORKERS", workerTable, palette)]
    if !network.isEmpty { parts.append(part("NETWORK", networkTable, palette)) }
    parts += [
      part("QUEUES", queueTable, palette), part("PROGRAMS", programTable, palette),
      part("LONGEST WAITS", oldestTable, palette),
    ]
    return ([head] + parts).joined(separator: "\n\n")
  }

  private func part(_ title: String, _ table: TextTable, _ palette: Palette) -> String {
    palette.good(title) + "\n" + table.text
  }

  private var workerTable: TextTable {
    var table = TextTable([
      "worker", "busy", "turns/s", "packets/s", "coroutines", "sleeping", "state",
    ])
    for worker in workers {
      table.add([
        "\(worker.index)", percent(worker.busyShare), short(worker.turns), short(worker.packets),
        "\(worker.load.live)", "\(worker.load.sleeping)",
        worker.load.isParked ? "parked" : "running",
      ])
    }
    return table
  }

  /// Of what has happened at all.
  private var networkTable: TextTable {
    var table = TextTable(["packets and more", "/s", "in all"])
    for view in network where view.count > 0 {
      table.add([view.name, short(view.perSecond), "\(view.count)"])
    }
    return table
  }

  private var queueTable: TextTable {
    var table = TextTable([
      "queue", "waiting", "oldest", "in/s", "out/s", "mean wait", "99 % within", "refused",
      "destroyed",
    ])
    for view in queues {
      table.add([
        view.queue.name, "\(view.queue.depth)",
        view.queue.depth == 0 ? "" : duration(Double(view.queue.oldestNanoseconds)),
        short(view.handedOver), short(view.wentOn), view.meanNanoseconds.map(duration) ?? "",
        view.boundNanoseconds.map { duration(Double($0)) } ?? "", "\(view.queue.refused)",
        "\(view.queue.destroyed)",
      ])
    }
    return table
  }

  private var programTable: TextTable {
    var table = TextTable(["program", "role", "runs/s"])
    for (program, runs) in programRates { table.add([program.name, program.role, short(runs)]) }
    return table
  }

  private var oldestTable: TextTable {
    var table = TextTable(["coroutine", "program", "queue", "worker", "waits for"])
    for one in now.oldest {
      table.add([
        one.name, one.program, one.queue, "\(one.worker)", duration(Double(one.nanoseconds)),
      ])
    }
    return table
  }

  private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  private func short(_ rate: Double) -> String {
    rate >= 10_000 ? thousands(rate) : "\(Int(rate.rounded()))"
  }

  // MARK: JSON

  var json: [String: Any] {
    [
      "time": now.time, "seconds": seconds, "workers": workers.map(Self.json),
      "network": network.map(Self.json), "queues": queues.map(Self.json),
      "programs": programRates.map { program, runs -> [String: Any] in
        [
          "name": program.name, "role": program.role, "runs": program.runCount,
          "runsPerSecond": runs,
        ]
      },
      "oldest": now.oldest.map { one -> [String: Any] in
        [
          "coroutine": one.name, "program": one.program, "queue": one.queue, "worker": one.worker,
          "nanoseconds": one.nanoseconds,
        ]
      },
    ]
  }

  private static func json(_ worker: WorkerView) -> [String: Any] {
    [
      "worker": worker.index, "busyShare": worker.busyShare, "turnsPerSecond": worker.turns,
      "packetsPerSecond": worker.packets, "coroutines": worker.load.live,
      "sleeping": worker.load.sleeping, "isParked": worker.load.isParked,
    ]
  }

  private static func json(_ view: StackView) -> [String: Any] {
    ["name": view.name, "count": view.count, "perSecond": view.perSecond]
  }

  private static func json(_ view: QueueView) -> [String: Any] {
    var object: [String: Any] = [
      "queue": view.queue.name, "depth": view.queue.depth,
      "oldestNanoseconds": view.queue.oldestNanoseconds, "handedOverPerSecond": view.handedOver,
      "wentOnPerSecond": view.wentOn, "handedOver": view.queue.handedOver,
      "wentOn": view.queue.wentOn, "refused": view.queue.refused,
      "destroyed": view.queue.destroyed,
    ]
    // Where nobody went on, there is no wait.
    object["meanNanoseconds"] = view.meanNanoseconds
    object["boundNanoseconds99"] = view.boundNanoseconds
    return object
  }
}
