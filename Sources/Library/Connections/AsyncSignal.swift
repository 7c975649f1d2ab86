import Synchronization

/// What one task waits for, and any thread raises. A signal that nobody waits for is kept until somebody does; several become
/// one.
final class AsyncSignal: Sendable {
  private enum Phase: Sendable {
    case idle
    case raised
    case waiting(CheckedContinuation<Void, Never>)
  }

  private let phase = Mutex(Phase.idle)

  func raise() {
    let waiter = phase.withLock { phase -> CheckedContinuation<Void, Never>? in
      guard case .waiting(let continuation) = phase else {
        phase = .raised
        return nil
      }
      phase = .idle
      return continuation
    }
    waiter?.resume()
  }

  /// Returns once it is raised, or when the task is cancelled.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRaised = phase.withLock { phase in
          switch phase {
          case .raised:
            phase = .idle
            return true
          case .idle:
            phase = .waiting(continuation)
            return false
          case .waiting: fatalError("one task at a time receives, sends or takes connections")
          }
        }
        if isRaised { continuation.resume() }
      }
    } onCancel: {
      raise()
    }
  }
}
