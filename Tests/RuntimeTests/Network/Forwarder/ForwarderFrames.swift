import Wire
import World

/// Random frames for a router: most of them are what it routes, each with a little something.
struct ForwarderFrames {
  private var random: RandomSource
  /// Of the port that they are for.
  private var portAddress = MACAddress.zero
  private var batchCount = 0

  init(seed: UInt64) { random = RandomSource(seed: seed) }

  /// So many that come in by one port.
  mutating func next(_ count: Int) -> (port: Int, frames: [[UInt8]]) {
    let port = [0, 1, 0, 1, 2][batchCount % 5]
    batchCount += 1
    portAddress = ForwarderSetup.model.ports[port].address
    return (port, (0..<count).map { _ in next() })
  }

  /// One of every kind, or one that is damaged.
  private mutating func next() -> [UInt8] {
    var frame =
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5: datagram()
      case 5..<7: datagram6()
      case 7: request()
      default: bridged()
      }
    if chance(8) { damage(&frame) }
    return frame
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private mutating func octets(_ counts: ClosedRange<Int>) -> [UInt8] {
    let count = Int.random(in: counts, using: &random)
    return (0..<count).map { _ in .random(in: 0...255, using: &random) }
  }

  /// Some octets are others, or some are missing at the end; Ethernet's header is whole.
  private mutating func damage(_ frame: inout [UInt8]) {
    if chance(3) {
      let count = Int.random(in: EthernetHeader.byteCount...frame.count, using: &random)
      return frame.removeLast(frame.count - count)
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      // Mostly the headers.
      let limit = chance(2) ? frame.count : min(frame.count, 40)
      frame[Int.random(in: 0..<limit, using: &random)] = .random(in: 0...255, using: &random)
    }
  }

  private mutating func ethernet(_ type: UInt16, to destination: MACAddress? = nil) -> [UInt8] {
    var frame: [UInt8] = []
    let isOwn = chance(50)
    let source = isOwn ? portAddress : station()
    EthernetHeader(
      destination: destination ?? portAddress, source: source, etherType: type
    ).append(to: &frame)
    return frame
  }

  private mutating func station() -> MACAddress {
    MACAddress(bits: 0x0200_0000_2000 | .random(in: 0..<64, using: &random))
  }

  // MARK: Kinds

  private mutating func address() -> IPv4Address {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: IPv4Address(10, 1, 2, 3)
    case 1: ForwarderSetup.ownAddress
    case 2: IPv4Address(10, chance(2) ? 8 : 9, 1, 1)
    case 3: IPv4Address(bits: .random(in: 0...UInt32.max, using: &random))
    case 4..<8: IPv4Address(10, 1, 2, .random(in: 0...255, using: &random))
    default: IPv4Address(10, 1, .random(in: 0...255, using: &random), 7)
    }
  }

  private mutating func lifetime() -> UInt8 {
    chance(8) ? .random(in: 0...2, using: &random) : .random(in: 0...255, using: &random)
  }

  /// Any protocol: routers don't look at it.
  private mutating func datagram() -> [UInt8] {
    let payload = octets(chance(8) ? 1200...1500 : 0...200)
    let source = chance(12) ? address() : IPv4Address(192, 0, 2, 1)
    var header: [UInt8] = []
    IPv4Header(
      payloadByteCount: payload.count,
      identification: .random(in: 0...UInt16.max, using: &random), timeToLive: lifetime(),
      trafficClass: TrafficClass(bits: .random(in: 0...255, using: &random)),
      fragmentation: .init(bits: .random(in: 0...UInt16.max, using: &random)),
      protocolNumber: .random(in: 0...255, using: &random), source: source,
      destination: address()
    ).append(to: &header)
    if chance(4) { addOptions(to: &header, payloadByteCount: payload.count) }
    return ethernet(EthernetHeader.EtherType.ipv4) + header + payload + padding()
  }

  /// Any octets: routers don't look at these, either.
  private mutating func addOptions(to header: inout [UInt8], payloadByteCount: Int) {
    let wordCount = Int.random(in: 1...10, using: &random)
    header += octets(4 * wordCount...4 * wordCount)
    header[0] = 0x40 | UInt8(5 + wordCount)
    header.replaceSubrange(2..<4, with: bigEndian(UInt16(header.count + payloadByteCount)))
    header.replaceSubrange(10..<12, with: [0, 0])
    var sum = InternetChecksum()
    sum.add(header.span)
    header.replaceSubrange(10..<12, with: bigEndian(sum.value))
  }

  private mutating func padding() -> [UInt8] { chance(3) ? octets(1...30) : [] }

  private mutating func address6() -> IPv6Address {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: ForwarderSetup.address6("fd00:1:2::3")
    case 1: ForwarderSetup.ownAddress6
    case 2: ForwarderSetup.address6("fd00:9::1")
    case 3:
      [.any, .loopback, .allNodes, IPv6Address(linkLocal: station())].randomElement(using: &random)!
    case 6..<9: IPv6Address(high: 0xfd00_0001_0002_0000, low: .random(in: 0...99, using: &random))
    default: IPv6Address(high: 0xfd00_0001_0003_0000, low: .random(in: 0...99, using: &random))
    }
  }

  private mutating func datagram6() -> [UInt8] {
    let payload = octets(chance(8) ? 1200...1500 : 0...200)
    var frame = ethernet(EthernetHeader.EtherType.ipv6)
    IPv6Header(
      payloadByteCount: payload.count, flowLabel: .random(in: 0..<1 << 20, using: &random),
      nextHeader: .random(in: 0...255, using: &random), hopLimit: lifetime(),
      source: chance(12) ? address6() : ForwarderSetup.address6("fd00:5::5"),
      destination: address6()
    ).append(to: &frame)
    return frame + payload + padding()
  }

  private mutating func request() -> [UInt8] {
    var frame = ethernet(EthernetHeader.EtherType.arp, to: .broadcast)
    ARPPacket(
      operation: chance(4) ? .reply : .request, senderHardware: station(), sender: address(),
      target: chance(2) ? ForwarderSetup.ownAddress : address()
    ).append(to: &frame)
    return frame + padding()
  }

  private mutating func bridged() -> [UInt8] {
    let destinations = [.broadcast, station(), station(), MACAddress(bits: 0x0200_0000_3000)]
    let type = UInt16.random(in: 0...UInt16.max, using: &random)
    return ethernet(type, to: destinations.randomElement(using: &random)) + octets(0...100)
  }
}
