import Runtime

/// How often programs have run, and, where it was measured, how long that took.
struct StatisticsReport {
  let programs: [ProgramStatistics]
  let hasTimes: Bool

  var text: String {
    var table = TextTable(["program", "role", "runs"] + (hasTimes ? ["ns a run"] : []))
    for program in programs {
      let time = hasTimes ? ["\(program.nanoseconds / max(program.runCount, 1))"] : []
      table.add([program.name, program.role, "\(program.runCount)"] + time)
    }
    return table.text
  }

  var json: [[String: Any]] {
    programs.map { program in
      var object: [String: Any] = [
        "name": program.name, "role": program.role, "runs": program.runCount,
      ]
      if hasTimes { object["nanoseconds"] = program.nanoseconds }
      return object
    }
  }
}
