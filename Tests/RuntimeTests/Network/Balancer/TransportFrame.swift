import Wire

/// A frame of TCP or UDP over IPv4 as a balancer takes it, and what is to be of it.
struct TransportFrame {
  var octets: [UInt8]
  var flow: BalancerModel.Flow
  var source: MACAddress
  /// A SYN, and no answer to one.
  var isNew: Bool
  var expires: Bool
  /// Of IP's header and what it has, in octets.
  private var length: Int
  private static let ports = EthernetHeader.byteCount + IPv4Header.byteCountMin

  /// Of a frame in which `length` octets are IP's; nil where that are too few.
  init?(_ octets: [UInt8], length: Int) {
    let isTCP = octets[23] == IPProtocol.tcp
    let needed = isTCP ? TCPHeader.byteCountMin : UDPHeader.byteCount
    guard length >= IPv4Header.byteCountMin + needed else { return nil }
    self.octets = octets
    self.length = length
    flow = Self.flow(octets)
    source = MACAddress(from: octets.span, at: 6)
    expires = octets[22] <= 1
    isNew = isTCP && octets[Self.ports + 13] & 0x12 == 2
  }

  private static func flow(_ octets: [UInt8]) -> BalancerModel.Flow {
    BalancerModel.Flow(
      source: IPv4Address(bits: octets.span.uint32(at: 26)),
      destination: IPv4Address(bits: octets.span.uint32(at: 30)),
      sourcePort: octets.span.uint16(at: ports), destinationPort: octets.span.uint16(at: ports + 2),
      protocolNumber: octets[23])
  }

  /// Whether that is where `answer` goes.
  func isSent(to backend: BalancerModel.Backend, in answer: [UInt8]?) -> Bool {
    guard let answer, answer.count == octets.count else { return false }
    let flow = Self.flow(answer)
    return flow.destination == backend.address && flow.destinationPort == backend.port
  }

  // MARK: What is sent

  /// What is wrong with an answer; nil where all is as it should be. Checksums are right where they were, and only there.
  func mistake(in answer: [UInt8], _ connection: BalancerModel.Connection) -> String? {
    let expected = translated(connection)
    let checksums = [24, checksumPlace]
    if let mistake = BalancedFrame.mistake(in: answer, expected, but: checksums) { return mistake }
    if BalancedFrame.sum(answer[14..<34]) != BalancedFrame.sum(octets[14..<34]) {
      return "IP's checksum"
    }
    let (sum, before) = (
      answer.span.uint16(at: checksumPlace), octets.span.uint16(at: checksumPlace)
    )
    if flow.protocolNumber == IPProtocol.udp, before == 0 || sum == 0 {
      return before == sum ? nil : "UDP's checksum of \(before) is \(sum)"
    }
    return sumOfTransport(answer) == sumOfTransport(octets) ? nil : "TCP's or UDP's checksum"
  }

  private var checksumPlace: Int {
    Self.ports + (flow.protocolNumber == IPProtocol.tcp ? 16 : 6)
  }

  /// All but for checksums.
  private func translated(_ connection: BalancerModel.Connection) -> [UInt8] {
    let new = connection.flow
    var frame = BalancedFrame.sent(octets, to: connection.next)
    frame.replaceSubrange(
      26..<38,
      with: bigEndian(new.source.bits) + bigEndian(new.destination.bits)
        + bigEndian(new.sourcePort) + bigEndian(new.destinationPort))
    return frame
  }

  private func sumOfTransport(_ frame: [UInt8]) -> UInt16 {
    let flow = Self.flow(frame)
    var sum = InternetChecksum(
      pseudoHeaderFrom: flow.source, to: flow.destination, protocolNumber: flow.protocolNumber,
      byteCount: length - IPv4Header.byteCountMin)
    sum.add(frame.span.extracting(Self.ports..<14 + length))
    return sum.value
  }
}
