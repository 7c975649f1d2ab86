import Foundation
import Runtime
import Synchronization

/// Replaces the program of an instance by one that somebody sends.
///
/// ```swift
/// let service = ReplacementService(runtime.controller) { program in
///   try verified(program)
/// }
/// ```
public struct ReplacementService: Sendable {
  /// Makes of what was sent a program that is proved.
  public typealias Replace =
    @Sendable (ControlProgram, SuspendedFate) throws -> VersionReport

  let controller: InstanceController
  private let replace: Replace

  /// `replace` verifies what it is given, and has `controller` replace the program by it. It runs on a thread of its own.
  public init(_ controller: InstanceController, replace: @escaping Replace) {
    self.controller = controller
    self.replace = replace
  }

  private enum Outcome {
    case report(VersionReport)
    case failure(String)
  }

  private static let pauseMicroseconds: UInt32 = 2_000
  /// The other side hangs up on who is silent for long.
  private static let noticeNanoseconds: UInt64 = 1_000_000_000

  /// Answers a request, and says now and then that it goes on.
  static func replace(
    with program: ControlProgram, _ fate: SuspendedFate, by service: ReplacementService?,
    _ socket: borrowing LineSocket
  ) throws(ControlError) {
    guard let service else { return try socket.send(unknown) }
    let outcome = OutcomeBox()
    let thread = WorkerThread {
      outcome.set(service.outcome(of: program, fate))
    }
    defer { thread.join() }
    var begin = DispatchTime.now().uptimeNanoseconds
    while true {
      if let outcome = outcome.value {
        switch outcome {
        case .report(let report): return try socket.send(ControlAnswer.versions(report))
        case .failure(let reason): return try socket.send(ControlAnswer.failed(reason: reason))
        }
      }
      usleep(pauseMicroseconds)
      let now = DispatchTime.now().uptimeNanoseconds
      guard now - begin > noticeNanoseconds else { continue }
      begin = now
      try socket.send(ControlAnswer.replacing(service.controller.report))
    }
  }

  private final class OutcomeBox: Sendable {
    private let outcome = Mutex<Outcome?>(nil)
    var value: Outcome? { outcome.withLock { $0 } }
    func set(_ value: Outcome) { outcome.withLock { $0 = value } }
  }

  private func outcome(of program: ControlProgram, _ fate: SuspendedFate) -> Outcome {
    do {
      return .report(try replace(program, fate))
    } catch {
      return .failure("\(error)")
    }
  }

  static func versions(of service: ReplacementService?) -> ControlAnswer {
    service.map { .versions($0.controller.report) } ?? unknown
  }

  private static var unknown: ControlAnswer {
    .failed(reason: "the program of the instance can't be replaced")
  }
}
