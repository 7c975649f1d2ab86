import NetStack
import Wire

/// Runs a script against a host, in virtual time.
public struct ScriptRunner {
  let script: PacketScript
  let host: TestHost
  var peer: ScriptPeer
  var now: UInt64 = 1_000_000_000
  /// How much earlier or later than a script says a segment may be sent. Two milliseconds: the timers' wheel turns in steps of one.
  var tolerance: UInt64 = 2_000_000
  /// What the host has sent and no line has spoken of yet.
  var sent: [(time: UInt64, segment: ScriptSegment)] = []
  /// The same, in a script of frames.
  private var sentFrames: [(time: UInt64, text: String)] = []
  private let hasFrames: Bool
  var line = 0
  var listener: SocketReference?
  var socket: SocketReference?
  /// Where the streams are that the user writes and reads.
  var written = 1
  var read = 1
  /// All that went either way, for failures.
  var trace: [String] = []

  /// Throws what the host does otherwise than the script says. `bySteps`: it takes its packets step by step, as far as that goes.
  public static func run(
    _ script: PacketScript, over family: ScriptFamily, bySteps: Bool = false
  ) throws(ScriptFailure) {
    var runner = try ScriptRunner(script, family, bySteps: bySteps)
    for line in script.lines { try runner.run(line) }
    try runner.expectNothing()
  }

  /// Segments are as large over either version: the MTU is larger where the header is.
  private static func configuration(_ family: ScriptFamily) -> HostConfiguration {
    var configuration = HostConfiguration(
      hardwareAddress: ScriptPeer.hostHardware, address: family == .v4 ? ScriptAddress.host : .any,
      v6: family == .v6
        ? IPv6Configuration(address: ScriptAddress.host6, reportsGroups: false) : nil,
      mtu: family == .v4 ? 1500 : 1520, socketLimit: 64, blockLimit: 1024,
      secret: (0x0123_4567_89ab_cdef, 0xfeed))
    configuration.tcp.maximumSegmentSize = 1460
    return configuration
  }

  private init(
    _ script: PacketScript, _ family: ScriptFamily, bySteps: Bool
  ) throws(ScriptFailure) {
    self.script = script
    peer = ScriptPeer(family)
    hasFrames = script.lines.contains { line in
      switch line.action {
      case .arrivesFrame, .sendsFrame: true
      default: false
      }
    }
    var configuration = Self.configuration(family)
    for option in script.options {
      guard
        configuration.take(option.name, option.value)
          || Self.take(option.name, option.value, &tolerance)
      else {
        throw ScriptFailure(
          file: script.name, line: option.number, message: "no such option: \(option.name)")
      }
    }
    host = TestHost(configuration, at: now)
    host.refill()
    if bySteps { host.takesSteps() }
    guard !hasFrames else { return }
    try deliver(peer.introduction())
    try collect()
  }

  private static func take(_ name: String, _ value: String, _ tolerance: inout UInt64) -> Bool {
    guard name == "tolerance", let time = PacketScript.time("+" + value) else { return false }
    tolerance = time
    return true
  }

  private mutating func run(_ line: PacketScript.Line) throws(ScriptFailure) {
    self.line = line.number
    switch line.action {
    case .sends(let segment): return try expect(segment, at: now + line.delay)
    case .sendsFrame(let text): return try expect(text, at: now + line.delay)
    default: break
    }
    try advance(to: now + line.delay)
    try expectNothing()
    switch line.action {
    case .arrives(let segment):
      trace.append("\(seconds(now)) < \(segment)")
      try deliver(peer.frame(segment))
    case .arrivesError(let error): try deliver(peer.frame(error))
    case .arrivesFrame(let frame): try deliver(frame)
    case .user(let call): try perform(call)
    case .sends, .sendsFrame: break
    }
    try collect()
  }

  func fail(_ message: String) -> ScriptFailure {
    let last = trace.suffix(12).joined(separator: "\n  ")
    return ScriptFailure(file: script.name, line: line, message: "\(message)\n  \(last)")
  }

  func seconds(_ time: UInt64) -> String {
    "\(Double((time - 1_000_000_000) / 10_000) / 100_000)"
  }

  // MARK: Time

  private mutating func advance(to time: UInt64) throws(ScriptFailure) {
    try collect()
    while let next = host.stack.deadline, next <= time {
      now = max(now, next)
      host.stack.fire(at: now)
      try collect()
    }
    now = max(now, time)
  }

  private mutating func deliver(_ frame: [UInt8]) throws(ScriptFailure) {
    guard let packet = host.packets.take(frame) else { throw fail("the host keeps all packets") }
    host.receive(packet, at: now)
  }

  /// Takes what the host sends now.
  mutating func collect() throws(ScriptFailure) {
    for frame in host.takeFrames(at: now) {
      guard !hasFrames else {
        sentFrames.append((now, ScriptFrameText.text(of: frame)))
        continue
      }
      switch peer.hear(frame) {
      case .segment(let segment):
        trace.append("\(seconds(now)) > \(segment)")
        sent.append((now, segment))
      case .asksForUs:
        try deliver(peer.advertisement())
        try collect()
      case .answersUs: break
      case .wrong(let what): throw fail("the host sends what no script has: \(what)")
      }
    }
  }

  // MARK: Expectations

  private func expectNothing() throws(ScriptFailure) {
    if let first = sentFrames.first {
      throw fail("nothing was to be sent, got at \(seconds(first.time)): \(first.text)")
    }
    guard let first = sent.first else { return }
    throw fail("nothing was to be sent, got at \(seconds(first.time)): \(first.segment)")
  }

  private mutating func expect(_ text: String, at time: UInt64) throws(ScriptFailure) {
    while sentFrames.isEmpty, let next = host.stack.deadline, next <= time + tolerance {
      try advance(to: next)
    }
    guard !sentFrames.isEmpty else {
      throw fail("expected at \(seconds(time)): \(text), got nothing")
    }
    let got = sentFrames.removeFirst()
    guard got.time + tolerance >= time, got.time <= time + tolerance, got.text == text else {
      throw fail(
        "expected at \(seconds(time)): \(text)\n  got at \(seconds(got.time)): \(got.text)")
    }
    now = max(now, got.time)
  }

  private mutating func expect(_ segment: ScriptSegment, at time: UInt64) throws(ScriptFailure) {
    while sent.isEmpty, let next = host.stack.deadline, next <= time + tolerance {
      try advance(to: next)
    }
    guard !sent.isEmpty else {
      throw fail("expected at \(seconds(time)): \(segment), got nothing")
    }
    var got = sent.removeFirst()
    got.segment.options = peer.setClock(segment.options, got.segment.options)
    let isInTime = got.time + tolerance >= time && got.time <= time + tolerance
    guard isInTime, segment.matches(got.segment) else {
      throw fail(
        "expected at \(seconds(time)): \(segment)\n  got at \(seconds(got.time)): \(got.segment)")
    }
    now = max(now, got.time)
  }
}
