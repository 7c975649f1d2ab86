import Glibc

/// A thread of its own, for tests that need two that really run side by side.
struct TestThread: ~Copyable {
  private let thread: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  init(_ run: @escaping @Sendable () -> Void) {
    let body = unsafe Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    // The thread gives back the reference that it is handed.
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    precondition(result == 0, "no thread: \(result)")
    self.thread = thread
  }

  /// Waits for its end.
  consuming func join() { pthread_join(thread, nil) }
}
