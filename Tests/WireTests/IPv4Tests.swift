import Testing
import Wire
import World

@Suite struct IPv4Tests {
  static func randomHeader(_ random: inout RandomSource, payloadByteCount: Int) -> IPv4Header {
    IPv4Header(
      payloadByteCount: payloadByteCount,
      identification: .random(in: 0...UInt16.max, using: &random),
      timeToLive: .random(in: 0...255, using: &random),
      trafficClass: TrafficClass(bits: .random(in: 0...255, using: &random)),
      fragmentation: IPv4Header.Fragmentation(bits: .random(in: 0...UInt16.max, using: &random)),
      protocolNumber: .random(in: 0...255, using: &random), source: Addresses.v4(&random),
      destination: Addresses.v4(&random))
  }

  @Test(arguments: UInt64(1)...100)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    try expectRoundTrip(
      Self.randomHeader(&random, payloadByteCount: 0), byteCount: 20, "seed \(seed)",
      write: { $0.write(to: &$1, at: $2) },
      read: { octets throws(WireError) in try IPv4Header(parsing: octets) })
  }

  /// One flipped bit anywhere in a header is noticed.
  @Test func everyFlippedBitIsNoticed() {
    var octets: [UInt8] = []
    IPv4Header(
      payloadByteCount: 0, protocolNumber: IPProtocol.udp, source: IPv4Address(10, 0, 0, 1),
      destination: IPv4Address(10, 0, 0, 2)
    ).append(to: &octets)
    for bit in 0..<octets.count * 8 {
      var damaged = octets
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: WireError.self, "bit \(bit)") { try IPv4Header(parsing: damaged.span) }
    }
  }

  /// The example that is often shown with RFC 791 and RFC 1071: its checksum is b861.
  private static let example: [UInt8] = [
    0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0x00, 0x01,
    0xc0, 0xa8, 0x00, 0xc7,
  ]

  @Test func theExampleIsReadAndWritten() throws {
    let packet = Self.example + Array(repeating: 0, count: 95 + 4)
    let header = try IPv4Header(parsing: packet.span)
    #expect(
      header
        == IPv4Header(
          payloadByteCount: 95, protocolNumber: 17, source: IPv4Address(192, 168, 0, 1),
          destination: IPv4Address(192, 168, 0, 199)))
    // What follows the total length is padding.
    #expect(header.payloadRange == 20..<115)
    var written: [UInt8] = []
    header.append(to: &written)
    #expect(written == Self.example)
  }

  @Test func lyingHeadersAreErrors() {
    func error(_ offset: Int, _ value: UInt8) -> WireError? {
      var packet = Self.example + Array(repeating: 0, count: 95)
      packet[offset] = value
      do throws(WireError) {
        _ = try IPv4Header(parsing: packet.span)
        return nil
      } catch { return error }
    }
    #expect(error(0, 0x65) == .badVersion(6))
    #expect(error(0, 0x44) == .badLength(claimed: 16, available: 115))
    #expect(error(2, 0x01) == .badLength(claimed: 0x173, available: 115))
    #expect(error(3, 19) == .badLength(claimed: 19, available: 115))
    #expect(error(3, 116) == .badLength(claimed: 116, available: 115))
    #expect(error(8, 0x3f) == .badChecksum(found: 0xb861, computed: 0x0100))
  }

  /// What is quoted may be cut off, but not shorter than its own header.
  @Test func aQuotedHeaderIsNotLongerThanItsDatagram() throws {
    var packet: [UInt8] = [0x46, 0, 0, 24, 0, 0, 0, 0, 1, 6] + Array(repeating: 0, count: 14)
    #expect(try IPv4Header(parsingQuoted: packet.span).payloadByteCount == 0)
    packet[3] = 23
    #expect(throws: WireError.badLength(claimed: 23, available: 24)) {
      try IPv4Header(parsingQuoted: packet.span)
    }
    #expect(
      FrameSummary(packet: packet.span).description
        == "IP [the header claims 23 octets, there are 24]")
  }

  @Test func fieldsOfBitsAreTakenApart() {
    var traffic = TrafficClass(dscp: 46, congestion: .capable0)
    #expect(traffic.bits == 0xba && traffic.dscp == 46)
    traffic.congestion = .experienced
    #expect(traffic.bits == 0xbb && traffic.congestion == .experienced && traffic.dscp == 46)
    let part = IPv4Header.Fragmentation(byteOffset: 1480, hasMore: true)
    #expect(part.bits == 0x20b9 && part.byteOffset == 1480 && part.hasMore && part.isFragment)
    let last = IPv4Header.Fragmentation(byteOffset: 65528, hasMore: false, isForbidden: true)
    #expect(last.bits == 0x5fff && last.isFragment && last.isForbidden && !last.hasMore)
    #expect(!IPv4Header.Fragmentation.dont.isFragment && !IPv4Header.Fragmentation.may.isForbidden)
  }

  // MARK: Options

  private func options(_ list: [UInt8]) throws(WireError) -> IPv4Options {
    try IPv4Options(parsing: list.span)
  }

  @Test(
    arguments: [
      ([], []), ([1, 1, 1, 0], []), ([0, 131, 0, 0], []),
      ([131, 7, 4, 10, 0, 0, 1, 0], .looseSourceRoute), ([137, 3, 4, 0], .strictSourceRoute),
      ([1, 7, 7, 8, 1, 2, 3, 4], .recordRoute),
      ([68, 12, 13, 0x01, 0, 0, 0, 0, 0, 0, 0, 0], .timestamp),
      ([148, 4, 0, 0], .routerAlert), ([130, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .other),
      ([148, 4, 0, 0, 131, 3, 4, 1], [.routerAlert, .looseSourceRoute]),
    ] as [([UInt8], IPv4Options)])
  func optionsAreTold(_ list: [UInt8], _ found: IPv4Options) throws {
    #expect(try options(list) == found)
    #expect(
      found.hasSourceRoute
        == (list.contains(137) || list.count > 0 && found.contains(.looseSourceRoute)))
  }

  @Test(
    arguments: [
      ([131, 0, 0, 0], .badOption(kind: 131, length: 0, offset: 0)),
      ([130, 1, 0, 0], .badOption(kind: 130, length: 1, offset: 0)),
      ([1, 1, 1, 7], .badOption(kind: 7, length: 0, offset: 3)),
      ([1, 7, 4, 4], .badOption(kind: 7, length: 4, offset: 1)),
      ([137, 2, 1, 1], .badOption(kind: 137, length: 2, offset: 0)),
      ([131, 4, 3, 1], .badOption(kind: 131, length: 4, offset: 0)),
      ([68, 4, 4, 0], .badOption(kind: 68, length: 4, offset: 0)),
      ([148, 3, 0, 0], .badOption(kind: 148, length: 3, offset: 0)),
    ] as [([UInt8], WireError)])
  func malformedListsAreErrors(_ list: [UInt8], _ error: WireError) {
    #expect(throws: error) { try options(list) }
    // Within a packet, too.
    var packet: [UInt8] = [0x46, 0, 0, 24, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + list
    var sum = InternetChecksum()
    sum.add(packet.span)
    var target = packet.mutableSpan
    target.store(sum.value, at: 10)
    #expect(throws: error) { try IPv4Header(parsing: packet.span) }
  }

  @Test func optionsAreCopiedOrBlankedOut() throws {
    var packet: [UInt8] = [0x46, 0, 0, 26, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    packet += [131, 3, 4, 1, 9, 9]
    let header = try IPv4Header(parsingQuoted: packet.span)
    #expect(header.options.hasSourceRoute && header.payloadRange == 24..<26)
    var target = packet.mutableSpan
    header.write(to: &target, options: [131, 3, 4, 0].span)
    #expect(try IPv4Header(parsing: packet.span) == header)
    #expect(packet.suffix(6) == [131, 3, 4, 0, 9, 9])
    target = packet.mutableSpan
    header.write(to: &target)
    #expect(try IPv4Header(parsing: packet.span).options.isEmpty)
    #expect(packet.suffix(6) == [0, 0, 0, 0, 9, 9])
  }
}
