import Foundation
import Runtime
import Telemetry
import World

/// What is said over the control socket of a running instance: one JSON object a line, a request and then
/// its answers.
public enum ControlRequest: Codable, Equatable, Sendable {
  /// The maps there are.
  case maps
  /// All entries of a map.
  case dump(map: String)
  case lookUp(map: String, key: Data)
  case update(map: String, key: Data, value: Data)
  case delete(map: String, key: Data)
  /// What workers, queues and coroutines do.
  case load
  /// Begins to record what happens to coroutines, until the call ends or says so.
  case trace
  /// What was recorded since.
  case takeTrace
  case endTrace
  /// Into a queue or stack; out of it.
  case push(map: String, value: Data)
  case pop(map: String)
  /// Which versions of the program there are.
  case versions
  /// Replaces the program.
  case replace(ControlProgram, suspended: SuspendedFate)
}

public enum ControlAnswer: Codable, Equatable, Sendable {
  case maps([ControlMap])
  /// Some entries; `isLast` says whether more answers follow.
  case entries([ControlEntry], isLast: Bool)
  /// Nil where there is none.
  case value(Data?)
  case load(InstanceLoad)
  case tracing(ControlTrace)
  /// Of each worker some; there may be more.
  case events([TraceSession.Batch])
  case versions(VersionReport)
  /// It goes on; the answer follows.
  case replacing(VersionReport)
  case done
  case failed(reason: String)
}

/// A program as whoever wants it to run has it: the instance verifies it.
public struct ControlProgram: Codable, Equatable, Sendable {
  /// Where it comes from, for messages.
  public var name: String
  /// An object file.
  public var object: Data
  /// `NAME=VALUE`, of global variables.
  public var values: [String]

  public init(name: String, object: Data, values: [String]) {
    self.name = name
    self.object = object
    self.values = values
  }
}

/// A map of the instance.
public struct ControlMap: Codable, Equatable, Sendable {
  public var name: String
  /// Linux's number of its type.
  public var type: UInt32
  /// In octets, as are values.
  public var keyByteCount: Int
  /// On this side: of all workers, where each has its own.
  public var valueByteCount: Int
  public var maxEntries: Int
  public var count: Int
}

public struct ControlEntry: Codable, Equatable, Sendable {
  public var key: Data
  public var value: Data
}

/// What one has to know to read the events of a trace.
public struct ControlTrace: Codable, Equatable, Sendable {
  public var names: TraceNames
  public var times: TickScale
  public var workerCount: Int
}

/// Why an instance can't be reached, or doesn't understand.
public struct ControlError: Error, Equatable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }

  init(at path: String, errno: Int32) {
    description = unsafe "\(path): \(String(cString: strerror(errno)))"
  }
}
