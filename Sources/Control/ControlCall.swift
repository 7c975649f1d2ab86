import Foundation
import Runtime
import Synchronization

/// A connection to an instance's control socket, which a thread of its own serves.
final class ControlCall {
  /// What all calls answer from.
  final class Subject: Sendable {
    private let unit: LoadedUnit
    /// Maps are looked at by one call at a time.
    private let looking = Mutex(())
    let observer: InstanceObserver?
    let replacement: ReplacementService?

    init(_ unit: LoadedUnit, _ observer: InstanceObserver?, _ replacement: ReplacementService?) {
      self.unit = unit
      self.observer = observer
      self.replacement = replacement
    }

    /// Those of the version that gets packets.
    func withMaps(
      _ body: (MapService) throws(ControlError) -> Void
    ) throws(ControlError) {
      try looking.withLock { _ throws(ControlError) in
        guard let controller = replacement?.controller else { return try body(MapService(unit)) }
        try controller.whileNothingIsDestroyed { () throws(ControlError) in
          try body(MapService(controller.unit))
        }
      }
    }
  }

  private final class Progress: Sendable {
    let isOver = Atomic<Bool>(false)
  }

  /// Another one for the connection than that which the serving thread closes.
  private let descriptor: Int32
  private let progress = Progress()
  private let thread: WorkerThread

  /// Takes the connection over.
  init(_ connection: Int32, _ subject: Subject) {
    descriptor = dup(connection)
    thread = WorkerThread { [progress] in
      Self.serve(connection, subject)
      progress.isOver.store(true, ordering: .releasing)
    }
  }

  deinit {
    // The serving thread may be waiting for the other side.
    if descriptor >= 0 { shutdown(descriptor, Int32(SHUT_RDWR)) }
    thread.join()
    if descriptor >= 0 { close(descriptor) }
  }

  var isOver: Bool { progress.isOver.load(ordering: .acquiring) }

  private static func serve(_ connection: Int32, _ subject: Subject) {
    var socket = LineSocket(connection)
    var instance = InstanceService(subject.observer)
    do throws(ControlError) {
      while let request = try socket.receive(ControlRequest.self) {
        if case .replace(let program, let fate) = request {
          try ReplacementService.replace(with: program, fate, by: subject.replacement, socket)
        } else if case .versions = request {
          try socket.send(ReplacementService.versions(of: subject.replacement))
        } else if let answer = instance.answer(request) {
          try socket.send(answer)
        } else {
          try answer(request, subject, socket)
        }
      }
    } catch {
      // Whoever called is gone, or says what nobody understands: the next one may do better.
      try? socket.send(ControlAnswer.failed(reason: "\(error)"))
    }
  }

  private static func answer(
    _ request: ControlRequest, _ subject: Subject, _ socket: borrowing LineSocket
  ) throws(ControlError) {
    var answers: [ControlAnswer] = []
    try subject.withMaps { service throws(ControlError) in
      try service.answer(request) { answer throws(ControlError) in answers.append(answer) }
    }
    for answer in answers { try socket.send(answer) }
  }
}
