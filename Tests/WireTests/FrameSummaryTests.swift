import Testing
import Wire

/// Lines beyond those of `KernelFrameTests`: what kernels rarely send, and what can't be read.
@Suite struct FrameSummaryTests {
  private let client = IPv4Address(10, 0, 0, 1)
  private let server = IPv4Address(10, 0, 0, 2)

  private func ipv4(_ payload: [UInt8], _ protocolNumber: UInt8) -> [UInt8] {
    var octets: [UInt8] = []
    IPv4Header(
      payloadByteCount: payload.count, protocolNumber: protocolNumber, source: client,
      destination: server
    ).append(to: &octets)
    return octets + payload
  }

  private func ipv6(_ payload: [UInt8], _ nextHeader: UInt8) -> [UInt8] {
    var octets: [UInt8] = []
    IPv6Header(
      payloadByteCount: payload.count, nextHeader: nextHeader, source: .loopback,
      destination: .allNodes
    ).append(to: &octets)
    return octets + payload
  }

  private func summary(_ packet: [UInt8]) -> String {
    FrameSummary(packet: packet.span).description
  }

  private func segment(_ flags: TCPFlags, options: [UInt8] = [], urgent: UInt8 = 0) -> [UInt8] {
    let words = UInt8(5 + options.count / 4)
    return ipv4(
      [0, 80, 0, 81, 0, 0, 0, 5, 0, 0, 0, 6, words << 4, flags.rawValue, 1, 0, 0, 0, 0, urgent]
        + options + [1, 2, 3], IPProtocol.tcp)
  }

  @Test func segmentsAreSummedUp() {
    let start = "IP 10.0.0.1.80 > 10.0.0.2.81: "
    #expect(
      summary(segment([.urgent, .congestionEcho, .congestionWindowReduced, .push], urgent: 3))
        == start + "Flags [PUEW], seq 5:8, win 256, urg 3, length 3")
    #expect(summary(segment([])) == start + "Flags [none], seq 5:8, win 256, length 3")
    let sack: [UInt8] = [1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0]
    #expect(
      summary(segment(.acknowledgment, options: sack))
        == start
        + "Flags [.], seq 5:8, ack 6, win 256, options [nop,sack 2 {1:2}{3:4},eol], length 3")
    #expect(
      summary(segment(.acknowledgment, options: [254, 4, 1, 2]))
        == start + "Flags [.], seq 5:8, ack 6, win 256, options [unknown-254], length 3")
  }

  @Test func whatCantBeReadSaysWhy() {
    #expect(
      FrameSummary([1, 2, 3].span).description
        == "Ethernet [14 octets are needed, there are 3]")
    #expect(summary([]) == "IP [20 octets are needed, there are 0]")
    #expect(summary([0x60, 0]) == "IP6 [40 octets are needed, there are 2]")
    #expect(summary([UInt8](repeating: 0x50, count: 40)) == "IP [version 5 is none that is known]")
    let line = "IP 10.0.0.1 > 10.0.0.2: "
    #expect(
      summary(ipv4([0, 80], IPProtocol.tcp)) == line + "TCP [20 octets are needed, there are 2]")
    #expect(
      summary(ipv4([0, 80], IPProtocol.udp)) == line + "UDP [8 octets are needed, there are 2]")
    #expect(
      summary(ipv4([8], IPProtocol.icmp)) == line + "ICMP [8 octets are needed, there are 1]")
    #expect(
      summary(segment(.acknowledgment, options: [8, 0, 0, 0]))
        == line + "TCP [option 8 at octet 0 of the list can't have the length 0]")
    #expect(
      summary(ipv6([60, 9, 0, 0, 0, 0, 0, 0], 60))
        == "IP6 ::1 > ff02::1: [the header claims 80 octets, there are 8]")
  }

  /// A damaged header is summed up all the same; so is a packet of which only the start was captured.
  @Test func remarksStandBehind() {
    var damaged = ipv4([0, 7, 0, 9, 0, 12, 0, 0, 1, 2, 3, 4], IPProtocol.udp)
    damaged[8] -= 1
    let line = "IP 10.0.0.1.7 > 10.0.0.2.9: UDP, length 4"
    #expect(
      summary(damaged) == line + " [the checksum is 26cb, the octets add up to 100]")
    damaged[8] += 1
    #expect(summary(damaged) == line)
    #expect(
      summary(damaged.dropLast(2)) == line + " [the header claims 32 octets, there are 30]")
  }

  @Test func otherProtocolsAreNamedByNumber() {
    #expect(summary(ipv4([1, 2, 3], 89)) == "IP 10.0.0.1 > 10.0.0.2: ip-proto-89, length 3")
    #expect(summary(ipv6([], 59)) == "IP6 ::1 > ff02::1: no next header")
    // ICMP's number under IPv6, and the other way round.
    #expect(summary(ipv6([1, 2, 3], 1)) == "IP6 ::1 > ff02::1: ip-proto-1, length 3")
    #expect(summary(ipv4([1, 2, 3], 58)) == "IP 10.0.0.1 > 10.0.0.2: ip-proto-58, length 3")
    let frame = [UInt8](repeating: 0, count: 12)
    #expect(
      FrameSummary((frame + [0x88, 0xcc, 1, 2]).span).description == "ethertype 0x88cc, length 2")
    #expect(FrameSummary((frame + [0, 38, 1, 2]).span).description == "802.3, length 38")
    #expect(
      FrameSummary((frame + [0x88, 0xa8, 0, 1]).span).description
        == "Ethernet [a tag within a tag, of type 88a8]")
  }

  /// Texts as in tcpdump's `print-icmp.c` and `print-icmp6.c`.
  @Test(
    arguments: [
      (.destinationUnreachable(code: 0, nextHopMTU: 0), "net 10.0.0.2 unreachable"),
      (.destinationUnreachable(code: 1, nextHopMTU: 0), "host 10.0.0.2 unreachable"),
      (.destinationUnreachable(code: 2, nextHopMTU: 0), "10.0.0.2 protocol 6 unreachable"),
      (.destinationUnreachable(code: 3, nextHopMTU: 0), "10.0.0.2 tcp port 81 unreachable"),
      (.destinationUnreachable(code: 4, nextHopMTU: 0), "10.0.0.2 unreachable - need to frag"),
      (
        .destinationUnreachable(code: 13, nextHopMTU: 0),
        "host 10.0.0.2 unreachable - admin prohibited filter"
      ),
      (.destinationUnreachable(code: 99, nextHopMTU: 0), "10.0.0.2 unreachable - #99"),
      (.timeExceeded(code: 1), "ip reassembly time exceeded"),
      (.parameterProblem(code: 0, pointer: 20), "parameter problem - octet 20"),
      (.other(ICMPHeader(type: 13)), "type-#13"),
    ] as [(ICMPMessage, String)])
  func errorsAreSummedUp(_ message: ICMPMessage, _ text: String) {
    var octets: [UInt8] = []
    message.header.append(to: &octets, body: segment(.synchronize).span)
    #expect(
      summary(ipv4(octets, IPProtocol.icmp))
        == "IP 10.0.0.1 > 10.0.0.2: ICMP \(text), length \(octets.count)")
  }

  @Test(
    arguments: [
      (.destinationUnreachable(code: 0), "destination unreachable, unreachable route ff02::1"),
      (.destinationUnreachable(code: 1), "destination unreachable, unreachable prohibited ff02::1"),
      (.destinationUnreachable(code: 2), "destination unreachable, beyond scope ff02::1"),
      (.destinationUnreachable(code: 3), "destination unreachable, unreachable address ff02::1"),
      (
        .destinationUnreachable(code: 4),
        "destination unreachable, unreachable port, ff02::1 port ?"
      ),
      (.timeExceeded(code: 1), "time exceeded (reassembly) for ff02::1"),
      (.parameterProblem(code: 0, pointer: 4), "parameter problem, erroneous - octet 4"),
      (.parameterProblem(code: 1, pointer: 6), "parameter problem, next header - octet 6"),
      (.parameterProblem(code: 2, pointer: 42), "parameter problem, option - octet 42"),
      (.other(ICMPHeader(type: 200)), "unknown icmp6 type (200)"),
    ] as [(ICMPv6Message, String)])
  func errorsOfVersion6AreSummedUp(_ message: ICMPv6Message, _ text: String) {
    var octets: [UInt8] = []
    message.header.append(
      to: &octets, body: ipv6([], 59).span, from: .loopback, to: .allNodes)
    #expect(
      summary(ipv6(octets, IPProtocol.icmpv6))
        == "IP6 ::1 > ff02::1: ICMP6, \(text), length \(octets.count)")
  }

  /// Quotations that can't be read leave a question mark.
  @Test func whatIsNotQuotedIsNotNamed() {
    var octets: [UInt8] = []
    ICMPMessage.destinationUnreachable(code: 3, nextHopMTU: 0).header.append(
      to: &octets, body: Span())
    #expect(
      summary(ipv4(octets, IPProtocol.icmp))
        == "IP 10.0.0.1 > 10.0.0.2: ICMP ? port ? unreachable, length 8")
  }
}
