import Load
import Runtime
import Scheduling

/// A poller that shares its core with a thread that computes all the time, by each of the means that put it before ordinary
/// threads.
struct HousekeepingBench {
  let repetitions: Int
  let seconds: Double

  private static let load = Workload(load: 0.3, classes: [TrafficClass(service: .fixed(5_000))])
  private static let means: [SharingMeans] = [.fifo, .deadline]

  /// What one of the means comes to, in each repetition.
  private struct Figures {
    /// In microseconds, as are stretches.
    var added: [Double] = []
    /// Of the busy thread, in percent.
    var shares: [Double] = []
    /// How long the busy thread has the core at a time, in the median: the poller is away for that and two switches.
    var stretches: [Double] = []
  }

  func rows() throws -> [BenchRow] {
    // What one of the means changes of the system is undone on Ctrl-C, too; before anything makes a thread.
    let stop = StopRequest()
    var figures = Self.means.map { _ in Figures() }
    var refusals: [SharingRefusal] = []
    var ordinary: [Double] = []
    for repetition in 0..<repetitions {
      progress("a poller beside a busy thread, \(repetition + 1) of \(repetitions)")
      let seed = UInt64(repetition + 1)
      let alone = try p99(nil, seed, stop)
      let hog = Hog(processor: 1)
      ordinary.append(try p99(nil, seed, stop) - alone)
      hog.stop()
      for (place, means) in Self.means.enumerated()
      where !refusals.contains(where: { $0.means == means }) {
        do {
          try measure(means, alone, seed, stop, &figures[place])
        } catch let refusal as SharingRefusal {
          note("baton: no figures for \(refusal)")
          refusals.append(refusal)
        }
      }
    }
    return zip(Self.means, figures).flatMap { rows($0, $1, ordinary) }
  }

  private func measure(
    _ means: SharingMeans, _ alone: Double, _ seed: UInt64, _ stop: StopRequest,
    _ figures: inout Figures
  ) throws {
    let hog = Hog(processor: 1)
    defer { hog.stop() }
    figures.added.append(try p99(means, seed, stop, hog) - alone)
    figures.shares.append(100 * hog.share)
    hog.stop()
    figures.stretches.append(median(hog.stretches.map { Double($0) / 1000 }))
  }

  private func rows(
    _ means: SharingMeans, _ figures: Figures, _ ordinary: [Double]
  ) -> [BenchRow] {
    guard !figures.added.isEmpty else { return [] }
    return [
      BenchRow(
        "p99 that a busy thread adds, time share 0.9 / 1 ms, \(means.name)", ours: figures.added,
        unit: "µs", peer: "two ordinary threads", theirs: ordinary, bar: .atMost(200)),
      // Who runs by deadline leaves a twentieth of the period earlier, on purpose.
      BenchRow(
        "share of the busy thread, \(means.name)", median(figures.shares), "%",
        bar: means == .fifo ? .within(8, 12) : nil),
      BenchRow(
        "what the busy thread has at a time, \(means.name)", median(figures.stretches), "µs",
        bar: .atMost(200)),
    ]
  }

  /// In microseconds. What the busy thread gets counts from the load's beginning on.
  private func p99(
    _ means: SharingMeans?, _ seed: UInt64, _ stop: StopRequest, _ hog: Hog? = nil
  ) throws -> Double {
    let unit = try loadProgram(
      "\(Installation.root)/Programs/scheduling/fcfs.c", engine: .jit, workerCount: 1)
    var hasBegun = false
    let result = try LoadRun(
      unit: unit, servers: [1], workloads: [QueueLoad(Self.load)], seconds: seconds, seed: seed,
      idling: .spin, timeShare: means.flatMap { _ in TimeShare(run: 900_000, period: 1_000_000) },
      sharing: means.map { .only($0) } ?? .auto,
      goesOn: { _, _ in
        if !hasBegun { hog?.countFromNow() }
        hasBegun = true
        return !stop.isMade()
      }
    ).result()
    if let stop = stop.stop { throw Refused("stopped by \(stop.rawValue)") }
    return result.p99()
  }
}
