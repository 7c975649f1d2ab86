import Hashing
import Wire

/// Keeps the packets of each flow in the order in which they came, whatever becomes of those that carry them: policies may
/// reorder flows, never the packets of one.
///
/// Every packet that came in stands in a lane, behind those of its flow that came before it, until the stack has it or it is
/// gone. One that comes to the stack before its turn waits in its lane: that is the flow's mailbox. Flows that share a
/// lane by chance wait for each other. Links lie in the packets' chunks; nothing is allocated.
public struct FlowLanes: ~Copyable {
  private struct Lane {
    var first: PacketReference?
    var last: PacketReference?
  }

  private var lanes: [Lane]
  private let seed: UInt64
  /// Packets that wait for their turn.
  public private(set) var waitingCount = 0

  private static let laneCount = 1024

  /// `seed` is a secret: others can't choose addresses that fall into one lane.
  public init(seed: UInt64) {
    lanes = Array(repeating: Lane(), count: Self.laneCount)
    self.seed = seed
  }

  /// A packet has come in. What is neither TCP nor UDP has no order.
  public mutating func enter(_ packet: PacketReference) {
    guard let flow = packet.flowNumber(seed: seed) else { return packet.lane = FlowLink() }
    let lane = Int(truncatingIfNeeded: flow) & (Self.laneCount - 1)
    packet.lane = FlowLink(lane: UInt32(lane + 1), previous: lanes[lane].last)
    if let last = lanes[lane].last { last.lane.next = packet } else { lanes[lane].first = packet }
    lanes[lane].last = packet
  }

  /// Whether all packets of its flow that came before it are the stack's, or gone.
  public func isNext(_ packet: PacketReference) -> Bool { packet.lane.previous == nil }

  /// A packet that has come to the stack before its turn waits for that. Takes it over.
  public mutating func wait(_ packet: PacketReference) {
    packet.lane.isWaiting = true
    waitingCount += 1
  }

  /// A packet is the stack's, or gone. The one of its flow whose turn is now, if that waits: it is the caller's, and is to
  /// leave, too, once the stack has it.
  public mutating func leave(_ packet: PacketReference) -> PacketReference? {
    let link = packet.lane
    guard link.lane > 0 else { return nil }
    let lane = Int(link.lane - 1)
    packet.lane = FlowLink()
    if let next = link.next {
      next.lane.previous = link.previous
    } else {
      lanes[lane].last = link.previous
    }
    if let previous = link.previous {
      previous.lane.next = link.next
      return nil
    }
    lanes[lane].first = link.next
    guard let next = link.next, next.lane.isWaiting else { return nil }
    next.lane.isWaiting = false
    waitingCount -= 1
    return next
  }

  /// The packets that wait, one by one, to be given back at the end.
  public mutating func takeAnyWaiting() -> PacketReference? {
    guard waitingCount > 0 else { return nil }
    for lane in lanes.indices {
      var next = lanes[lane].first
      while let packet = next {
        next = packet.lane.next
        guard packet.lane.isWaiting else { continue }
        packet.lane.isWaiting = false
        waitingCount -= 1
        _ = leave(packet)
        return packet
      }
    }
    return nil
  }
}

extension PacketReference {
  /// It has no place in any lane. Due before anything else is done with one that came in.
  public func standInNoLane() { lane = FlowLink() }

  /// Whether others of its flow may wait for it.
  public var standsInLane: Bool { lane.lane > 0 }
}

/// Where a packet stands in a lane.
struct FlowLink {
  /// One more than the lane's number; 0: in none.
  var lane: UInt32 = 0
  var isWaiting = false
  var previous: PacketReference?
  var next: PacketReference?
}

extension PacketReference {
  /// A number of the flow that a frame belongs to, made from its addresses, its protocol and, where there are, its ports.
  fileprivate func flowNumber(seed: UInt64) -> UInt64? {
    withFrame { frame in
      guard let ethernet = try? EthernetHeader(parsing: frame) else { return nil }
      let start = ethernet.headerByteCount
      switch ethernet.etherType {
      case EthernetHeader.EtherType.ipv4 where frame.count >= start + IPv4Header.byteCountMin:
        return Self.ipv4Flow(frame, at: start, seed: seed)
      case EthernetHeader.EtherType.ipv6 where frame.count >= start + IPv6Header.byteCount:
        return Self.ipv6Flow(frame, at: start, seed: seed)
      default: return nil
      }
    }
  }

  private static func ipv4Flow(_ frame: Span<UInt8>, at start: Int, seed: UInt64) -> UInt64? {
    guard hasPorts(frame[start + 9]) else { return nil }
    let addresses =
      UInt64(frame.uint32(at: start + 12)) << 32 | UInt64(frame.uint32(at: start + 16))
    // What is cut into fragments has no ports in all of them.
    let isFragment = frame.uint16(at: start + 6) & 0x3fff != 0
    let offset = start + Int(frame[start] & 15) * 4
    return foldedProduct(addresses ^ seed, isFragment ? 0 : ports(frame, at: offset))
  }

  private static func ipv6Flow(_ frame: Span<UInt8>, at start: Int, seed: UInt64) -> UInt64? {
    var addresses = seed
    for word in 0..<8 {
      addresses = foldedProduct(addresses, UInt64(frame.uint32(at: start + 8 + 4 * word)))
    }
    // Behind other headers nobody looks here for ports.
    let isDirect = hasPorts(frame[start + 6])
    return foldedProduct(addresses, isDirect ? ports(frame, at: start + IPv6Header.byteCount) : 0)
  }

  private static func hasPorts(_ protocolNumber: UInt8) -> Bool {
    protocolNumber == IPProtocol.tcp || protocolNumber == IPProtocol.udp
  }

  private static func ports(_ frame: Span<UInt8>, at offset: Int) -> UInt64 {
    offset + 4 <= frame.count ? UInt64(frame.uint32(at: offset)) : 0
  }
}
