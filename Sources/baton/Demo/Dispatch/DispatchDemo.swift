import Foundation
import Load
import Plot

/// The dataplane case study: policies under the same loads, one after the other.
struct DispatchDemo {
  let server: DispatchServer
  let programs: [DemoProgram]
  let loads: [Double]
  let options: DemoOptions
  let stop: StopRequest

  static let shortClass = 0
  static let classes = [
    TrafficClass(share: 0.995, service: .fixed(10_000)),
    TrafficClass(share: 0.005, service: .fixed(1_000_000)),
  ]
  private static let title = "10 µs requests behind one in 200 that takes 1 ms"
  /// With a larger share of answers in gaps, the others say little.
  private static let gapShareMax = 0.1
  private static let fileName = "baton-dispatch.svg"

  func run() throws {
    if !options.json { print("\(Self.title)\n\(server.assumptions)\n") }
    let points = try server.isVirtual ? measure() : PollingIdle.whileHeld { try measure() }
    let path = try options.write(figure(points), as: Self.fileName)
    if options.json { return try printJSON(json(points, path)) }
    print("")
    for line in findings(points) { print(line) }
    if let stop = stop.stop {
      print("stopped by \(stop.rawValue): the figures are of what there was")
    }
    if let path { print("plot: \(path)") }
  }

  // MARK: Measuring

  private func measure() throws -> [DispatchPoint] {
    let table = options.json ? nil : LiveTable(DispatchPoint.columns(isVirtual: server.isVirtual))
    let status = StatusLine()
    var points: [DispatchPoint] = []
    for program in programs {
      for load in loads where !stop.isMade() {
        let count = "(\(points.count + 1) of \(programs.count * loads.count))"
        status.begin("measuring \(program.name) at \(percent(load)) \(count)")
        let point = try measure(program, load) { share in
          status.show(
            "measuring \(program.name) at \(percent(load)) \(count): \(percent(min(share, 1)))")
          return !stop.isMade()
        }
        status.clear()
        table?.finish(point.row(isVirtual: server.isVirtual))
        points.append(point)
      }
    }
    return points
  }

  /// Each load's requests are the same for all policies.
  private func measure(
    _ program: DemoProgram, _ load: Double, goesOn: @escaping (Double) -> Bool
  ) throws -> DispatchPoint {
    let workload = Workload(
      load: load * Double(server.servingCoreCount), classes: Self.classes)
    return DispatchPoint(
      policy: program.name, load: load, ratePerSecond: workload.ratePerSecond,
      result: try server.serve(program, workload, seed: options.seed, goesOn: goesOn))
  }

  // MARK: What came out

  private func findings(_ points: [DispatchPoint]) -> [String] {
    let silent = programs.filter { program in
      let own = points.filter { $0.policy == program.name }
      return !own.isEmpty && own.allSatisfy { $0.answerCount == 0 }
    }
    return silent.map { "\($0.name): no request was answered" }
      + [doubt(points) ?? comparison(points)].compactMap(\.self)
  }

  /// Why the figures say little; nil where they do not.
  private func doubt(_ points: [DispatchPoint]) -> String? {
    let answers = points.reduce(0.0) { $0 + Double($1.answerCount) }
    let inGaps = points.reduce(0.0) { $0 + Double($1.result.inGaps.count) }
    guard inGaps > Self.gapShareMax * answers else { return nil }
    return
      "\(percent(inGaps / answers)) of the answers fell into gaps: the machine is too busy for "
      + "figures that mean much; --cores N has figures that do not depend on it"
  }

  /// How far policies are apart, where that is most.
  private func comparison(_ points: [DispatchPoint]) -> String? {
    let byLoad = Dictionary(grouping: points.filter(\.hasAnswers), by: \.load).values
    let spread = byLoad.filter { $0.count > 1 }.map { group in
      group.sorted { $0.stay(99) < $1.stay(99) }
    }.max { $0.ratio < $1.ratio }
    guard let spread, let best = spread.first, let worst = spread.last else { return nil }
    return "p99 of short requests at \(percent(best.load)): \(best.policy) "
      + "\(duration(Double(best.stay(99)))), \(worst.policy) \(duration(Double(worst.stay(99)))), "
      + String(
        format: spread.ratio < 10 ? "%.1f times as long" : "%.0f times as long", spread.ratio)
  }

  private func figure(_ points: [DispatchPoint]) -> Figure {
    // One scale for all percentiles.
    let bounds = points.filter(\.hasAnswers).flatMap { point in
      DispatchPoint.percentiles.map { Double(point.stay($0)) }
    }
    return Figure(
      title: Self.title, notes: [server.assumptions],
      xAxis: Axis("offered load, of the serving cores", unit: .share),
      panels: DispatchPoint.percentiles.map { percentile in
        Panel(
          yAxis: Axis(
            "\(percentileName(percentile)): how long short requests stay", .logarithmic,
            unit: .nanoseconds, reaches: bounds + [10_000]),
          lines: programs.map { program in
            let own = points.filter { $0.policy == program.name && $0.hasAnswers }
            return Line(
              program.name,
              own.sorted { $0.load < $1.load }.map { Point($0.load, Double($0.stay(percentile))) })
          })
      })
  }

  private func json(_ points: [DispatchPoint], _ path: String?) -> [String: Any] {
    var object: [String: Any] = [
      "demo": "dispatch", "world": server.isVirtual ? "virtual" : "real",
      "servingCores": server.servingCoreCount, "assumptions": server.assumptions,
      "seed": options.seed, "points": points.map(\.json),
      "classes": Self.classes.map { ["share": $0.share, "nanoseconds": $0.service.moment(1)] },
    ]
    object["plot"] = path
    object["stoppedBy"] = stop.stop?.rawValue
    return object
  }
}

extension [DispatchPoint] {
  /// How many times as long the last one's short requests stay as the first one's, at the p99.
  fileprivate var ratio: Double {
    Double(self[count - 1].stay(99)) / Double(Swift.max(self[0].stay(99), 1))
  }
}
