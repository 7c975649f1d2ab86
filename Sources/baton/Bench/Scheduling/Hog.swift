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
    let stretches = Mutex<[UInt64]>([])
  }

  private let state = State()
  private var thread: WorkerThread?
  private var before: (had: UInt64, passed: UInt64) = (0, 0)

  init(processor: Int) {
    thread = WorkerThread { [state] in
      _ = linux_thread_pin(UInt32(processor))
      var watch = StretchWatch()
      let (begin, beginning) = (ProcessorTime.ofThread(), WorldClock.monotonic.now())
      while !state.isStopping.load(ordering: .relaxed) {
        for _ in 0..<100 {
          for _ in 0..<100 { linux_compiler_barrier() }
          watch.look(at: WorldClock.monotonic.now())
        }
        state.had.store(ProcessorTime.ofThread() - begin, ordering: .relaxed)
        state.passed.store(WorldClock.monotonic.now() - beginning, ordering: .relaxed)
      }
      let stretches = watch.stretches
      state.stretches.withLock { $0 = stretches }
    }
  }

  deinit { stop() }

  func stop() {
    state.isStopping.store(true, ordering: .relaxed)
    thread?.join()
    thread = nil
  }

  /// How much of the processor's time it has had, since ``countFromNow()``.
  var share: Double {
    let (had, passed) = counts
    return Double(had - before.had) / Double(max(passed - before.passed, 1))
  }

  private var counts: (had: UInt64, passed: UInt64) {
    (state.had.load(ordering: .relaxed), state.passed.load(ordering: .relaxed))
  }

  func countFromNow() { before = counts }

  /// For how long it had the processor each time, in nanoseconds, once it is stopped.
  var stretches: [UInt64] { state.stretches.withLock { $0 } }

  /// What passes between two times at which somebody else has the processor.
  private struct StretchWatch {
    /// Who shares the core by a millisecond is there for longer; interrupts and the machine's host are not, most times.
    private static let absenceMin: UInt64 = 200_000

    var stretches: [UInt64] = []
    private var begin: UInt64 = 0
    private var last: UInt64 = 0

    mutating func look(at now: UInt64) {
      if now - last > Self.absenceMin {
        if begin > 0 { stretches.append(last - begin) }
        begin = now
      }
      last = now
    }
  }
}
