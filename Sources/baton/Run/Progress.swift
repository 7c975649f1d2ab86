import Glibc
import Runtime
import World

/// A line of counters a second, where somebody is watching.
struct Progress {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last = WorkerCounters()
  private var lastTime = 0.0

  /// `time` in seconds since the beginning.
  mutating func show(_ runtime: RealRuntime, at time: Double) {
    guard isTerminal, time - lastTime >= 0.9 else { return }
    let now = runtime.counters
    let rate = Double(now.received &- last.received) / (time - lastTime)
    let dropped = now.endedCount &- now.transmitted
    note(
      "\(Int(time.rounded())) s: received \(now.received) (\(thousands(rate))/s), "
        + "transmitted \(now.transmitted), dropped \(dropped), suspended \(runtime.frameCount)")
    last = now
    lastTime = time
  }
}

/// How long ago something began.
struct WorldTime {
  private let begin = WorldClock.monotonic.now()

  /// Since the beginning.
  var seconds: Double { Double(WorldClock.monotonic.now() - begin) / 1e9 }
}
