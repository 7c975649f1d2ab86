import Foundation
import Telemetry
import Testing
import TraceChecking

/// Events as a file that others show.
@Suite struct TraceFileTests {
  private static let names = TraceNames(
    instance: "a \"name\"\n\\ with \u{1}", functions: ["path"], queues: ["lobby"],
    slabs: [
      .init(address: 0x1000, frameByteCount: 192, limit: 10),
      .init(address: 0x9000, frameByteCount: 192, limit: 10),
    ])

  /// What was written when `body` has added events.
  private func file(
    workerCount: Int = 2, _ body: (inout TraceFile) -> Void
  ) -> (text: String, check: TraceCheck) {
    var octets: [UInt8] = []
    var file = TraceFile(Self.names, workerCount: workerCount) { octets += $0 }
    body(&file)
    file.finish()
    return (String(decoding: octets, as: UTF8.self), TraceCheck(Data(octets)))
  }

  private func event(
    _ kind: TraceEvent.Kind, _ suspension: UInt32 = 0, origin: UInt16 = 0, frame: UInt64 = 0x10c0
  ) -> TraceEvent {
    TraceEvent(
      kind, ticks: 0, core: 3, frame: frame, generation: 7, suspension: suspension, origin: origin,
      number: [.suspend, .stash, .refuse].contains(kind) ? 1 : 0)
  }

  @Test func aWaitIsAnArrowBetweenTwoTracks() {
    let (text, check) = file { file in
      file.add(event(.spawn), ofWorker: 0, at: 1000)
      file.add(event(.resume), ofWorker: 0, at: 1100)
      file.add(event(.suspend, 1), ofWorker: 0, at: 1200)
      file.add(event(.stash, 1), ofWorker: 0, at: 1300)
      file.add(event(.migrate, 1), ofWorker: 1, at: 2001)
      file.add(event(.resume, 1), ofWorker: 1, at: 2002)
      file.add(event(.finish), ofWorker: 1, at: 2100)
    }
    #expect(check.complaints == [])
    #expect(check.phases == ["M": 3, "i": 3, "B": 3, "E": 3, "s": 1, "f": 1], "\(text)")
    #expect(check.arrowCount == 1 && check.crossingCount == 1)
    #expect(text.contains("\"ts\":2.002") && text.contains("\"coroutine\":\"0.1.7\",\"core\":3"))
    #expect(check.names["path"] == 2 && check.names["wait"] == 2 && check.names["lobby"] == 1)
  }

  /// Workers' events may come in any order among each other.
  @Test func theEndOfAWaitMayComeFirst() {
    let (_, check) = file { file in
      file.add(event(.resume, 9), ofWorker: 1, at: 500)
      file.add(event(.finish), ofWorker: 1, at: 600)
      file.add(event(.suspend, 9), ofWorker: 0, at: 400)
      file.add(event(.stash, 9), ofWorker: 0, at: 410)
    }
    #expect(check.complaints == [] && check.crossingCount == 1)
  }

  /// A recording begins and ends anywhere, and events may be missing: what is written is whole all the same.
  @Test func anyEventsMakeAWholeFile() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var log: [String] = []
      let (_, check) = file { file in
        var time: UInt64 = 0
        var suspensions: [UInt32] = [0, 0]
        for _ in 0..<60 {
          time += .random(in: 0..<3000, using: &random)
          let worker = Int.random(in: 0..<2, using: &random)
          let kind = TraceEvent.Kind.allCases.randomElement(using: &random)!
          if [.suspend, .preempt].contains(kind) { suspensions[worker] += 1 }
          log.append("\(kind) on \(worker)")
          file.add(
            event(kind, kind == .resume ? 0 : suspensions[worker], origin: UInt16(worker)),
            ofWorker: worker, at: time)
          if Int.random(in: 0..<10, using: &random) == 0 { file.addLoss(of: 5, onWorker: worker) }
        }
      }
      #expect(check.complaints == [], "\(log)")
    }
  }

  /// Processors' clocks may be apart: time goes forward on a track and along an arrow all the same.
  @Test func timeNeverGoesBack() {
    let (text, check) = file { file in
      file.add(event(.resume), ofWorker: 0, at: 5000)
      file.add(event(.suspend, 1), ofWorker: 0, at: 4000)
      file.add(event(.stash, 1), ofWorker: 0, at: 6000)
    }
    #expect(check.complaints == [], "\(text)")
  }

  @Test func octetsAreReadAsTheyAreWritten() throws {
    let event = TraceEvent(
      .migrate, ticks: 0x0102_0304_0506_0708, core: 0xfff, frame: 0x1122_3344_5566_7788,
      generation: 0x99aa_bbcc, suspension: 0xddee_ff00, origin: 0x1234, number: 0x5678)
    let octets = unsafe withUnsafeBytes(of: event) { unsafe Array($0) }
    #expect(octets.count == TraceEvent.byteCount)
    #expect(TraceEvent(octets.span, at: 0) == event)
    #expect(TraceEvent(octets.span, at: 1) == nil)
    var damaged = octets
    damaged[30] = 200
    #expect(TraceEvent(damaged.span, at: 0) == nil)
  }

  /// The check itself finds what it is for.
  @Test(arguments: [
    ("{}", "no JSON object"), ("{\"traceEvents\":[{\"ph\":\"B\",\"pid\":1}]}", "ph, pid and tid"),
    (Self.events("{\"ph\":\"E\",\"pid\":1,\"tid\":1,\"ts\":1}"), "ends what was not begun"),
    (
      Self.events(Self.slice + ",{\"ph\":\"i\",\"pid\":1,\"tid\":1,\"ts\":9,\"name\":\"x\"}"),
      "scope"
    ),
    (Self.events(Self.begin), "open slices"),
    (Self.events(Self.slice + "," + Self.begin(at: 4) + Self.end), "time goes back"),
    (Self.events(Self.slice + "," + Self.arrow("s", at: 6)), "has no end"),
    (Self.events(Self.slice + "," + Self.arrow("f", at: 6)), "has no beginning"),
    (
      Self.events(Self.slice + "," + Self.arrow("s", at: 7) + "," + Self.arrow("f", at: 6)),
      "back in time"
    ),
    (
      Self.events(Self.slice + "," + Self.arrow("s", at: 6) + "," + Self.arrow("f", at: 60)),
      "in no slice"
    ),
  ]) func wrongFilesAreSeen(_ text: String, _ reason: String) {
    let check = TraceCheck(Data(text.utf8))
    #expect(check.complaints.contains { $0.contains(reason) }, "\(text): \(check.complaints)")
  }

  private static func events(_ text: String) -> String { "{\"traceEvents\":[\(text)]}" }
  private static let begin = begin(at: 5)
  private static func begin(at time: Int) -> String {
    "{\"ph\":\"B\",\"pid\":1,\"tid\":1,\"ts\":\(time),\"name\":\"x\",\"cat\":\"c\"}"
  }
  private static let end = ",{\"ph\":\"E\",\"pid\":1,\"tid\":1,\"ts\":8}"
  private static let slice = begin + end
  private static func arrow(_ phase: String, at time: Int) -> String {
    "{\"ph\":\"\(phase)\",\"pid\":1,\"tid\":1,\"ts\":\(time),\"name\":\"x\",\"cat\":\"c\",\"id\":3,\"bp\":\"e\"}"
  }
}
