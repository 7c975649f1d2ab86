import CLinux
import Foundation
import Runtime

/// Talks to a running instance through its control socket.
public struct ControlClient: ~Copyable {
  private var socket: LineSocket

  /// - Throws: `ControlError` when nobody listens at `path`.
  public init(path: String) throws(ControlError) {
    let descriptor = unsafe linux_unix_connect(path)
    guard descriptor >= 0 else { throw ControlError(at: path, errno: -descriptor) }
    socket = LineSocket(descriptor)
  }

  /// The answer to a request that has one.
  public mutating func ask(_ request: ControlRequest) throws(ControlError) -> ControlAnswer {
    try socket.send(request)
    return try answer()
  }

  /// Calls `body` with all entries of a map.
  public mutating func dump(
    map: String, _ body: (ControlEntry) -> Void
  ) throws(ControlError) {
    try socket.send(ControlRequest.dump(map: map))
    while case .entries(let entries, let isLast) = try answer() {
      for entry in entries { body(entry) }
      if isLast { return }
    }
  }

  /// Replaces the program; calls `body` about once a second until that is done. What there is then.
  public mutating func replace(
    with program: ControlProgram, suspended fate: SuspendedFate, _ body: (VersionReport) -> Void
  ) throws(ControlError) -> VersionReport {
    try socket.send(ControlRequest.replace(program, suspended: fate))
    while true {
      switch try answer() {
      case .replacing(let report): body(report)
      case .versions(let report): return report
      default: throw ControlError("an answer of another kind")
      }
    }
  }

  private mutating func answer() throws(ControlError) -> ControlAnswer {
    guard let answer = try socket.receive(ControlAnswer.self) else {
      throw ControlError("the instance has closed the connection")
    }
    if case .failed(let reason) = answer { throw ControlError(reason) }
    return answer
  }
}
