import Foundation
import NetStack
import Testing

/// How fast octets arrive, by loss, delay and buffers, in virtual time on a path of any bandwidth: a golden table, and bounds
/// that it has to keep within.
struct ThroughputTests {
  struct Case: CustomStringConvertible {
    var algorithm: TCPConfiguration.CongestionAlgorithm
    /// In per cent.
    var loss: Int
    /// One way, in microseconds.
    var delay: UInt64
    var bufferByteCount: Int

    var description: String {
      "\(algorithm) \(loss) % \(Double(delay) / 1000) ms \(bufferByteCount >> 10) K"
    }
  }

  static let cases = TCPConfiguration.CongestionAlgorithm.allCases.flatMap { algorithm in
    [0, 1, 5, 20].flatMap { loss in
      [100, 10_000, 100_000].flatMap { delay in
        [16, 256, 1024].map {
          Case(algorithm: algorithm, loss: loss, delay: delay, bufferByteCount: $0 << 10)
        }
      }
    }
  }

  private static let octetCount = 2_000_000
  private static let octets = TransferTests.octets(octetCount, seed: 1)
  private static let seconds: UInt64 = 300

  /// Octets a second: the middle one of several runs, since few losses in a row, each of which doubles the timeout, can take
  /// most of a run's time.
  static func measure(_ condition: Case) -> Double {
    let seeds = condition.loss == 0 ? 1...1 : 1...3 as ClosedRange<UInt64>
    let rates = seeds.map { measure(condition, seed: $0) }.sorted()
    return rates[rates.count / 2]
  }

  private static func measure(_ condition: Case, seed: UInt64) -> Double {
    var configuration = TCPConfiguration()
    configuration.congestion = condition.algorithm
    configuration.sendBufferByteCount = condition.bufferByteCount
    configuration.receiveBufferByteCount = condition.bufferByteCount
    configuration.retransmissionCountMax = 40
    configuration.synRetransmissionCountMax = 40
    var pair = TestPair(
      client: configuration, server: configuration,
      path: Path(loss: condition.loss, delay: condition.delay * 1000), seed: seed)
    let begin = pair.now
    var (written, end) = (0, begin)
    pair.run(until: begin + seconds * 1_000_000_000) { pair in
      if pair.client.connection.state == .established, written < octets.count {
        written += pair.client.write(octets[written...])
      }
      pair.server?.readAll()
      if (pair.server?.read.count ?? 0) < octetCount { end = pair.now }
    }
    let got = pair.server?.read.count ?? 0
    return Double(got) / (Double(end - begin) / 1e9)
  }

  /// Mathis, Semke, Mahdavi and Ott, 1997: 1.22 segments a round trip, by the root of the loss.
  static func mathis(_ condition: Case) -> Double {
    1448 / (2 * Double(condition.delay) / 1e6) * 1.22 / (Double(condition.loss) / 100).squareRoot()
  }

  @Test
  func table() throws {
    var lines = ["// algorithm, loss each way, delay one way, buffers: KiB/s"]
    for condition in Self.cases {
      let rate = Self.measure(condition)
      lines.append("\(condition): \(Int(rate / 1024))")
      Self.check(condition, rate)
    }
    let text = lines.joined(separator: "\n") + "\n"
    let file = PacketScriptTests.folder.appending(path: "throughput.txt")
    let known = try? String(contentsOf: file, encoding: .utf8)
    if known != text, ProcessInfo.processInfo.environment["BATON_WRITE_REPORTS"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let isKnown = known == text
    #expect(isKnown, "set BATON_WRITE_REPORTS, run this again, and look at what changed")
  }

  /// Nothing is faster than a window a round trip; where nothing is lost, that is nearly reached once it has been opened; and
  /// NewReno keeps near the formula where losses are few; the first slow start, of which that knows nothing, makes it faster.
  static func check(_ condition: Case, _ rate: Double) {
    let roundTrip = 2 * Double(condition.delay) / 1e6
    let window = Double(condition.bufferByteCount) / roundTrip
    #expect(rate <= 1.01 * window, "\(condition): \(rate)")
    if condition.loss == 0 {
      let opening = 12 * roundTrip + Double(octetCount) / window
      #expect(rate >= 0.8 * Double(octetCount) / opening, "\(condition): \(rate)")
    }
    let formula = mathis(condition)
    if condition.loss == 1, condition.algorithm == .newReno, condition.delay > 100 {
      let bound = min(formula, window)
      #expect((0.4...2.5).contains(rate / bound), "\(condition): \(rate) by \(bound)")
    }
  }
}
