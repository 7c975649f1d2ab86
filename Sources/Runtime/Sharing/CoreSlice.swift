import CLinux
import Scheduling

/// When a core's thread leaves the core to others, and how.
struct CoreSlice {
  private var duty: DutyCycle
  private let means: SharingMeans
  /// How long it sleeps next.
  private var pause: UInt64 = 0

  init(_ share: TimeShare, _ means: SharingMeans, at now: UInt64) {
    self.means = means
    // Who is ended by the system is ended anywhere: that is for turns that don't end.
    duty = DutyCycle(means == .deadline ? share.leavingEarly : share, at: now)
  }

  /// When it means to be back, if it leaves now; nil where it has time left.
  mutating func end(at now: UInt64) -> UInt64? {
    pause = duty.pause(at: now)
    guard pause > 0 else { return nil }
    return now + (means == .deadline ? duty.share.period : pause)
  }

  func leave() {
    switch means {
    // What it has left of its share is gone, and its next period begins when the system says.
    case .deadline: linux_thread_yield()
    case .fifo, .nice, .none: linux_thread_sleep(pause)
    }
  }

  /// It was away until now, for whatever reason.
  mutating func comeBack(at now: UInt64) { duty.noteSleep(until: now) }
}
