import CLinux
import Synchronization

/// How threads that have a share of their cores' time get it.
public enum SharingMeans: UInt8, Sendable, CustomStringConvertible {
  /// They run before all ordinary threads (SCHED_FIFO), and sleep by themselves.
  case runningFirst = 1
  /// They sleep by themselves, and else compete with ordinary threads: the right to run before them is missing.
  case sleeping = 2

  public var description: String {
    switch self {
    case .runningFirst: "SCHED_FIFO and a duty cycle of their own"
    case .sleeping: "a duty cycle of their own alone, as SCHED_FIFO needs CAP_SYS_NICE"
    }
  }
}

/// What the threads of an instance have found to be allowed.
final class SharingReport: Sendable {
  private let value = Atomic<UInt8>(0)

  /// Prepares the calling thread.
  func prepare() {
    linux_thread_sleep_exactly()
    let means: SharingMeans = linux_thread_run_first() == 0 ? .runningFirst : .sleeping
    value.max(means.rawValue, ordering: .relaxed)
  }

  /// The weakest; nil before any thread has begun.
  var means: SharingMeans? { SharingMeans(rawValue: value.load(ordering: .relaxed)) }
}
