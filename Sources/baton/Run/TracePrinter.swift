import Runtime

/// Shows what programs write with `bpf_trace_printk`, on standard error.
struct TracePrinter {
  private let unit: LoadedUnit
  private var lost: UInt64 = 0

  init(_ unit: LoadedUnit) { self.unit = unit }

  /// The lines since the last time.
  mutating func show() {
    unit.takeTrace { line in
      let micros = line.nanoseconds / 1000
      let fraction = "\(micros % 1_000_000 + 1_000_000)".dropFirst()
      note("trace: worker \(line.worker), \(micros / 1_000_000).\(fraction): \(line.text)")
    }
    let now = unit.lostTraceLineCount
    if now > lost { note("trace: \(now - lost) lines were lost: there was no room for them") }
    lost = now
  }
}
