import Wire

/// An ICMP error as a balancer takes it, and what is to be of it.
struct ErrorFrame {
  var octets: [UInt8]
  /// What a packet that answers the quoted one comes with.
  var answer: BalancerModel.Flow
  var source: IPv4Address
  var destination: IPv4Address
  var expires: Bool
  private var length: Int
  /// Where the packet that it quotes begins.
  private static let quoted = 42

  /// Nil for what is no error about a packet with ports.
  init?(_ octets: [UInt8], length: Int) {
    let span = octets.span
    guard length >= 52, [3, 11, 12].contains(octets[34]), octets[Self.quoted] == 0x45,
      IPv4Header.Fragmentation(bits: span.uint16(at: 48)).byteOffset == 0
    else { return nil }
    self.octets = octets
    self.length = length
    answer = BalancerModel.Flow(
      source: IPv4Address(bits: span.uint32(at: 58)),
      destination: IPv4Address(bits: span.uint32(at: 54)), sourcePort: span.uint16(at: 64),
      destinationPort: span.uint16(at: 62), protocolNumber: octets[51])
    source = IPv4Address(bits: span.uint32(at: 26))
    destination = IPv4Address(bits: span.uint32(at: 30))
    expires = octets[22] <= 1
  }

  /// What is wrong with what was made of it; nil where all is as it should be. All checksums are right where they were, and
  /// only there.
  func mistake(in sent: [UInt8], _ connection: BalancerModel.Connection) -> String? {
    let expected = translated(connection)
    if let mistake = BalancedFrame.mistake(in: sent, expected, but: [24, 36, 52]) {
      return mistake
    }
    for (name, range) in [("IP", 14..<34), ("ICMP", 34..<14 + length), ("quoted", 42..<62)]
    where BalancedFrame.sum(sent[range]) != BalancedFrame.sum(octets[range]) {
      return "the checksum: \(name)"
    }
    return nil
  }

  /// All but for checksums.
  private func translated(_ connection: BalancerModel.Connection) -> [UInt8] {
    let (flow, quoted) = (connection.flow, connection.flow.reversed)
    var frame = BalancedFrame.sent(octets, to: connection.next)
    let from = source == answer.source ? flow.source : source
    frame.replaceSubrange(26..<34, with: bigEndian(from.bits) + bigEndian(flow.destination.bits))
    frame.replaceSubrange(
      54..<66,
      with: bigEndian(quoted.source.bits) + bigEndian(quoted.destination.bits)
        + bigEndian(quoted.sourcePort) + bigEndian(quoted.destinationPort))
    return frame
  }

  /// A frame that says of a packet of the flow that it has not arrived.
  static func about(
    _ flow: BalancerModel.Flow, type: UInt8, by reporter: IPv4Address, from source: MACAddress
  ) -> [UInt8] {
    let quoted = BalancerFrames.frame(flow, from: source)[14..<42]
    var message = [type, 4, 0, 0, 0, 0, 5, 0] + quoted
    message.replaceSubrange(2..<4, with: bigEndian(BalancedFrame.sum(message[...])))
    var frame: [UInt8] = []
    EthernetHeader(
      destination: BalancerSetup.hardwareAddress, source: source,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: message.count, protocolNumber: IPProtocol.icmp, source: reporter,
      destination: flow.source
    ).append(to: &frame)
    return frame + message
  }
}
