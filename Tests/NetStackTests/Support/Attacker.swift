import NetStack
import PacketScripts
import SeededNumbers
import Wire

/// Somebody on a test's network who means harm: it has real connections, and makes any frames it likes.
final class Attacker {
  let network: TestNetwork
  let target: HostConfiguration
  static let address = IPv4Address(10, 0, 0, 66)
  var generator: SeededGenerator
  /// Ports with an established connection: what the target has sent last of each.
  private(set) var heard: [UInt16: TCPHeader] = [:]
  /// Frames that others have sent to the target.
  private(set) var seen: [[UInt8]] = []
  private static let sequence: UInt32 = 1000

  init(_ network: TestNetwork, _ target: HostConfiguration, seed: UInt64) {
    (self.network, self.target) = (network, target)
    generator = SeededGenerator(seed: seed)
    network.passes = { [unowned self] _, octets in
      hear(octets)
      return true
    }
  }

  private func hear(_ frame: [UInt8]) {
    if frame.count > 6, seen.count < 500 { seen.append(frame) }
    guard let ethernet = try? EthernetHeader(parsing: frame.span) else { return }
    if ethernet.etherType == EthernetHeader.EtherType.arp { return answerARP(frame) }
    guard ethernet.source == target.hardwareAddress, let header = TestFrame.tcpHeader(of: frame),
      header.destinationPort < 5000
    else { return }
    let isNew = heard[header.destinationPort] == nil
    heard[header.destinationPort] = header
    if isNew, header.flags.contains(.synchronize) { send(header.destinationPort, .acknowledgment) }
  }

  private func answerARP(_ frame: [UInt8]) {
    guard let arp = try? ARPPacket(parsing: frame.span.extracting(14...)),
      arp.target == Self.address, arp.operation == .request
    else { return }
    var answer: [UInt8] = []
    EthernetHeader(
      destination: arp.senderHardware, source: TestFrame.hardware,
      etherType: EthernetHeader.EtherType.arp
    ).append(to: &answer)
    ARPPacket(
      operation: .reply, senderHardware: TestFrame.hardware, sender: Self.address,
      targetHardware: arp.senderHardware, target: arp.sender
    ).append(to: &answer)
    network.inject(answer)
  }

  /// Opens a connection from a port below 5000.
  func open(_ port: UInt16) {
    put(
      TCPHeader(
        sourcePort: port, destinationPort: 7, sequenceNumber: Self.sequence, flags: .synchronize,
        window: 65_535,
        options: TCPOptions(maximumSegmentSize: 1460, isSACKPermitted: true)))
  }

  /// Sends a segment on one of its connections, `offset` behind the SYN.
  func send(
    _ port: UInt16, _ flags: TCPFlags, at offset: UInt32 = 1, _ payload: [UInt8] = [],
    window: UInt16 = 65_535
  ) {
    guard let last = heard[port] else { return }
    let end = last.sequenceNumber &+ (last.flags.contains(.synchronize) ? 1 : 0)
    put(
      TCPHeader(
        sourcePort: port, destinationPort: 7, sequenceNumber: Self.sequence &+ offset,
        acknowledgmentNumber: end, flags: flags, window: window), payload)
  }

  func put(_ header: TCPHeader, _ payload: [UInt8] = [], from source: IPv4Address = address) {
    network.inject(TestFrame.tcp(header, payload, from: IPAddress(source), to: target))
  }

  func random<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
    Number.random(in: range, using: &generator)
  }
}
