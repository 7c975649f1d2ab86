import NetStack
import PacketScripts
import SeededNumbers
import Testing
import Wire

/// The packets of a flow come to the stack in the order in which they came in, whoever carries them.
struct FlowLaneTests {
  private static let flows: [LaneFlow] = [
    .ipv4(protocolNumber: IPProtocol.tcp, port: 1, optionWordCount: 0),
    .ipv4(protocolNumber: IPProtocol.tcp, port: 2, optionWordCount: 3),
    .ipv4(protocolNumber: IPProtocol.udp, port: 3, optionWordCount: 0),
    .ipv4Fragments(protocolNumber: IPProtocol.udp), .ipv6(protocolNumber: IPProtocol.tcp, port: 1),
    .ipv6(protocolNumber: IPProtocol.udp, port: 2), .ipv6BehindOptions,
    .icmp, .arp, .garbage, .cutOff,
  ]

  /// Flows, and one more that falls into the lane of the first.
  private static func flowsThatShare(seed: UInt64) -> [LaneFlow] {
    let other = (10...UInt16.max).lazy.map {
      LaneFlow.ipv4(protocolNumber: IPProtocol.udp, port: $0, optionWordCount: 0)
    }.first { LaneRun.share(flows[0], $0, seed: seed) }
    return flows + (other.map { [$0] } ?? [])
  }

  @Test(arguments: 0..<40)
  func packetsOfAFlowStayInOrder(_ number: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    let flows = number % 2 == 0 ? Self.flows : Self.flowsThatShare(seed: seed)
    #expect(flows.count == Self.flows.count + number % 2, "seed \(seed)")
    var run = LaneRun(flows, seed: seed)
    for _ in 0..<2000 { run.step() }
    if number % 4 < 2 { run.finish() } else { run.tearDown() }
    let complaint = run.complaint
    #expect(complaint == nil, "seed \(seed)")
    let (received, waited) = (run.receivedCount, run.waitedCount)
    #expect(received > 500 && waited > 50, "seed \(seed)")
  }

  /// Each in its own lane, but for few.
  @Test func differentFlowsDoNotWaitForEachOther() {
    let seed = UInt64.random(in: 0...UInt64.max)
    let first = Self.flows[0]
    let sharing = (100..<1100).count { port in
      LaneRun.share(
        first, .ipv4(protocolNumber: IPProtocol.tcp, port: port, optionWordCount: 0), seed: seed)
    }
    #expect(sharing < 12, "seed \(seed)")
    #expect(LaneRun.share(first, first, seed: seed))
    for flow in Self.flows {
      #expect(LaneRun.share(flow, flow, seed: seed) == flow.isOrdered, "\(flow), seed \(seed)")
    }
  }

  /// Nor do those of many hosts that choose their ports.
  @Test(arguments: [0, 1, 123, 80 << 8] as [UInt16])
  func hostsThatUseOnePortHaveLanesOfTheirOwn(_ port: UInt16) {
    let seed = UInt64.random(in: 0...UInt64.max)
    let sharing = (2..<255).count { host in
      LaneRun.share(.neighbor(1, port: port), .neighbor(host, port: port), seed: seed)
    }
    #expect(sharing < 8, "seed \(seed)")
  }

  /// Which flows share a lane is a secret.
  @Test func lanesDependOnTheSeed() {
    let seed = UInt64.random(in: 0...UInt64.max)
    let pair = Self.flowsThatShare(seed: seed)
    guard let other = pair.last, pair.count > Self.flows.count else {
      Issue.record("no flow shares a lane, seed \(seed)")
      return
    }
    var random = SeededGenerator(seed: seed)
    let sharing = (0..<1000).count { _ in
      LaneRun.share(pair[0], other, seed: random.next())
    }
    #expect(sharing < 12, "seed \(seed)")
  }
}
