import Testing
import Wire

@Suite struct MulticastListenerTests {
  /// RFC 3810 §5.2, RFC 2711 §2.1: router alert, then a record a group.
  @Test func reportsAreWritten() throws {
    let source = IPv6Address(high: 0xfe80 << 48, low: 1)
    let report = MulticastListenerReport(groups: [.allRouters, source.solicitedNode], isNews: true)
    var written: [UInt8] = []
    report.append(to: &written, from: source)
    #expect(written.count == report.byteCount && written.count == 8 + 8 + 2 * 20)
    let options = try IPv6Extensions(parsing: written.span, first: IPProtocol.hopByHopOptions)
    #expect(options.routerAlert == 0 && options.unknownOption == nil)
    #expect(options.protocolNumber == IPProtocol.icmpv6 && options.byteCount == 8)
    let message = Array(written[8...])
    let header = try ICMPHeader(
      parsing: message.span, from: source, to: MulticastListener.routers)
    #expect(header == ICMPHeader(type: 143, word: 2))
    #expect(message[8..<12] == [4, 0, 0, 0])
    #expect(message.span.uint128(at: 12) == IPv6Address.allRouters.bits)
    #expect(message.span.uint128(at: 32) == source.solicitedNode.bits)
    let answer = MulticastListenerReport(groups: [.allRouters], isNews: false)
    var other: [UInt8] = []
    answer.append(to: &other, from: source)
    #expect(other[16] == 2)
  }

  /// RFC 3810 §5.1.3: large times have an exponent.
  @Test(
    arguments: [
      (0, 0), (10_000, 10_000), (0x7fff, 0x7fff), (0x8000, 0x8000), (0x8001, 0x8008),
      (0xffff, 0x1fff << 10),
    ] as [(UInt32, UInt32)])
  func queriesAreRead(_ code: UInt32, _ milliseconds: UInt32) throws {
    var message: [UInt8] = []
    let group: [UInt8] = [0xff, 2] + Array(repeating: 0, count: 13) + [2]
    ICMPHeader(type: 130, word: code << 16).append(
      to: &message, body: group.span, from: .loopback, to: .allNodes)
    let query = try MulticastListenerQuery(parsing: message.span)
    #expect(query == MulticastListenerQuery(responseMilliseconds: milliseconds, group: .allRouters))
    #expect(throws: WireError.truncated(needed: 24, got: 23)) {
      try MulticastListenerQuery(parsing: message.span.extracting(0..<23))
    }
    message[0] = 131
    #expect(throws: WireError.badType(131)) { try MulticastListenerQuery(parsing: message.span) }
  }
}
