extension Versions {
  /// What frames, waits and events call functions and queues, by number; empty where no version has one.
  var names: (functions: [String], queues: [String]) {
    let units = units
    let extents = units.map(\.extent)
    var functions = Array(repeating: "", count: extents.map(\.functions.upperBound).max() ?? 0)
    var queues = Array(repeating: "", count: extents.map(\.queues.upperBound).max() ?? 0)
    for (unit, extent) in zip(units, extents) {
      let own = unit.verified.unit.image.functions.map(\.name)
      functions.replaceSubrange(extent.functions, with: own)
      queues.replaceSubrange(extent.queues, with: unit.verified.queues.map { own[$0] })
    }
    return (functions, queues)
  }

  /// The statistics of all versions that are left, the latest first: names of earlier ones say which.
  func statistics(of workers: [Worker]) -> [ProgramStatistics] {
    latestFirst.flatMap { version, suffix in
      version.unit.statistics(of: workers).map { program in
        var program = program
        program.name += suffix
        return program
      }
    }
  }

  /// The same of queues.
  func queueStatistics(of workers: [Worker]) -> [QueueStatistics] {
    latestFirst.flatMap { version, suffix in
      version.unit.queueStatistics(of: workers).map { queue in
        var queue = queue
        queue.name += suffix
        return queue
      }
    }
  }

  private var latestFirst: [(version: Version, suffix: String)] {
    let current = current
    return [(current, "")] + old.reversed().map { ($0, " (version \($0.ordinal))") }
  }
}
