import Foundation
import Runtime

/// Answers requests about what an instance does, for one connection: a trace that it has begun ends with it.
struct InstanceService: ~Copyable {
  /// Nil where nobody knows more of the instance than its maps.
  private let observer: InstanceObserver?
  private var session: TraceSession?

  init(_ observer: InstanceObserver?) { self.observer = observer }

  /// The answer; nil to what somebody else has to answer.
  mutating func answer(_ request: ControlRequest) -> ControlAnswer? {
    do throws(ControlError) {
      switch request {
      case .load: return .load(try known().load())
      case .trace: return .tracing(try begin())
      case .takeTrace: return .events(try running().take())
      case .endTrace:
        let last = try running().take()
        session = nil
        return .events(last)
      case .maps, .dump, .lookUp, .update, .delete, .push, .pop, .versions, .replace: return nil
      }
    } catch {
      return .failed(reason: error.description)
    }
  }

  private func known() throws(ControlError) -> InstanceObserver {
    guard let observer else { throw ControlError("the instance shows nothing but its maps") }
    return observer
  }

  private func running() throws(ControlError) -> TraceSession {
    guard let session else { throw ControlError("no trace was begun") }
    return session
  }

  private mutating func begin() throws(ControlError) -> ControlTrace {
    let observer = try known()
    guard session == nil, let session = observer.trace() else {
      throw ControlError("somebody traces the instance already")
    }
    self.session = session
    return ControlTrace(
      names: session.names, times: session.times, workerCount: session.workerCount)
  }
}
