import Glibc

/// Keeps all cores from sleeping deeper than polling while the value lives (Linux, PM QoS: the
/// request is held for as long as the file is open).
struct PollingIdle: ~Copyable {
  private let descriptor: Int32

  /// Nil where the system doesn't have it or doesn't permit it.
  private init?() {
    let descriptor = unsafe open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var microseconds: Int32 = 0
    // Four bytes, which are read during the call.
    guard unsafe write(descriptor, &microseconds, 4) == 4 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  /// Measures while there is one; says so where there can be none.
  static func whileHeld<Result>(_ measure: () throws -> Result) rethrows -> Result {
    let idle = PollingIdle()
    if idle == nil { note("baton: /dev/cpu_dma_latency can't be held; idle cores wake slowly") }
    return try measure()
  }

  deinit { close(descriptor) }
}
