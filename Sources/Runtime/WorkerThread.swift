import Glibc
import Synchronization

/// A thread that runs one closure; joined before the value dies.
@safe
package final class WorkerThread {
  private var handle = pthread_t()

  private final class Start {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  package init(_ body: @escaping () -> Void) {
    let start = unsafe Unmanaged.passRetained(Start(body))
    let status = unsafe pthread_create(
      &handle, nil,
      { raw in
        // Sound: the pointer is the retained box from below, taken over exactly once.
        unsafe Unmanaged<Start>.fromOpaque(raw!).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    precondition(status == 0, "no thread could be created: errno \(status)")
  }

  package func join() { pthread_join(handle, nil) }
}
