import CBaton
import Foundation
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
    let file = try Input.octets(path)
    let format: PcapFile
    do {
      format = try PcapFile(parsing: file.span)
    } catch {
      throw BadInput("\(path): \(error)")
    }
    guard format.linkType == PcapFile.ethernetLinkType else {
      throw BadInput("\(path): link type \(format.linkType), but only Ethernet (1) can be read")
    }
    let writer = try output.map { try CaptureWriter(path: $0) }
    var counts = Counts()
    var offset = PcapFile.headerByteCount
    var progress = CaptureProgress(byteCount: file.count)
    var trace = TracePrinter(unit)
    defer { trace.show() }
    do {
      while let record = try format.record(in: file.span, at: offset) {
        offset = record.octets.upperBound
        try work(on: record, of: file, writer, &counts)
        if counts.total & 63 == 0 { trace.show() }
        progress.show(offset, counts.total)
      }
    } catch let error as PcapError {
      try writer?.close()
      return (counts, error)
    }
    try writer?.close()
    return (counts, nil)
  }

  private func work(
    on record: PcapFile.Record, of file: [UInt8], _ writer: CaptureWriter?, _ counts: inout Counts
  ) throws {
    guard record.octets.count <= TestRun.packetByteCountMax else {
      counts.tooLong += 1
      return
    }
    let result = run.call(entry, onPacket: Array(file[record.octets]))
    let action = result.action < 5 ? Int(result.action) : Int(XDP_ABORTED.rawValue)
    counts.byAction[action] += 1
    counts.nanoseconds += result.nanoseconds
    if action >= XDP_PASS.rawValue {
      try writer?.write(result.octets, nanoseconds: record.nanoseconds)
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

/// Writes packets to a capture file.
private final class CaptureWriter {
  private let handle: FileHandle
  private var pending = Data(PcapFile.ethernet.header)
  private static let pendingByteCountMax = 1 << 20

  init(path: String) throws(BadInput) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw BadInput("--out \(path): can't be written") }
    self.handle = handle
  }

  func write(_ octets: [UInt8], nanoseconds: UInt64) throws {
    pending += PcapFile.ethernet.recordHeader(nanoseconds: nanoseconds, byteCount: octets.count)
    pending += octets
    if pending.count >= Self.pendingByteCountMax { try flush() }
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    try handle.write(contentsOf: pending)
    pending.removeAll(keepingCapacity: true)
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
