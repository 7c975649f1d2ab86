import Wire

/// What `Programs/forwarder.h` says, written once more, on whole packets and with whole checksums.
struct ForwarderModel {
  /// In the order of the header's `enum fate`.
  enum Fate: Int, CaseIterable {
    case forwarded, bridged, flooded, answered, passed, unconfigured, malformed, badSource
    case badChecksum, martian, noRoute, noNextHop, expired, tooLong, filtered
  }

  struct Port {
    var address: MACAddress
    var mtu = 0
    var isUp = true
    var reflects = false
  }

  /// A frame, and by which port it leaves.
  typealias Departure = (port: Int, frame: [UInt8])

  struct NextHop {
    var address: MACAddress
    var mtu: Int
    var port: Int
  }

  static let here: UInt32 = 0

  var ports: [Port] = []
  var routes: [(prefix: IPv4Address, length: Int, hop: UInt32)] = []
  var routes6: [(prefix: IPv6Address, length: Int, hop: UInt32)] = []
  var nextHops: [UInt32: NextHop] = [:]
  var stations: [MACAddress: Int] = [:]

  /// What becomes of a frame that comes in by a port, and what is sent.
  mutating func take(_ frame: [UInt8], at own: Int) -> (fate: Fate, sent: [Departure]) {
    let (ethernet, port) = (Ethernet(frame), ports[own])
    guard port.isUp else { return (.unconfigured, []) }
    guard !ethernet.source.isMulticast, ethernet.source != port.address else {
      return (.badSource, [])
    }
    stations[ethernet.source] = own
    if let answer = answerToARP(frame, port.address) { return (.answered, [(own, answer)]) }
    guard ethernet.destination == port.address else {
      return bridge(frame, at: own, to: ethernet.destination)
    }
    switch ethernet.type {
    case EthernetHeader.EtherType.ipv4: return route(frame)
    case EthernetHeader.EtherType.ipv6: return route6(frame)
    default: return (.passed, [])
    }
  }

  private struct Ethernet {
    var destination: MACAddress
    var source: MACAddress
    var type: UInt16

    init(_ frame: [UInt8]) {
      destination = MACAddress(from: frame.span, at: 0)
      source = MACAddress(from: frame.span, at: 6)
      type = frame.span.uint16(at: 12)
    }
  }

  private func bridge(
    _ frame: [UInt8], at own: Int, to station: MACAddress
  ) -> (Fate, [Departure]) {
    var targets = ports.indices.filter { $0 != own && ports[$0].isUp }
    var fate = Fate.flooded
    if !station.isMulticast, let known = stations[station] {
      targets = targets.filter { $0 == known }
      fate = .bridged
      if known == own, ports[own].reflects { targets = [own] }
    } else if ports[own].reflects {
      targets.append(own)
    }
    return (targets.isEmpty ? .filtered : fate, targets.map { ($0, frame) })
  }

  private func answerToARP(_ frame: [UInt8], _ address: MACAddress) -> [UInt8]? {
    guard frame.span.uint16(at: 12) == EthernetHeader.EtherType.arp,
      let request = try? ARPPacket(parsing: frame.span.extracting(14...)),
      request.operation == .request, hop(to: request.target) == Self.here
    else { return nil }
    let rest = frame.dropFirst(EthernetHeader.byteCount + ARPPacket.byteCount)
    var answer: [UInt8] = []
    EthernetHeader(
      destination: MACAddress(from: frame.span, at: 6), source: address,
      etherType: EthernetHeader.EtherType.arp
    ).append(to: &answer)
    ARPPacket(
      operation: .reply, senderHardware: address, sender: request.target,
      targetHardware: request.senderHardware, target: request.sender
    ).append(to: &answer)
    return answer + rest
  }

  // MARK: Routing

  private func hop(to address: IPv4Address) -> UInt32? {
    routes.filter { $0.prefix.matches(address, prefixLength: $0.length) }
      .max { $0.length < $1.length }?.hop
  }

  private func hop(to address: IPv6Address) -> UInt32? {
    routes6.filter { $0.prefix.matches(address, prefixLength: $0.length) }
      .max { $0.length < $1.length }?.hop
  }

  private func route(_ frame: [UInt8]) -> (Fate, [Departure]) {
    let packet = Array(frame[14...])
    guard packet.count >= 20, packet[0] >> 4 == 4 else { return (.malformed, []) }
    let (headerLength, length) = (Int(packet[0] & 15) * 4, Int(packet.span.uint16(at: 2)))
    guard headerLength >= 20, length >= headerLength, length <= packet.count else {
      return (.malformed, [])
    }
    guard Self.checksum(of: packet[..<headerLength]) == 0 else { return (.badChecksum, []) }
    let source = IPv4Address(bits: packet.span.uint32(at: 12))
    let destination = IPv4Address(bits: packet.span.uint32(at: 16))
    for first in [source.bits >> 24, destination.bits >> 24]
    where first == 0 || first == 127 || first > 223 { return (.martian, []) }
    guard let number = hop(to: destination) else { return (.noRoute, []) }
    return send(frame, by: number, length: length, lifetimeAt: 22) { octets in
      octets[24] = 0
      octets[25] = 0
      let checksum = Self.checksum(of: octets[14..<14 + headerLength])
      octets.replaceSubrange(24..<26, with: bigEndian(checksum))
    }
  }

  private static func checksum(of octets: ArraySlice<UInt8>) -> UInt16 {
    var sum = InternetChecksum()
    sum.add(Array(octets).span)
    return sum.value
  }

  private func route6(_ frame: [UInt8]) -> (Fate, [Departure]) {
    let packet = Array(frame[14...])
    guard packet.count >= 40, packet[0] >> 4 == 6 else { return (.malformed, []) }
    let length = 40 + Int(packet.span.uint16(at: 4))
    guard length <= packet.count else { return (.malformed, []) }
    let source = IPv6Address(bits: packet.span.uint128(at: 8))
    let destination = IPv6Address(bits: packet.span.uint128(at: 24))
    func isLocal(_ address: IPv6Address) -> Bool {
      address.bits >> 120 == 0xff || address.bits >> 118 == 0xfe80 >> 6
    }
    if isLocal(destination) { return (.passed, []) }
    guard !isLocal(source), source.bits > 1, destination.bits > 1 else { return (.martian, []) }
    guard let number = hop(to: destination) else { return (.noRoute, []) }
    return send(frame, by: number, length: length, lifetimeAt: 21)
  }

  private func send(
    _ frame: [UInt8], by number: UInt32, length: Int, lifetimeAt place: Int,
    _ sum: (inout [UInt8]) -> Void = { _ in }
  ) -> (Fate, [Departure]) {
    if number == Self.here { return (.passed, []) }
    guard frame[place] > 1 else { return (.expired, []) }
    guard let hop = nextHops[number], ports[hop.port].isUp else { return (.noNextHop, []) }
    let port = ports[hop.port]
    guard port.mtu == 0 || length <= port.mtu, hop.mtu == 0 || length <= hop.mtu else {
      return (.tooLong, [])
    }
    var answer: [UInt8] = []
    EthernetHeader(
      destination: hop.address, source: port.address, etherType: frame.span.uint16(at: 12)
    ).append(to: &answer)
    answer += frame[14...]
    answer[place] -= 1
    sum(&answer)
    return (.forwarded, [(hop.port, answer)])
  }
}
