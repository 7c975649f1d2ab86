import CLinux
import Foundation
import Maps
import Runtime
import Synchronization

/// The control socket of a running instance: lets its owner look at maps, and change them, while workers
/// run. A thread of its own serves one connection after the other.
///
/// ```swift
/// let server = try ControlServer(path: path, unit)
/// defer { server.stop() }
/// ```
public final class ControlServer {
  public let path: String
  private let line: Line
  private var thread: WorkerThread?

  /// What the serving thread and ``stop()`` both use.
  private final class Line: Sendable {
    let listener: Int32
    let isStopping = Atomic<Bool>(false)
    /// The connection that is being served; −1 for none.
    let connection = Atomic<Int32>(-1)

    init(listener: Int32) { self.listener = listener }
  }

  /// Listens at `path`, which only the user who runs this may connect to.
  ///
  /// - Throws: `ControlError`, also when another instance listens there.
  public init(path: String, _ unit: LoadedUnit) throws(ControlError) {
    self.path = path
    let listener = unsafe linux_unix_listen(path)
    guard listener >= 0 else { throw ControlError(at: path, errno: -listener) }
    line = Line(listener: listener)
    let definitions = unit.verified.unit.image.maps
    let service = MapService(maps: zip(definitions, unit.maps).map { ($0.name, $1) })
    thread = WorkerThread { [line] in
      while !line.isStopping.load(ordering: .acquiring) { Self.serve(line, service) }
    }
  }

  deinit { stop() }

  /// Takes no more calls, and removes the socket.
  public func stop() {
    guard let thread else { return }
    self.thread = nil
    line.isStopping.store(true, ordering: .sequentiallyConsistent)
    // Both calls that the thread may be waiting in return.
    shutdown(line.listener, Int32(SHUT_RDWR))
    let connection = line.connection.load(ordering: .sequentiallyConsistent)
    if connection >= 0 { shutdown(connection, Int32(SHUT_RDWR)) }
    thread.join()
    close(line.listener)
    unsafe _ = unlink(path)
  }

  private static func serve(_ line: Line, _ service: MapService) {
    let descriptor = accept(line.listener, nil, nil)
    guard descriptor >= 0 else { return }
    var socket = LineSocket(descriptor)
    line.connection.store(descriptor, ordering: .sequentiallyConsistent)
    defer { line.connection.store(-1, ordering: .sequentiallyConsistent) }
    do {
      while !line.isStopping.load(ordering: .sequentiallyConsistent),
        let request = try socket.receive(ControlRequest.self)
      {
        try service.answer(request) { answer throws(ControlError) in try socket.send(answer) }
      }
    } catch {
      // Whoever called is gone, or says what nobody understands: the next one may do better.
      try? socket.send(ControlAnswer.failed(reason: "\(error)"))
    }
  }
}
