import Testing
import Wire
import World

@Suite struct TCPTests {
  /// A SYN as Linux 6 sends it, octet by octet by RFC 9293 and RFC 7323.
  private static let syn: [UInt8] = [
    0xc3, 0x50, 0x00, 0x50, 0x12, 0x34, 0x56, 0x78, 0x00, 0x00, 0x00, 0x00, 0xa0, 0xc2, 0xfa, 0xf0,
    0x00, 0x00, 0x00, 0x00,
    // MSS 1460, SACK permitted, timestamps, no-operation, window scale 7.
    0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x00, 0x01, 0xe2, 0x40, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x03, 0x03, 0x07,
  ]

  private static let synHeader = TCPHeader(
    sourcePort: 50000, destinationPort: 80, sequenceNumber: 0x1234_5678,
    flags: [.synchronize, .congestionEcho, .congestionWindowReduced], window: 64240,
    options: TCPOptions(
      maximumSegmentSize: 1460, windowScale: 7, isSACKPermitted: true,
      timestamps: TCPOptions.Timestamps(value: 123456, echo: 0)))

  @Test func aSYNIsReadAndWrittenOctetByOctet() throws {
    let header = try TCPHeader(parsing: Self.syn.span)
    #expect(header == Self.synHeader)
    #expect(header.headerByteCount == 40 && header.flags.description == "SEW")
    var written = [UInt8](repeating: 0xee, count: 40)
    var target = written.mutableSpan
    header.write(to: &target)
    #expect(written == Self.syn)
  }

  /// With three blocks, timestamps just fit.
  @Test func blocksAreReadAndWritten() throws {
    var blocks = SACKBlocks()
    for index in 0..<3 as Range<UInt32> {
      blocks.append(SACKBlock(start: index << 28, end: index << 28 + 5))
    }
    let options = TCPOptions(timestamps: .init(value: 1, echo: 2), sackBlocks: blocks)
    #expect(options.byteCount == 40)
    let header = TCPHeader(
      sourcePort: 1, destinationPort: 2, sequenceNumber: 3, acknowledgmentNumber: 4,
      flags: .acknowledgment, window: 5, options: options)
    var octets: [UInt8] = []
    header.append(
      to: &octets, payload: [1, 2, 3].span, from: IPAddress(.loopback as IPv4Address),
      to: IPAddress(.loopback as IPv4Address))
    #expect(
      octets[20...].prefix(24) == [
        1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 1, 5, 26, 0, 0, 0, 0, 0, 0, 0, 5,
      ])
    var read = try TCPHeader(parsing: octets.span)
    #expect(read.options == options && read.headerByteCount == 60)
    read.checksum = 0
    #expect(read == header)
  }

  private static func randomOptions(_ random: inout RandomSource) -> TCPOptions {
    var options = TCPOptions()
    if Bool.random(using: &random) {
      options.maximumSegmentSize = .random(in: 0...UInt16.max, using: &random)
    }
    if Bool.random(using: &random) { options.windowScale = .random(in: 0...255, using: &random) }
    options.isSACKPermitted = .random(using: &random)
    if Bool.random(using: &random) {
      options.timestamps = TCPOptions.Timestamps(
        value: .random(in: 0...UInt32.max, using: &random),
        echo: .random(in: 0...UInt32.max, using: &random))
    }
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      options.sackBlocks.append(
        SACKBlock(
          start: .random(in: 0...UInt32.max, using: &random),
          end: .random(in: 0...UInt32.max, using: &random)))
    }
    options.trimSACKBlocks()
    return options
  }

  static func randomHeader(_ random: inout RandomSource) -> TCPHeader {
    TCPHeader(
      sourcePort: .random(in: 0...UInt16.max, using: &random),
      destinationPort: .random(in: 0...UInt16.max, using: &random),
      sequenceNumber: .random(in: 0...UInt32.max, using: &random),
      acknowledgmentNumber: .random(in: 0...UInt32.max, using: &random),
      flags: TCPFlags(rawValue: .random(in: 0...255, using: &random)),
      window: .random(in: 0...UInt16.max, using: &random),
      urgentPointer: .random(in: 0...UInt16.max, using: &random), options: randomOptions(&random))
  }

  /// What is written is read back; each octet of it is covered by the checksum; nothing shorter is a header.
  @Test(arguments: UInt64(1)...200)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let header = Self.randomHeader(&random)
    let payload = Addresses.octets(.random(in: 0...50, using: &random), &random)
    let (source, destination) = Addresses.pair(&random)
    var segment: [UInt8] = []
    header.append(to: &segment, payload: payload.span, from: source, to: destination)
    try TCPHeader.verify(segment.span, from: source, to: destination)
    var read = try TCPHeader(parsing: segment.span)
    #expect(read.headerByteCount == header.writtenByteCount, "seed \(seed)")
    #expect(Array(segment[read.headerByteCount...]) == payload, "seed \(seed)")
    read.checksum = 0
    #expect(read == header, "seed \(seed)")
    for count in 0..<header.headerByteCount {
      #expect(throws: WireError.self, "seed \(seed)") {
        try TCPHeader(parsing: segment.span.extracting(0..<count))
      }
    }
    let bit = Int.random(in: 0..<segment.count * 8, using: &random)
    segment[bit / 8] ^= 1 << UInt8(bit % 8)
    #expect(throws: WireError.self, "seed \(seed), bit \(bit)") {
      try TCPHeader.verify(segment.span, from: source, to: destination)
    }
  }

  private func options(_ list: [UInt8]) throws(WireError) -> TCPOptions {
    try TCPOptions(parsing: list.span)
  }

  @Test func unknownOptionsAreSkippedAndNothingIsReadBehindTheEnd() throws {
    let read = try options([30, 4, 9, 9, 254, 2, 3, 3, 14, 1, 2, 4, 1, 0, 0, 8, 0])
    #expect(read == TCPOptions(maximumSegmentSize: 256, windowScale: 14))
  }

  @Test(
    arguments: [
      ([2, 0, 5, 0xb4], .badOption(kind: 2, length: 0, offset: 0)),
      ([1, 99, 1, 0], .badOption(kind: 99, length: 1, offset: 1)),
      ([1, 1, 1, 8], .badOption(kind: 8, length: 0, offset: 3)),
      ([99, 5, 0, 0], .badOption(kind: 99, length: 5, offset: 0)),
      ([2, 3, 5, 0xb4], .badOption(kind: 2, length: 3, offset: 0)),
      ([3, 4, 5, 0], .badOption(kind: 3, length: 4, offset: 0)),
      ([4, 3, 0, 0], .badOption(kind: 4, length: 3, offset: 0)),
      ([5, 2, 0, 0], .badOption(kind: 5, length: 2, offset: 0)),
      ([5, 9, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 5, length: 9, offset: 0)),
      ([5, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 5, length: 14, offset: 0)),
      ([5, 42] + Array(repeating: 0, count: 40), .badOption(kind: 5, length: 42, offset: 0)),
      ([8, 2, 0, 0], .badOption(kind: 8, length: 2, offset: 0)),
    ] as [([UInt8], WireError)])
  func impossibleOptionsAreErrors(_ list: [UInt8], _ error: WireError) {
    #expect(throws: error) { try options(list) }
  }

  /// RFC 7323 §2.3: told, and 14 is used instead.
  @Test func tooLargeAShiftIsTold() throws {
    let read = try options([3, 3, 15])
    #expect(read.windowScale == 15 && read.isWindowScaleExcessive && read.windowShift == 14)
    let right = try options([3, 3, 14])
    #expect(!right.isWindowScaleExcessive && right.windowShift == 14)
    #expect(try !options([]).isWindowScaleExcessive)
  }

  @Test func aDataOffsetOutsideTheSegmentIsAnError() {
    for words in 0..<16 where words < 5 || words > 10 {
      var segment = Self.syn
      segment[12] = UInt8(words << 4)
      #expect(throws: WireError.badLength(claimed: words * 4, available: 40)) {
        try TCPHeader(parsing: segment.span)
      }
    }
  }

  /// Options that are packed more tightly than we would lay them out take more room when they are written.
  @Test func theByteCountFollowsTheOptions() throws {
    var segment = Array(Self.syn.prefix(20)) + [3, 3, 7, 4, 2, 2, 4, 5, 0xb4, 254, 3, 0]
    segment[12] = 8 << 4
    var header = try TCPHeader(parsing: segment.span)
    #expect(header.headerByteCount == 32 && header.writtenByteCount == 32)
    header.options.timestamps = TCPOptions.Timestamps(value: 1, echo: 2)
    #expect(header.headerByteCount == 40)
    header.options = TCPOptions()
    #expect(header.headerByteCount == 20)
  }
}
