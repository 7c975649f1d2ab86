import CBaton
import Devices
import Glibc
import Maps
import ObjectFile
import Runtime
import Wire

/// `baton run --pcap`: an XDP program over every packet of a capture file.
struct CaptureRun {
  let unit: LoadedUnit
  let entry: Int
  private let run: TestRun

  /// What became of the packets, by action; actions that are none count as aborted (Linux).
  struct Counts {
    var byAction = [UInt64](repeating: 0, count: 5)
    /// Longer than a chunk holds.
    var tooLong: UInt64 = 0
    var nanoseconds = 0.0

    static let names = ["aborted", "drop", "pass", "tx", "redirect"]
    var total: UInt64 { byAction.reduce(0, +) }
  }

  /// - Parameter program: which of the unit's programs; nil for the first.
  init(_ unit: LoadedUnit, program: String?, source: String) throws {
    let functions = unit.verified.unit.image.functions
    let entries = unit.entries(ofRole: "xdp")
    guard let entry = entries.first(where: { program == nil || functions[$0].name == program })
    else {
      let which = program.map { " “\($0)”" } ?? ""
      throw BadInput("\(source): --pcap needs a program\(which) in a section “xdp”")
    }
    self.unit = unit
    self.entry = entry
    run = try TestRun(unit)
  }

  /// Runs the program over the file at `path`, and writes what is passed or sent to `output`.
  ///
  /// - Returns: what was counted, and what is wrong with the file; packets before that are counted.
  func run(_ path: String, output: String?) throws -> (Counts, PcapError?) {
    var file = try Self.open(path)
    let writer = try output.map { try Self.writer($0) }
    var counts = Counts()
    var progress = CaptureProgress(byteCount: file.octets.count)
    var trace = TracePrinter(unit)
    defer { trace.show() }
    var failure: PcapError?
    do {
      while let record = try file.next() {
        work(on: record, of: file.octets, writer, &counts)
        if counts.total & 63 == 0 { trace.show() }
        progress.show(file.offset, counts.total)
      }
    } catch {
      failure = error
    }
    writer?.flush()
    if let output, let error = writer?.error { throw BadInput("--out \(output): \(error)") }
    return (counts, failure)
  }

  private static func open(_ path: String) throws(BadInput) -> CaptureFile {
    do {
      return try CaptureFile(try Input.octets(path), name: path)
    } catch let error as BadInput {
      throw error
    } catch {
      throw BadInput("\(error)")
    }
  }

  private static func writer(_ path: String) throws(BadInput) -> CaptureFileWriter {
    do {
      return try CaptureFileWriter(path: path)
    } catch {
      throw BadInput("--out \(error)")
    }
  }

  private func work(
    on record: PcapFile.Record, of file: [UInt8], _ writer: CaptureFileWriter?,
    _ counts: inout Counts
  ) {
    guard record.octets.count <= TestRun.packetByteCountMax else {
      counts.tooLong += 1
      return
    }
    let result = run.call(entry, onPacket: Array(file[record.octets]))
    let action = result.action < 5 ? Int(result.action) : Int(XDP_ABORTED.rawValue)
    counts.byAction[action] += 1
    counts.nanoseconds += result.nanoseconds
    if action >= XDP_PASS.rawValue {
      writer?.append(result.octets.span, nanoseconds: record.nanoseconds)
    }
  }

  var statistics: StatisticsReport {
    StatisticsReport(programs: run.statistics, hasTimes: unit.measuresTime)
  }

  /// The contents of all maps, each as text of key and value.
  func mapDump() -> [(name: String, entries: [(key: String, value: String)])] {
    unit.maps.indices.map { index in
      var entries: [(key: String, value: String)] = []
      unit.maps[index].forEach { entries.append((Hex.text($0), Hex.text($1))) }
      return (unit.verified.unit.image.maps[index].name, entries)
    }
  }
}

/// A line now and then for files that take a while, where somebody is watching.
private struct CaptureProgress {
  let byteCount: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let begin = WorldTime()
  private var shown = 1

  init(byteCount: Int) { self.byteCount = byteCount }

  mutating func show(_ offset: Int, _ packetCount: UInt64) {
    guard isTerminal, packetCount & 1023 == 0, begin.seconds >= Double(2 * shown) else { return }
    shown += 1
    note("\(100 * offset / byteCount) %: \(packetCount) packets")
  }
}
