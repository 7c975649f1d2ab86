/// Whether somebody wants the end, by Ctrl-C or SIGTERM: then what there is by then is the result.
///
/// Made before any other thread is. One thread at a time asks.
final class StopRequest {
  private let signals = StopSignals()
  /// What came.
  private(set) var stop: StopSignals.Stop?

  /// Takes a system call: to be asked some times a second.
  func isMade() -> Bool {
    if stop == nil, case .stop(let stop) = signals.wait(seconds: 0) { self.stop = stop }
    return stop != nil
  }
}
