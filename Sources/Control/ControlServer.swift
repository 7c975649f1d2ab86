import CLinux
import Foundation
import Maps
import Runtime
import Synchronization

/// The control socket of a running instance: lets its owner look at maps, and change them, and see what workers do, while
/// they run. A thread takes calls, each of which then has one of its own.
///
/// ```swift
/// let server = try ControlServer(path: path, unit, runtime.observer)
/// defer { server.stop() }
/// ```
public final class ControlServer {
  public let path: String
  private let line: Line
  private var thread: WorkerThread?

  /// More calls than that at a time are refused.
  private static let callCountMax = 16

  /// What the thread that takes calls and ``stop()`` both use.
  private final class Line: Sendable {
    let listener: Int32
    let isStopping = Atomic<Bool>(false)

    init(listener: Int32) { self.listener = listener }
  }

  /// Listens at `path`, which only the user who runs this may connect to. Without an observer, maps are all that there
  /// is to see.
  ///
  /// Without a service for that, the program stays.
  ///
  /// - Throws: `ControlError`, also when another instance listens there.
  public init(
    path: String, _ unit: LoadedUnit, _ observer: InstanceObserver? = nil,
    _ replacement: ReplacementService? = nil
  ) throws(ControlError) {
    self.path = path
    let listener = unsafe linux_unix_listen(path)
    guard listener >= 0 else { throw ControlError(at: path, errno: -listener) }
    line = Line(listener: listener)
    let subject = ControlCall.Subject(unit, observer, replacement)
    thread = WorkerThread { [line] in Self.takeCalls(line, subject) }
  }

  deinit { stop() }

  /// Takes no more calls, ends those that there are, and removes the socket.
  public func stop() {
    guard let thread else { return }
    self.thread = nil
    line.isStopping.store(true, ordering: .sequentiallyConsistent)
    // The call that the thread may be waiting in returns.
    shutdown(line.listener, Int32(SHUT_RDWR))
    thread.join()
    close(line.listener)
    unsafe _ = unlink(path)
  }

  private static func takeCalls(_ line: Line, _ subject: ControlCall.Subject) {
    var calls: [ControlCall] = []
    while !line.isStopping.load(ordering: .sequentiallyConsistent) {
      let connection = accept(line.listener, nil, nil)
      calls.removeAll { $0.isOver }
      guard connection >= 0 else { continue }
      guard calls.count < callCountMax else {
        let socket = LineSocket(connection)
        try? socket.send(ControlAnswer.failed(reason: "\(calls.count) calls at a time are enough"))
        continue
      }
      calls.append(ControlCall(connection, subject))
    }
  }
}
