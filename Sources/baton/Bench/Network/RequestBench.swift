/// What a request costs a host on the memory device: a segment comes in, the service answers, a segment goes out.
struct RequestBench {
  /// The host's program.
  let program: String
  let repetitions: Int

  private static let (connectionCount, roundCount) = (64, 2000)

  func rows() throws -> [BenchRow] {
    progress("requests over TCP on the memory device")
    return [
      try row(.echo(byteCount: 64, connectionCount: Self.connectionCount), bar: .atMost(500)),
      try row(.get(connectionCount: Self.connectionCount), bar: nil),
    ]
  }

  private func row(_ load: RequestLoad, bar: BenchRow.Bar?) throws -> BenchRow {
    let host = try SteppedHost(program: program, load)
    _ = try host.measure(rounds: Self.roundCount / 10)
    var costs: [Double] = []
    for _ in 0..<repetitions { costs.append(try host.measure(rounds: Self.roundCount)) }
    return BenchRow("TCP request, CPU, memory device (\(load.name))", median(costs), "ns", bar: bar)
  }
}
