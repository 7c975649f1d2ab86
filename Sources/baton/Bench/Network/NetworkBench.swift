import ArgumentParser
import Foundation

/// The network's figures: what packets, requests and connections cost, and services beside those that others use.
struct NetworkBench {
  let folder: URL
  let repetitions: Int
  /// The hosts' program.
  let program: String

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case echo, receive, packets, requests, allocations, bulk, connections, redis, http
  }

  /// No thread is left of a part when the next one begins: each that runs others' programs may take signals for itself.
  func rows(_ parts: [Part]) throws -> [BenchRow] { try parts.flatMap(rows(of:)) }

  private func rows(of part: Part) throws -> [BenchRow] {
    switch part {
    case .echo:
      try EchoBench(
        folder: folder, repetitions: repetitions,
        bars: EchoBench.Bars(native: 1.1, kernel: 0.75)
      ).rows(StopSignals())
    case .receive: try ReceiveBench(folder: folder, repetitions: repetitions).rows()
    case .packets: try PipelineBench(repetitions: repetitions).rows(bar: .atMost(100))
    case .requests: try RequestBench(program: program, repetitions: repetitions).rows()
    case .allocations: try AllocationBench(folder: folder, program: program).rows()
    case .bulk: try BulkBench(repetitions: repetitions).rows()
    case .connections: try ConnectionBench(program: program, repetitions: repetitions).rows()
    case .redis: try services(.redis)
    case .http: try services(.http)
    }
  }

  private func services(_ load: ServiceLoad) throws -> [BenchRow] {
    try ServiceBench(
      folder: folder, program: program, repetitions: repetitions,
      signals: StopSignals()
    )
    .rows(load)
  }
}
