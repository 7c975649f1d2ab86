import NetStack
import Wire

/// Runs a script against a host, in virtual time.
public struct ScriptRunner {
  let script: PacketScript
  let host: TestHost
  var peer = ScriptPeer()
  var now: UInt64 = 1_000_000_000
  /// How much earlier or later than a script says a segment may be sent. Two milliseconds: the timers' wheel turns in steps of one.
  var tolerance: UInt64 = 2_000_000
  /// What the host has sent and no line has spoken of yet.
  var sent: [(time: UInt64, segment: ScriptSegment)] = []
  var line = 0
  var listener: SocketReference?
  var socket: SocketReference?
  /// Where the streams are that the user writes and reads.
  var written = 1
  var read = 1
  /// All that went either way, for failures.
  var trace: [String] = []

  /// Throws what the host does otherwise than the script says.
  public static func run(_ script: PacketScript) throws(ScriptFailure) {
    var runner = try ScriptRunner(script)
    for line in script.lines { try runner.run(line) }
    try runner.expectNothing()
  }

  private init(_ script: PacketScript) throws(ScriptFailure) {
    self.script = script
    var configuration = HostConfiguration(
      hardwareAddress: ScriptPeer.hostHardware, address: ScriptPeer.hostAddress, socketLimit: 64,
      blockLimit: 1024, secret: (0x0123_4567_89ab_cdef, 0xfeed))
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
    try deliver(ScriptPeer.arpReply())
  }

  private static func take(_ name: String, _ value: String, _ tolerance: inout UInt64) -> Bool {
    guard name == "tolerance", let time = PacketScript.time("+" + value) else { return false }
    tolerance = time
    return true
  }

  private mutating func run(_ line: PacketScript.Line) throws(ScriptFailure) {
    self.line = line.number
    if case .sends(let segment) = line.action {
      return try expect(segment, at: now + line.delay)
    }
    try advance(to: now + line.delay)
    try expectNothing()
    switch line.action {
    case .arrives(let segment):
      trace.append("\(seconds(now)) < \(segment)")
      try deliver(peer.frame(segment))
    case .arrivesError(let error): try deliver(peer.frame(error))
    case .user(let call): try perform(call)
    case .sends: break
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
    host.stack.receive(packet, at: now)
  }

  /// Takes what the host sends now.
  mutating func collect() throws(ScriptFailure) {
    for frame in host.takeFrames(at: now) {
      switch peer.hear(frame) {
      case .segment(let segment):
        trace.append("\(seconds(now)) > \(segment)")
        sent.append((now, segment))
      case .asksForUs:
        try deliver(ScriptPeer.arpReply())
        try collect()
      case .wrong(let what): throw fail("the host sends what no script has: \(what)")
      }
    }
  }

  // MARK: Expectations

  private func expectNothing() throws(ScriptFailure) {
    guard let first = sent.first else { return }
    throw fail("nothing was to be sent, got at \(seconds(first.time)): \(first.segment)")
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
