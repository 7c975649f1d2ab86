import CLinux
import Runtime
import Synchronization
import World

/// An ordinary thread that computes all the time, on one processor, and what it gets of that.
final class Hog {
  private final class State: Sendable {
    let isStopping = Atomic<Bool>(false)
    /// Nanoseconds that it has had, and that have passed.
    let had = Atomic<UInt64>(0)
    let passed = Atomic<UInt64>(1)
  }

  private let state = State()
  private var thread: WorkerThread?

  init(processor: Int) {
    thread = WorkerThread { [state] in
      _ = linux_thread_pin(UInt32(processor))
      let (begin, beginning) = (ProcessorTime.ofThread(), WorldClock.monotonic.now())
      while !state.isStopping.load(ordering: .relaxed) {
        for _ in 0..<10_000 { linux_compiler_barrier() }
        state.had.store(ProcessorTime.ofThread() - begin, ordering: .relaxed)
        state.passed.store(WorldClock.monotonic.now() - beginning, ordering: .relaxed)
      }
    }
  }

  deinit { stop() }

  func stop() {
    state.isStopping.store(true, ordering: .relaxed)
    thread?.join()
    thread = nil
  }

  /// How much of the processor's time it has had.
  var share: Double {
    Double(state.had.load(ordering: .relaxed)) / Double(state.passed.load(ordering: .relaxed))
  }
}
