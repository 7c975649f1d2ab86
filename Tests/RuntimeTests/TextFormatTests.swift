import Testing

@testable import Runtime

/// Formats of `bpf_trace_printk`, beside what C's own `printf` or the kernel's documentation says.
@Suite struct TextFormatTests {
  private func text(
    _ format: String, _ arguments: [UInt64], room: Int = 256
  ) -> (text: String, count: Int)? {
    var bytes = [UInt8](repeating: 0xff, count: room)
    let count: Int? = unsafe bytes.withUnsafeMutableBytes { bytes in
      var writer = unsafe TextWriter(bytes)
      do {
        try unsafe Array(format.utf8).withUnsafeBytes { format in
          try unsafe arguments.withUnsafeBytes { arguments in
            try unsafe writer.write(format: format, arguments)
          }
        }
      } catch {
        return nil
      }
      return writer.count
    }
    return count.map { (String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self), $0) }
  }

  @Test(arguments: [
    ("", [], ""), ("%%", [], "%"), ("a\tb\n", [], "a\tb\n"),
    ("%d %u", [UInt64.max, UInt64.max], "-1 4294967295"),
    ("%ld %lu", [UInt64.max, UInt64.max], "-1 18446744073709551615"),
    (
      "%llx|%lX|%x", [0xabc_1234_5678, 0xabc_1234_5678, 0xabc_1234_5678],
      "abc12345678|ABC12345678|12345678"
    ),
    ("%08x|%-6d|%+d|% d", [255, 7, 7, 7], "000000ff|7     |+7| 7"),
    ("%c%c", [0x141, 98], "Ab"), ("%p", [0x1234], "0000000000001234"),
    ("%px %pS", [1, 2], "0000000000000001 0000000000000002"),
  ])
  func aFormatGives(_ format: String, _ arguments: [UInt64], _ expected: String) throws {
    let result = try #require(text(format, arguments))
    #expect(result.text == expected)
    #expect(result.count == expected.utf8.count)
  }

  @Test(
    arguments: [
      ("%", [0]), ("%f", [0]), ("%n", [0]), ("%lld%", [0]), ("%d", []), ("%d %d", [1]),
      ("%lc", [1]),
      ("%llld", [1]), ("%pI5", [0]), ("%pk", [0]), ("%hd", [0]), ("%*d", [0, 0]), ("\u{1}", []),
      ("ü", []), ("%q", [0]),
    ] as [(String, [UInt64])])
  func aFormatIsRefused(_ format: String, _ arguments: [UInt64]) {
    #expect(text(format, arguments) == nil)
  }

  /// Nothing that a string or an address may point to makes it fault.
  @Test func memoryThatIsNotThereIsEmpty() throws {
    for address: UInt64 in [0, 1, 4095, 0x7fff_ffff_f000, .max, .max - 7] {
      let string = try #require(text("<%s>", [address]))
      #expect(string.text == "<>")
      #expect(try #require(text("%pI4", [address])).text == "0.0.0.0")
    }
  }

  @Test func whatDoesNotFitIsCounted() throws {
    for room in 0...12 {
      let result = try #require(text("%d and %d", [12, 345], room: room))
      #expect(result.count == 10)
      if room > 0 { #expect(result.text == String("12 and 345".prefix(room - 1))) }
    }
  }

  /// Random formats never trap, and never write past their room.
  @Test func randomFormatsAreHarmless() throws {
    var random = SystemRandomNumberGenerator()
    let seed = random.next()
    var state = seed
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let letters = Array("%%%%%dduxXlllscpIi46kK0123456789-+ abS")
    for _ in 0..<20_000 {
      let format = String((0..<next(24)).map { _ in letters[next(letters.count)] })
      let room = next(40)
      let arguments = (0..<next(4)).map { _ in UInt64(1 + next(127)) }
      guard let result = text(format, arguments, room: room), room > 0 else { continue }
      #expect(
        result.text.utf8.count == min(result.count, room - 1), "seed \(seed): “\(format)”")
    }
  }
}
