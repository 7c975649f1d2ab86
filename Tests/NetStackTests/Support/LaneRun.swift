import NetStack
import PacketScripts
import SeededNumbers

/// Packets that enter lanes, are carried anywhere, and come to the stack, or don't, in any order.
struct LaneRun: ~Copyable {
  /// A packet that stands in a lane, or in none.
  private struct Entry {
    var packet: PacketReference
    var flow: LaneFlow
    var number: Int
  }

  private var lanes: FlowLanes
  private let packets = TestPackets(count: 64)
  private var random: SeededGenerator
  /// For each flow those with which it shares its lane, itself included.
  private let neighbors: [LaneFlow: Set<LaneFlow>]
  private let flows: [LaneFlow]
  /// Somebody carries them.
  private var carried: [Entry] = []
  private var waiting: [Entry] = []
  private var enteredCount = 0
  private(set) var receivedCount = 0
  private(set) var waitedCount = 0
  private(set) var complaint: String?

  init(_ flows: [LaneFlow], seed: UInt64) {
    self.flows = flows
    random = SeededGenerator(seed: seed)
    lanes = FlowLanes(seed: seed)
    var neighbors: [LaneFlow: Set<LaneFlow>] = [:]
    for flow in flows where flow.isOrdered {
      neighbors[flow] = Set(flows.filter { Self.share(flow, $0, seed: seed) })
    }
    self.neighbors = neighbors
  }

  /// Whether a packet of one flow waits for one of another.
  static func share(_ one: LaneFlow, _ other: LaneFlow, seed: UInt64) -> Bool {
    let packets = TestPackets(count: 2)
    var lanes = FlowLanes(seed: seed)
    guard let first = packets.take(one.frame(0)), let second = packets.take(other.frame(1)) else {
      preconditionFailure("there are two packets")
    }
    lanes.enter(first)
    lanes.enter(second)
    return !lanes.isNext(second)
  }

  /// Something happens.
  mutating func step() {
    if !carried.isEmpty, random.happens(50) || packets.free.isEmpty {
      let entry = carried.remove(at: random.number(0..<carried.count))
      if random.happens(15) { letPass(entry) } else { arrive(entry) }
    } else if let flow = flows.randomElement(using: &random) {
      enter(flow)
    }
    check()
  }

  private mutating func enter(_ flow: LaneFlow) {
    guard let packet = packets.take(flow.frame(enteredCount)) else { return }
    lanes.enter(packet)
    carried.append(Entry(packet: packet, flow: flow, number: enteredCount))
    enteredCount += 1
  }

  /// Those that entered the same lane before, and are neither the stack's nor gone.
  private func isBehind(_ entry: Entry) -> Bool {
    guard let neighbors = neighbors[entry.flow] else { return false }
    return (carried + waiting).contains {
      $0.number < entry.number && neighbors.contains($0.flow)
    }
  }

  private mutating func arrive(_ entry: Entry) {
    let mustWait = isBehind(entry)
    guard lanes.isNext(entry.packet) else {
      if !mustWait { complaint = "\(entry.flow) waits for another flow" }
      lanes.wait(entry.packet)
      waiting.append(entry)
      waitedCount += 1
      return
    }
    receive(entry)
    letPass(entry)
  }

  /// It is the stack's now: none that came before it in its lane may be missing.
  private mutating func receive(_ entry: Entry) {
    if isBehind(entry) { complaint = "\(entry.flow) is out of order" }
    receivedCount += 1
  }

  /// It leaves, and so do those that come to the stack therefore.
  private mutating func letPass(_ entry: Entry) {
    var next = lanes.leave(entry.packet)
    packets.put(entry.packet)
    while let packet = next {
      guard let index = waiting.firstIndex(where: { $0.packet == packet }) else {
        return complaint = "a packet is given back that did not wait"
      }
      let due = waiting.remove(at: index)
      receive(due)
      next = lanes.leave(packet)
      packets.put(packet)
    }
  }

  private mutating func check() {
    if lanes.waitingCount != waiting.count { complaint = "\(lanes.waitingCount) are said to wait" }
    for entry in waiting where !isBehind(entry) { complaint = "\(entry.flow) waits for nothing" }
  }

  /// All that are carried come to the stack, or are gone: none is left.
  mutating func finish() {
    while !carried.isEmpty {
      let entry = carried.remove(at: random.number(0..<carried.count))
      if random.happens(30) { letPass(entry) } else { arrive(entry) }
      check()
    }
    if packets.free.count != packets.count { complaint = "packets are lost" }
  }

  /// Those that wait are asked for, while others are still carried.
  mutating func tearDown() {
    while let packet = lanes.takeAnyWaiting() {
      guard let index = waiting.firstIndex(where: { $0.packet == packet }) else {
        return complaint = "a packet is given back that did not wait"
      }
      waiting.remove(at: index)
      packets.put(packet)
    }
    check()
    if !waiting.isEmpty { complaint = "packets that wait are not given back" }
    finish()
  }
}
