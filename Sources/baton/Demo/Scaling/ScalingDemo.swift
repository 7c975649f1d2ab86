import Foundation
import Load
import Plot
import World

/// The case study of dynamic scaling: policies under the same load, one after the other.
struct ScalingDemo {
  let scenario: ScalingRun
  let programs: [DemoProgram]
  let options: DemoOptions
  let stop: StopRequest

  private static let title = "Cores that follow the load"
  private static let fileName = "baton-scaling.svg"

  private var assumptions: String {
    let load =
      "requests take \(duration(scenario.service.moment(1))) each, at the peak \(percent(scenario.peak)) of all cores."
    return switch scenario.world {
    case .virtual:
      """
      In virtual time: \(scenario.coreCount) virtual cores, as many workers; \(load) Assumed: an instruction takes \
      \(duration(Double(CoreTiming().picosecondsPerStep) / 1000)); moves, wake-ups and cache misses take nothing; the policy \
      runs on a core of its own.
      """
    case .real(let processors):
      """
      For real, on the memory device: the load's thread on processor 0, \(scenario.workerCount) workers on \
      \(processors.count == 1 ? "processor" : "processors") \(processors.map(String.init).joined(separator: ", ")); \
      \(load) Best-effort work in pieces of 1 ms has the cores while they are idle. Requests of whose time a tenth or more lies \
      where the load's thread did not run are counted apart.
      """
    }
  }

  func run() throws {
    if !options.json { print("\(Self.title)\n\(assumptions)\n") }
    let results = try measure()
    let path = try options.write(figure(results), as: Self.fileName)
    if options.json { return try printJSON(json(results, path)) }
    print(
      """

      cores held: what the policy has for its workers, in the mean; given back: the rest of the cores' time; idle: cores held \
      that had nothing to do; could be lent: both\(scenario.isVirtual ? "" : "; was lent: what of that best-effort work had").
      """)
    for result in results {
      if let fault = result.fault { print("\(result.policy) decides no more: \(fault)") }
    }
    if let stop = stop.stop {
      print("stopped by \(stop.rawValue): the figures are of what there was")
    }
    if let path { print("plot: \(path)") }
  }

  private func measure() throws -> [ScalingResult] {
    let table = options.json ? nil : LiveTable(ScalingResult.columns(isVirtual: scenario.isVirtual))
    let status = StatusLine()
    var results: [ScalingResult] = []
    for program in programs where !stop.isMade() {
      let what = "\(program.name) (\(results.count + 1) of \(programs.count))"
      status.begin("running \(what)")
      let result = try scenario.result(of: program) { share in
        status.show("running \(what): \(percent(share))")
        return !stop.isMade()
      }
      status.clear()
      table?.finish(result.row)
      results.append(result)
    }
    return results
  }

  // MARK: What came out

  private func figure(_ results: [ScalingResult]) -> Figure {
    let cores = Double(scenario.coreCount)
    let windows = results.max { $0.windows.count < $1.windows.count }?.windows ?? []
    let offered = steps(windows) { scenario.offeredCores(from: $0.begin, to: $0.end) }
    return Figure(
      title: Self.title, notes: [assumptions],
      xAxis: Axis(scenario.isVirtual ? "virtual time" : "time", unit: .nanoseconds),
      panels: [
        Panel(
          yAxis: Axis("offered load, in cores", reaches: [0, cores]),
          lines: [Line("offered load", offered, shape: .steps, isReference: true)]),
        Panel(
          yAxis: Axis("cores held", reaches: [0, cores]),
          lines: results.map { result in
            Line(result.policy, steps(result.windows, \.heldCores), shape: .steps)
          }),
      ] + lentPanels(results) + [
        Panel(
          yAxis: Axis("p99 of how long requests stay", .logarithmic, unit: .nanoseconds),
          lines: results.map { result in
            Line(
              result.policy,
              result.windows.map {
                Point(Double($0.begin + $0.end) / 2, $0.p99.map { Double($0) } ?? .nan)
              })
          })
      ])
  }

  /// In virtual time nobody has the cores that could be lent.
  private func lentPanels(_ results: [ScalingResult]) -> [Panel] {
    guard !scenario.isVirtual else { return [] }
    let lines = results.map { result in
      Line(result.policy, steps(result.windows, \.lentCores), shape: .steps)
    }
    return [
      Panel(
        yAxis: Axis("cores lent", reaches: [0, Double(scenario.coreCount)]), lines: lines)
    ]
  }

  /// A level for each window.
  private func steps(
    _ windows: [ScalingResult.Window], _ value: (ScalingResult.Window) -> Double
  ) -> [Point] {
    let levels = windows.map { Point(Double($0.begin), value($0)) }
    // The last one has an end, too.
    return levels + windows.suffix(1).map { Point(Double($0.end), value($0)) }
  }

  private func json(_ results: [ScalingResult], _ path: String?) -> [String: Any] {
    var object: [String: Any] = [
      "demo": "scaling", "world": scenario.isVirtual ? "virtual" : "real",
      "cores": scenario.coreCount, "peak": scenario.peak,
      "assumptions": assumptions, "seed": options.seed, "policies": results.map(\.json),
      "offeredLoad": scenario.curve.points.map {
        ["time": $0.time, "cores": $0.share * scenario.peak * Double(scenario.coreCount)]
      },
    ]
    object["plot"] = path
    object["stoppedBy"] = stop.stop?.rawValue
    return object
  }
}
