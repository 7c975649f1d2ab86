import Glibc

/// Turns SIGINT and SIGTERM from deaths into events that the main thread waits for.
///
/// Made before any other thread is: threads inherit that the signals are blocked, so no other
/// thread is interrupted.
@safe
final class StopSignals {
  /// Which of the signals came.
  enum Stop: String {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"
  }

  /// What ends one wait.
  enum Event: Equatable {
    case stop(Stop)
    /// Somebody called ``wake()``.
    case woken
    case timeout
  }

  private var signals = sigset_t()
  private var before = sigset_t()

  init() {
    // The sets are our own, and the calls fill them in.
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGUSR1] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
  }

  deinit {
    // What came too late must not strike once it isn't blocked any more.
    while wait(seconds: 0) != .timeout {}
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Sleeps for up to `seconds`.
  func wait(seconds: Double) -> Event {
    let whole = seconds.rounded(.down)
    var timeout = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
    return switch unsafe sigtimedwait(&signals, nil, &timeout) {
    case SIGINT: .stop(.interrupt)
    case SIGTERM: .stop(.terminate)
    case SIGUSR1: .woken
    default: .timeout
    }
  }

  /// Ends the wait, from any thread.
  static func wake() { kill(getpid(), SIGUSR1) }
}
