import Foundation
import Glibc

/// A program that asks something of a server, and says at its end how that went.
struct ClientProcess {
  /// What it said.
  let output: String
  /// How long it ran, and how much of that it had of processors, in nanoseconds.
  let elapsed: UInt64
  let processorTime: UInt64

  /// Runs it to its end.
  ///
  /// - Throws: ``Refused`` where it fails, or where one of `signals` comes, which ends it.
  init(_ arguments: [String], _ signals: StopSignals) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = SystemTool.environment
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let processorBefore = Self.childrensTime
    let time = WorldTime()
    try process.run()
    while process.isRunning {
      guard case .stop(let signal) = signals.wait(seconds: 0.02) else { continue }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      throw Refused("stopped by \(signal.rawValue)")
    }
    elapsed = UInt64(time.seconds * 1e9)
    output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    processorTime = Self.childrensTime - processorBefore
    guard process.terminationStatus == 0 else {
      throw Refused("\(arguments.joined(separator: " ")): failed")
    }
  }

  /// Of all that were waited for.
  private static var childrensTime: UInt64 {
    var usage = rusage()
    // Filled in during the call.
    unsafe getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + UInt64($1.tv_sec) * 1_000_000_000 + UInt64($1.tv_usec) * 1000
    }
  }
}
