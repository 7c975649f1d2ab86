import Synchronization

/// Lets one thread in at a time: spins briefly, then parks. Lies in raw memory, in four bytes.
///
/// The thread sanitizer doesn't see the synchronization of Swift's `Mutex`, which comes in a library
/// that isn't instrumented, and takes what it guards for data races. For such runs, with
/// `--sanitize=thread -Xswiftc -DTHREAD_SANITIZER`, this is a spin lock that it sees.
struct Lock: ~Copyable {
  #if THREAD_SANITIZER
    private let isTaken = Atomic<UInt32>(0)

    func withLock<Result: ~Copyable>(_ body: () -> Result) -> Result {
      while isTaken.exchange(1, ordering: .acquiring) == 1 {}
      defer { isTaken.store(0, ordering: .releasing) }
      return body()
    }
  #else
    private let mutex = Mutex(())

    @inline(__always)
    func withLock<Result: ~Copyable>(_ body: () -> Result) -> Result {
      mutex.withLock { _ in body() }
    }
  #endif
}
