import Foundation

/// What single things cost in JITed code: a program that does nothing, and lookups, as the difference
/// between a loop with them and the same loop without.
struct CostBench {
  let folder: URL
  let repetitions: Int

  /// As the loops of costs.c have it.
  private static let lookupCount = 2000.0

  func rows() throws -> [BenchRow] {
    progress("entering a program, looking up in maps")
    let source = "\(EngineBench.sources("costs"))/costs.c"
    let subject = try EngineSubject(source: source, in: folder)
    return [
      BenchRow(
        "enter and leave a program", cost(of: "nothing", in: subject, count: 1_000_000), "ns",
        bar: .atMost(10)),
      BenchRow(
        "array lookup", lookupCost(in: subject, "array_lookups", "array_loop"), "ns",
        bar: .atMost(2)),
      BenchRow(
        "hash lookup, hit among 10,000", lookupCost(in: subject, "hash_lookups", "hash_loop"),
        "ns", bar: .atMost(20)),
    ]
  }

  private func cost(of program: String, in subject: EngineSubject, count: Int) -> Double {
    median((0..<repetitions).map { _ in subject.run(program, on: .jit, count: count).nanoseconds })
  }

  private func lookupCost(
    in subject: EngineSubject, _ lookups: String, _ loop: String
  ) -> Double {
    median(
      (0..<repetitions).map { _ in
        let with = subject.run(lookups, on: .jit, count: 1000).nanoseconds
        let without = subject.run(loop, on: .jit, count: 1000).nanoseconds
        return (with - without) / Self.lookupCount
      })
  }
}
