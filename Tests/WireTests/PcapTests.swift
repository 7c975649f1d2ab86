import Testing
import Wire

@Suite struct PcapTests {
  private func file(_ packets: [[UInt8]]) -> [UInt8] {
    packets.enumerated().reduce(PcapFile.ethernet.header) { file, packet in
      file
        + PcapFile.ethernet.recordHeader(
          nanoseconds: 5_000_000_007 + UInt64(packet.offset), byteCount: packet.element.count)
        + packet.element
    }
  }

  private func packets(
    of file: [UInt8]
  ) throws(PcapError) -> (packets: [[UInt8]], times: [UInt64]) {
    let format = try PcapFile(parsing: file.span)
    var packets: [[UInt8]] = []
    var times: [UInt64] = []
    var offset = PcapFile.headerByteCount
    while let record = try format.record(in: file.span, at: offset) {
      packets.append(Array(file[record.octets]))
      times.append(record.nanoseconds)
      offset = record.octets.upperBound
    }
    return (packets, times)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let sent: [[UInt8]] = [[1, 2, 3], [], Array(repeating: 7, count: 1500)]
    let read = try packets(of: file(sent))
    #expect(read.packets == sent)
    #expect(read.times == [5_000_000_007, 5_000_000_008, 5_000_000_009])
  }

  /// Each order and each unit of time.
  @Test(
    arguments: [
      ([0xd4, 0xc3, 0xb2, 0xa1], false, UInt64(3_000_009_000)),
      ([0x4d, 0x3c, 0xb2, 0xa1], false, 3_000_000_009),
      ([0xa1, 0xb2, 0xc3, 0xd4], true, 3_000_009_000),
      ([0xa1, 0xb2, 0x3c, 0x4d], true, 3_000_000_009),
    ] as [([UInt8], Bool, UInt64)])
  func allFourKindsAreRead(_ magic: [UInt8], _ isBigEndian: Bool, _ time: UInt64) throws {
    func word(_ value: UInt8) -> [UInt8] {
      isBigEndian ? [0, 0, 0, value] : [value, 0, 0, 0]
    }
    let file =
      magic + Array(repeating: 0, count: 16) + word(1) + word(3) + word(9) + word(2) + word(2)
      + [0xab, 0xcd]
    let read = try packets(of: file)
    #expect(read.packets == [[0xab, 0xcd]])
    #expect(read.times == [time])
  }

  /// A file that is cut anywhere gives what lies before the cut, and says where that is.
  @Test func aCutFileSaysWhere() throws {
    let whole = file([[1, 2, 3], [4, 5, 6, 7]])
    for count in 0..<whole.count where count != 24 && count != 43 {
      #expect(throws: PcapError.self) { try packets(of: Array(whole.prefix(count))) }
    }
    #expect(throws: PcapError.truncated(offset: 59, needed: 4, got: 1)) {
      try packets(of: Array(whole.prefix(60)))
    }
  }

  @Test func otherFilesAreRefused() {
    #expect(throws: PcapError.pcapng) {
      try PcapFile(parsing: ([0x0a, 0x0d, 0x0d, 0x0a] + Array(repeating: 0, count: 30)).span)
    }
    #expect(throws: PcapError.badMagic(0)) {
      try PcapFile(parsing: Array(repeating: 0, count: 30).span)
    }
  }
}
