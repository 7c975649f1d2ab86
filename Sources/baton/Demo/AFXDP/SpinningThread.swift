import CLinux
import Runtime
import Synchronization

/// A thread that is bound to a core and calls `turn` again and again until it is stopped.
final class SpinningThread {
  private final class Flag: Sendable {
    let isSet = Atomic<Bool>(false)
  }

  private let isStopping = Flag()
  private let thread: WorkerThread

  init(core: UInt32, turn: @escaping () -> Void) {
    thread = WorkerThread { [isStopping] in
      _ = linux_thread_pin(core)
      while !isStopping.isSet.load(ordering: .relaxed) { turn() }
    }
  }

  /// Once; returns when the thread has ended.
  func stop() {
    isStopping.isSet.store(true, ordering: .relaxed)
    thread.join()
  }
}
