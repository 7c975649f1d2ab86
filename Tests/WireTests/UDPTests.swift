import Testing
import Wire
import World

@Suite struct UDPTests {
  @Test(arguments: UInt64(1)...100)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let payload = Addresses.octets(.random(in: 0...60, using: &random), &random)
    let (source, destination) = Addresses.pair(&random)
    var header = UDPHeader(
      sourcePort: .random(in: 0...UInt16.max, using: &random),
      destinationPort: .random(in: 0...UInt16.max, using: &random),
      payloadByteCount: payload.count)
    var datagram: [UInt8] = []
    header.append(to: &datagram, payload: payload.span, from: source, to: destination)
    // Padding is none of its business.
    datagram.append(0x55)
    try UDPHeader.verify(datagram.span, from: source, to: destination)
    let read = try UDPHeader(parsing: datagram.span)
    #expect(Array(datagram[read.payloadRange]) == payload, "seed \(seed)")
    header.checksum = read.checksum
    #expect(read == header && read.checksum != 0, "seed \(seed)")
    for bit in 0..<(datagram.count - 1) * 8 {
      var damaged = datagram
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: WireError.self, "seed \(seed), bit \(bit)") {
        try UDPHeader.verify(damaged.span, from: source, to: destination)
      }
    }
    for count in 0..<datagram.count - 1 {
      #expect(throws: WireError.self, "seed \(seed), \(count) octets") {
        try UDPHeader(parsing: datagram.span.extracting(0..<count))
      }
    }
  }

  /// Over IPv4 there may be no checksum; over IPv6 there must be one.
  @Test func onlyIPv4GoesWithoutAChecksum() throws {
    var datagram: [UInt8] = []
    UDPHeader(sourcePort: 1, destinationPort: 2, payloadByteCount: 0)
      .appendUnchecked(to: &datagram)
    #expect(datagram == [0, 1, 0, 2, 0, 8, 0, 0])
    let v4 = IPAddress(IPv4Address.loopback)
    let v6 = IPAddress(IPv6Address.loopback)
    try UDPHeader.verify(datagram.span, from: v4, to: v4)
    #expect(throws: WireError.missingChecksum) {
      try UDPHeader.verify(datagram.span, from: v6, to: v6)
    }
  }

  /// A sum that comes to zero is sent as all ones (RFC 768).
  @Test(arguments: [IPAddress("10.0.0.1")!, IPAddress("fd00::1")!])
  func aChecksumOfZeroIsSentAsOnes(_ address: IPAddress) throws {
    // The payload is what the checksum of a datagram with a payload of zeros is: then all comes to zero.
    let header = UDPHeader(sourcePort: 7, destinationPort: 9, payloadByteCount: 2)
    var datagram: [UInt8] = []
    header.append(to: &datagram, payload: [0, 0].span, from: address, to: address)
    let payload = Array(datagram[6..<8])
    datagram = []
    header.append(to: &datagram, payload: payload.span, from: address, to: address)
    #expect(Array(datagram[6..<8]) == [0xff, 0xff])
    try UDPHeader.verify(datagram.span, from: address, to: address)
  }

  @Test func lyingLengthsAreErrors() {
    for (length, error) in [
      (7, WireError.badLength(claimed: 7, available: 10)),
      (11, WireError.badLength(claimed: 11, available: 10)),
    ] {
      let datagram: [UInt8] = [0, 1, 0, 2, 0, UInt8(length), 0, 0, 1, 2]
      #expect(throws: error) { try UDPHeader(parsing: datagram.span) }
    }
    #expect(throws: WireError.truncated(needed: 8, got: 7)) {
      try UDPHeader(parsing: [0, 1, 0, 2, 0, 8, 0].span)
    }
  }
}
