import CLinux
import Glibc
import Load
import Runtime
import Synchronization
import World

/// How soon the kernel runs a thread that sleeps until another one writes to a pipe.
final class WakeUps {
  private final class Seen: Sendable {
    /// When the thread ran last, in nanoseconds.
    let time = Atomic<UInt64>(0)
  }

  private let seen = Seen()
  private let (reading, writing): (Int32, Int32)
  private let thread: WorkerThread

  init(processor: UInt32) {
    var ends: [Int32] = [0, 0]
    // Written during the call.
    let status = unsafe pipe(&ends)
    precondition(status == 0, "no pipe could be made: errno \(errno)")
    let reading = ends[0]
    (self.reading, writing) = (reading, ends[1])
    thread = WorkerThread { [seen] in
      _ = linux_thread_pin(processor)
      var octet: UInt8 = 0
      // As much as there is room for; until the other end is closed.
      while unsafe read(reading, &octet, 1) == 1 {
        seen.time.store(WorldClock.monotonic.now(), ordering: .releasing)
      }
    }
  }

  deinit {
    close(writing)
    thread.join()
    close(reading)
  }

  /// The p90 of so many, in microseconds, with as many nanoseconds between them.
  func measure(count: Int, pause: UInt64) -> Double {
    let clock = WorldClock.monotonic
    var delays = Latencies()
    for _ in 0..<count {
      let due = clock.now() + pause
      while clock.now() < due { linux_spin_hint() }
      seen.time.store(0, ordering: .relaxed)
      var octet: UInt8 = 1
      let begin = clock.now()
      // One octet, which is read during the call.
      guard unsafe write(writing, &octet, 1) == 1 else { break }
      var time: UInt64 = 0
      while time == 0 { time = seen.time.load(ordering: .acquiring) }
      delays.record(time - begin)
    }
    return Double(delays.percentile(90)) / 1000
  }
}
