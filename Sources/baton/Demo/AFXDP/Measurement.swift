import CLinux
import Load
import Runtime

/// One round of pings on a thread of its own; wakes the main thread at its end.
final class Measurement {
  /// Complete after ``join()``.
  private(set) var latencies = Latencies()
  private var thread: WorkerThread?

  init(_ client: PingClient, pings: Int, core: UInt32) {
    thread = WorkerThread { [unowned self] in
      _ = linux_thread_pin(core)
      latencies = client.round(of: pings)
      StopSignals.wake()
    }
  }

  func join() {
    thread?.join()
    thread = nil
  }
}
