import Glibc

/// How long processors have run somebody, in nanoseconds.
enum ProcessorTime {
  /// The calling thread.
  static func ofThread() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }
  /// All threads of this process.
  static func ofProcess() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    // Written during the call.
    unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
