import Control
import Foundation
import Runtime
import Telemetry

/// The events of an instance, while they are recorded and until they are written. Nothing is looked at before the end,
/// to leave the workers their processors.
struct TraceRecording: ~Copyable {
  private var client: ControlClient
  private let header: ControlTrace
  private var batches: [TraceSession.Batch] = []
  private var eventCount = 0

  /// Workers have room for a hundred thousand events: at ten million a second, for ten milliseconds.
  private static let secondsBetween = 0.005

  /// Begins to record.
  init(_ target: MapCommand.Target) throws(BadInput) {
    var client = try target.connect()
    guard case .tracing(let header) = try Self.ask(&client, .trace) else {
      throw BadInput("an answer of another kind")
    }
    self.client = client
    self.header = header
  }

  /// Records for some time, or until a signal comes or there is enough.
  mutating func record(
    seconds: Double, eventCountMax: Int, _ signals: StopSignals
  ) throws(BadInput) {
    let begin = WorldTime()
    while begin.seconds < seconds, eventCount < eventCountMax {
      let isMore = try keep(.takeTrace)
      let pause = isMore ? 0 : max(0, min(Self.secondsBetween, seconds - begin.seconds))
      if case .stop = signals.wait(seconds: pause) { break }
    }
    _ = try keep(.endTrace)
  }

  /// Whether there probably is more.
  private mutating func keep(_ request: ControlRequest) throws(BadInput) -> Bool {
    guard case .events(let some) = try Self.ask(&client, request) else {
      throw BadInput("an answer of another kind")
    }
    for batch in some { eventCount += batch.octets.count / TraceEvent.byteCount }
    batches += some
    return some.contains(where: \.isFull)
  }

  private static func ask(
    _ client: inout ControlClient, _ request: ControlRequest
  ) throws(BadInput) -> ControlAnswer {
    do {
      return try client.ask(request)
    } catch {
      throw BadInput("\(error)")
    }
  }

  /// Writes all of it.
  func write(to output: OutputFile) throws -> TraceSummary {
    var file = TraceFile(header.names, workerCount: header.workerCount) { output.append($0) }
    var lost = Array(repeating: UInt64(0), count: header.workerCount)
    for batch in batches {
      batch.forEach { event in
        file.add(event, ofWorker: batch.worker, at: header.times.nanoseconds(at: event.ticks))
      }
      // What was lost found no room behind what this batch has.
      if batch.lost > lost[batch.worker] {
        file.addLoss(of: batch.lost - lost[batch.worker], onWorker: batch.worker)
        lost[batch.worker] = batch.lost
      }
    }
    file.finish()
    try output.finish()
    return TraceSummary(
      counts: file.counts, crossingCount: file.crossingCount, lost: lost.reduce(0, +),
      workerCount: header.workerCount)
  }
}
