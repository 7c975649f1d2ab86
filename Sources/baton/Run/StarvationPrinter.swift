import Runtime

/// Says when every chunk of a device is with coroutines, so that nothing can be received, and when that is over.
struct StarvationPrinter {
  private var turnCount: UInt64 = 0
  private var isStarved = false

  /// Looks whether that was so since the last look.
  mutating func show(_ runtime: RealRuntime) {
    let now = runtime.counters.chunklessTurns
    defer { turnCount = now }
    guard (now > turnCount) != isStarved else { return }
    isStarved.toggle()
    note(
      isStarved
        ? "baton: a device has no chunk left to receive into, as \(runtime.frameCount) coroutines have them: what comes "
          + "is dropped until some are back"
        : "baton: devices have chunks to receive into again")
  }
}
