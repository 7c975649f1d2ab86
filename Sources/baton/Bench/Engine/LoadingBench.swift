import Foundation
import ObjectFile
import Runtime
import Verifier

/// How long it takes until an object that was read is ready to run, step by step.
struct LoadingBench {
  let folder: URL
  let repetitions: Int

  /// Loads of one repetition.
  private static let loadCount = 20

  func rows() throws -> [BenchRow] {
    progress("loading a large program")
    let object = folder.appending(path: "large.o").path
    try build("\(EngineBench.sources("loading"))/large.c", to: object)
    guard let bytes = FileManager.default.contents(atPath: object).map({ [UInt8]($0) }) else {
      throw BadInput("\(object): no such file")
    }
    let times = try (0..<repetitions).map { _ in try Self.mean(of: Self.loadCount, bytes) }
    let count = try ProgramImage(parsing: bytes).instructions.count
    let engine = median(times.map(\.engine))
    return [
      BenchRow("read \(count) instructions", median(times.map(\.image)), "ms"),
      BenchRow("verify them", median(times.map(\.verdict)), "ms"),
      BenchRow(
        "compile them", Double(count) / engine / 1000, "M/s", bar: .atLeast(5)),
      BenchRow(
        "all that, ready to run", median(times.map(\.total)), "ms", bar: .atMost(5)),
    ]
  }

  /// Milliseconds of the processor's time.
  private struct Times {
    var image = 0.0
    var verdict = 0.0
    var engine = 0.0

    var total: Double { image + verdict + engine }
  }

  private static func mean(of count: Int, _ bytes: [UInt8]) throws -> Times {
    var times = Times()
    for _ in 0..<count {
      let image = try timed(&times.image) { try ProgramImage(parsing: bytes) }
      let verified = try timed(&times.verdict) {
        try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton))
      }
      _ = try timed(&times.engine) {
        try LoadedUnit(verified, engine: .jit, workerCount: 1, seed: 1)
      }
    }
    let share = 1 / Double(count)
    return Times(
      image: times.image * share, verdict: times.verdict * share, engine: times.engine * share)
  }

  private static func timed<Result>(
    _ milliseconds: inout Double, _ body: () throws -> Result
  ) rethrows -> Result {
    let begin = clock()
    defer { milliseconds += Double(clock() - begin) / 1000 }
    return try body()
  }
}
