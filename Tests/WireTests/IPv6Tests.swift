import Testing
import Wire
import World

@Suite struct IPv6Tests {
  @Test(arguments: UInt64(1)...100)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let header = IPv6Header(
      payloadByteCount: 0, trafficClass: TrafficClass(bits: .random(in: 0...255, using: &random)),
      flowLabel: .random(in: 0..<1 << 20, using: &random),
      nextHeader: .random(in: 1...255, using: &random),
      hopLimit: .random(in: 0...255, using: &random), source: Addresses.v6(&random),
      destination: Addresses.v6(&random))
    try expectRoundTrip(
      header, byteCount: 40, "seed \(seed)", write: { $0.write(to: &$1, at: $2) },
      read: { octets throws(WireError) in try IPv6Header(parsing: octets) })
    let fragment = IPv6FragmentHeader(
      nextHeader: header.nextHeader, identification: header.flowLabel,
      byteOffset: 8 * Int.random(in: 0...8191, using: &random), hasMore: .random(using: &random))
    try expectRoundTrip(
      fragment, byteCount: 8, "seed \(seed)", write: { $0.write(to: &$1, at: $2) },
      read: { octets throws(WireError) in try IPv6FragmentHeader(parsing: octets) })
  }

  private func packet(_ payload: [UInt8], nextHeader: UInt8, length: Int? = nil) -> [UInt8] {
    var octets: [UInt8] = []
    IPv6Header(
      payloadByteCount: length ?? payload.count, nextHeader: nextHeader, source: .loopback,
      destination: .allNodes
    ).append(to: &octets)
    return octets + payload
  }

  @Test func lengthAndVersionAreChecked() throws {
    #expect(throws: WireError.badLength(claimed: 4, available: 3)) {
      try IPv6Header(parsing: packet([1, 2, 3], nextHeader: 17, length: 4).span)
    }
    var other = packet([], nextHeader: 17)
    other[0] = 0x45
    #expect(throws: WireError.badVersion(4)) { try IPv6Header(parsing: other.span) }
    let padded = try IPv6Header(parsing: packet([1, 2, 3], nextHeader: 17, length: 2).span)
    #expect(padded.payloadRange == 40..<42 && !padded.isFromLink)
  }

  // MARK: Extension headers

  private func walk(
    _ payload: [UInt8], first: UInt8, isReassembled: Bool = false
  ) throws(WireError) -> IPv6Extensions {
    try IPv6Extensions(parsing: payload.span, first: first, isReassembled: isReassembled)
  }

  @Test func withoutExtensionsNothingIsSkipped() throws {
    let walked = try walk([1, 2], first: IPProtocol.tcp)
    #expect(walked.protocolNumber == IPProtocol.tcp && walked.byteCount == 0)
    #expect(walked.fragment == nil && walked.unknownOption == nil && walked.route == nil)
  }

  /// Hop-by-hop options with a router alert, destination options of 16 octets, an exhausted route.
  @Test func headersAreSkipped() throws {
    let payload: [UInt8] =
      [60, 0, 5, 2, 0, 7, 1, 0] + [43, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      + [6, 0, 4, 0, 0, 0, 0, 0] + [1, 2, 3]
    let walked = try walk(payload, first: IPProtocol.hopByHopOptions)
    #expect(walked.protocolNumber == IPProtocol.tcp && walked.byteCount == 32)
    #expect(walked.routerAlert == 7 && walked.route == nil)
    for count in 0..<32 {
      #expect(throws: WireError.self, "\(count) octets") {
        try walk(Array(payload.prefix(count)), first: IPProtocol.hopByHopOptions)
      }
    }
  }

  @Test func aRouteWithSegmentsLeftIsTold() throws {
    let walked = try walk([6, 0, 0, 2, 0, 0, 0, 0], first: IPProtocol.routing)
    let route = try #require(walked.route)
    #expect(route.type == 0 && route.segmentsLeft == 2 && route.pointer == 42)
  }

  /// A part ends the walk; a fragment that is a whole packet doesn't.
  @Test func fragmentsAreTold() throws {
    let part = try walk([60, 0, 0, 8, 0, 0, 0, 9, 1, 2], first: IPProtocol.fragment)
    #expect(
      part.fragment
        == IPv6FragmentHeader(nextHeader: 60, identification: 9, byteOffset: 8, hasMore: false))
    #expect(part.byteCount == 8 && part.protocolNumber == IPProtocol.destinationOptions)
    let first = try walk([6, 0, 0, 1, 0, 0, 0, 9], first: IPProtocol.fragment)
    #expect(first.fragment?.hasMore == true && first.fragment?.byteOffset == 0)
    let atomic = try walk(
      [60, 0, 0, 0, 0, 0, 0, 9, 17, 0, 1, 4, 0, 0, 0, 0], first: IPProtocol.fragment)
    #expect(atomic.fragment == nil && atomic.protocolNumber == 17 && atomic.byteCount == 16)
  }

  /// RFC 8200 §4.2: the two highest bits of the type say what to do.
  @Test(
    arguments: [
      (0x1e, nil, nil), (0x5e, false, false), (0x9e, true, true), (0xde, true, false),
    ] as [(UInt8, Bool?, Bool?)])
  func unknownOptionsAreTold(_ type: UInt8, _ toOne: Bool?, _ toMany: Bool?) throws {
    let walked = try walk([6, 0, 1, 0, type, 2, 0, 0], first: IPProtocol.destinationOptions)
    #expect(walked.unknownOption?.type == (toOne == nil ? nil : type))
    #expect(walked.unknownOption?.isReported(to: .loopback) == toOne)
    #expect(walked.unknownOption?.isReported(to: .allNodes) == toMany)
    #expect(walked.unknownOption.map(\.pointer) == (toOne == nil ? nil : 44))
  }

  @Test(
    arguments: [
      ([6, 0, 1, 5, 0, 0, 0, 0], .badOption(kind: 1, length: 5, offset: 2)),
      ([6, 0, 0, 0, 0, 0, 0, 1], .badOption(kind: 1, length: -1, offset: 7)),
      ([6, 0, 5, 3, 0, 0, 0, 0], .badOption(kind: 5, length: 3, offset: 2)),
      ([6, 0, 0xc2, 4, 0, 1, 0, 0], .jumbo),
      ([6, 1, 0, 0, 0, 0, 0, 0], .badLength(claimed: 16, available: 8)),
    ] as [([UInt8], WireError)])
  func malformedHeadersAreErrors(_ payload: [UInt8], _ error: WireError) {
    #expect(throws: error) { try walk(payload, first: IPProtocol.hopByHopOptions) }
  }

  @Test func theWalkIsBounded() throws {
    let header: [UInt8] = [60, 0, 1, 4, 0, 0, 0, 0]
    let last: [UInt8] = [6, 0, 1, 4, 0, 0, 0, 0]
    let longest = Array(repeatElement(header, count: 7).joined()) + last
    #expect(try walk(longest, first: 60).byteCount == 64)
    #expect(throws: WireError.tooManyExtensionHeaders(limit: 8)) {
      try walk(header + longest, first: 60)
    }
  }

  /// RFC 8200 §4: only at the beginning of a packet.
  @Test func misplacedHopByHopOptionsAreUnknown() throws {
    let header: [UInt8] = [6, 0, 1, 4, 0, 0, 0, 0]
    let reassembled = try walk(header, first: 0, isReassembled: true)
    #expect(reassembled.protocolNumber == 0 && reassembled.byteCount == 0)
    #expect(reassembled.protocolPointer == 6)
    let second = try walk([0, 0, 1, 4, 0, 0, 0, 0] + header, first: 60)
    #expect(second.protocolNumber == 0 && second.byteCount == 8 && second.protocolPointer == 40)
  }

  /// A parameter problem points to where the number of an unknown protocol stands.
  @Test func theProtocolIsPointedTo() throws {
    #expect(try walk([], first: 200).protocolPointer == 6)
    let options: [UInt8] = [43, 0, 1, 4, 0, 0, 0, 0]
    let walked = try walk(options + [200, 0, 0, 0, 0, 0, 0, 0], first: 60)
    #expect(walked.protocolNumber == 200 && walked.protocolPointer == 48)
  }

  @Test func jumbogramsAreRefused() {
    #expect(throws: WireError.jumbo) {
      try IPv6Header(parsing: packet([6, 0, 0xc2, 4, 0, 1, 0, 0], nextHeader: 0, length: 0).span)
    }
  }
}
