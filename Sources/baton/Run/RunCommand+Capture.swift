import ArgumentParser
import Foundation
import Runtime
import Wire

extension RunCommand {
  func runOnCapture(_ path: String) throws {
    let unit = try loadProgram(
      program, options, replacements, engine: engine, workerCount: 1, measuresTime: times,
      isChecked: checked)
    try profiling.note(unit)
    let run = try CaptureRun(unit, program: programName, source: program)
    let (counts, error) = try run.run(path, output: out)
    let dump = maps ? run.mapDump() : []
    if json {
      var object = object(counts, error, dump)
      object["programs"] = run.statistics.json
      object["violations"] = ViolationReport(unit)?.json
      try printJSON(object)
    } else {
      print(text(counts, dump))
      if times { print("\n" + run.statistics.text) }
      ViolationReport(unit)?.show()
    }
    if !unit.violations.isEmpty { throw ExitCode(1) }
    if let error { throw BadInput("\(path): \(error)") }
  }

  private typealias Dump = [(name: String, entries: [(key: String, value: String)])]

  private func text(_ counts: CaptureRun.Counts, _ dump: Dump) -> String {
    var lines = ["packets   \(counts.total)"]
    for (name, count) in zip(CaptureRun.Counts.names, counts.byAction) {
      lines.append(name + String(repeating: " ", count: 10 - name.count) + "\(count)")
    }
    if counts.tooLong > 0 {
      lines.append(
        "too long  \(counts.tooLong), of more than \(TestRun.packetByteCountMax) octets")
    }
    for map in dump {
      lines.append("\nmap \(map.name), \(map.entries.count) entries:")
      lines += map.entries.map { "  \($0.key): \($0.value)" }
    }
    return lines.joined(separator: "\n")
  }

  private func object(
    _ counts: CaptureRun.Counts, _ error: PcapError?, _ dump: Dump
  ) -> [String: Any] {
    var object: [String: Any] = [
      "program": program, "engine": engine.rawValue, "packets": counts.total,
      "actions": Dictionary(uniqueKeysWithValues: zip(CaptureRun.Counts.names, counts.byAction)),
      "tooLong": counts.tooLong,
      "nanosecondsPerPacket": counts.nanoseconds / Double(max(counts.total, 1)),
    ]
    if let error { object["error"] = "\(error)" }
    if maps {
      object["maps"] = dump.map { map -> [String: Any] in
        [
          "name": map.name,
          "entries": map.entries.map { ["key": $0.key, "value": $0.value] },
        ]
      }
    }
    return object
  }
}
