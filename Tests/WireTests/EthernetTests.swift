import Testing
import Wire
import World

@Suite struct EthernetTests {
  @Test(arguments: UInt64(1)...50)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let tag: VLANTag? =
      Bool.random(using: &random)
      ? VLANTag(
        identifier: .random(in: 0..<4096, using: &random),
        priority: .random(in: 0..<8, using: &random), isDropEligible: .random(using: &random)) : nil
    let header = EthernetHeader(
      destination: Addresses.mac(&random), source: Addresses.mac(&random), tag: tag,
      etherType: [0x0800, 0x86dd, 0x0806, 38].randomElement(using: &random)!)
    try expectRoundTrip(
      header, byteCount: tag == nil ? 14 : 18, "seed \(seed)",
      write: { $0.write(to: &$1, at: $2) },
      read: { octets throws(WireError) in try EthernetHeader(parsing: octets) })
  }

  /// By IEEE 802.1Q §9.6: priority 5, eligible to be dropped, identifier 0xabc.
  @Test func aTagIsTaken() throws {
    let frame: [UInt8] = [
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x81, 0, 0xba, 0xbc, 8, 6,
    ]
    let header = try EthernetHeader(parsing: frame.span)
    #expect(header.destination == .broadcast && header.destination.isMulticast)
    let tag = try #require(header.tag)
    #expect(tag.identifier == 0xabc && tag.priority == 5 && tag.isDropEligible)
    #expect(header.etherType == EthernetHeader.EtherType.arp && header.headerByteCount == 18)
  }

  @Test(
    arguments: [
      ([0x81, 0, 0, 1, 0x81, 0], 0x8100), ([0x88, 0xa8, 0, 1, 0x81, 0], 0x88a8),
      ([0x81, 0, 0, 1, 0x88, 0xa8], 0x88a8),
    ] as [([UInt8], UInt16)])
  func tagsWithinTagsAreErrors(_ types: [UInt8], _ refused: UInt16) {
    let frame = Array(repeating: 0 as UInt8, count: 12) + types
    #expect(throws: WireError.nestedTag(etherType: refused)) {
      try EthernetHeader(parsing: frame.span)
    }
  }

  @Test func groupsHaveAddressesOfTheirOwn() {
    #expect(MACAddress(multicast: IPv4Address(239, 129, 2, 3)).description == "01:00:5e:01:02:03")
    let group = IPv6Address(high: 0xff02 << 48, low: 0x1_ff12_3456)
    #expect(MACAddress(multicast: group).description == "33:33:ff:12:34:56")
  }

  @Test(arguments: UInt64(1)...50)
  func arpIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let packet = ARPPacket(
      operation: Bool.random(using: &random) ? .request : .reply,
      senderHardware: Addresses.mac(&random), sender: Addresses.v4(&random),
      targetHardware: Addresses.mac(&random), target: Addresses.v4(&random))
    try expectRoundTrip(
      packet, byteCount: ARPPacket.byteCount, "seed \(seed)",
      write: { $0.write(to: &$1, at: $2) },
      read: { octets throws(WireError) in try ARPPacket(parsing: octets) })
  }

  @Test(
    arguments: [
      (1, .unsupportedAddresses(hardware: 6, protocol: 0x0800), 6),
      (3, .unsupportedAddresses(hardware: 1, protocol: 0x08dd), 0xdd),
      (4, .badField(value: 0x0804, offset: 4), 8), (5, .badField(value: 0x0610, offset: 4), 16),
      (7, .badField(value: 8, offset: 6), 8),
    ] as [(Int, WireError, UInt8)])
  func otherKindsOfARPAreErrors(_ offset: Int, _ error: WireError, _ value: UInt8) {
    var octets: [UInt8] = []
    ARPPacket(operation: .request, senderHardware: .zero, sender: .any, target: .any)
      .append(to: &octets)
    octets[offset] = value
    #expect(throws: error) { try ARPPacket(parsing: octets.span) }
  }
}
