import Bytecode
import Interpreter
import Testing

/// Loads, stores and atomics, on a buffer of the test.
@Suite struct MemoryTests {
  private static let pattern: [UInt8] = [
    0x80, 0x91, 0xa2, 0xb3, 0xc4, 0xd5, 0xe6, 0xf7, 0x08, 0x19, 0x2a, 0x3b, 0x4c, 0x5d, 0x6e, 0x7f,
  ]

  /// Runs over a copy of `bytes`, with `r1` at its start: `r0`, and what the bytes are afterwards.
  static func run(
    _ source: String, _ bytes: [UInt8] = pattern, r2: UInt64 = 0
  ) throws -> (result: UInt64?, bytes: [UInt8]) {
    let program = try BareProgram(source)
    // Sound: the buffer is aligned for words and lives until the end of the function.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    defer { unsafe buffer.deallocate() }
    unsafe buffer.copyBytes(from: bytes)
    let result = program.run(UInt64(UInt(bitPattern: buffer.baseAddress)), r2)
    return (result, unsafe Array(buffer))
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 * 256 + UInt64($1) }
  }

  @Test(arguments: MemorySize.allCases, 0...8)
  func loadsExtendWithZeros(_ size: MemorySize, _ offset: Int) throws {
    let bits = size.byteCount * 8
    let (result, bytes) = try Self.run("r0 = *(u\(bits) *)(r1 + \(offset))\nexit")
    #expect(result == Self.word(Self.pattern[offset..<offset + size.byteCount]))
    #expect(bytes == Self.pattern)
  }

  @Test(arguments: [8, 16, 32], 0...8)
  func signedLoadsExtendWithTheSign(_ bits: Int, _ offset: Int) throws {
    let (result, _) = try Self.run("r0 = *(s\(bits) *)(r1 + \(offset))\nexit")
    let word = Self.word(Self.pattern[offset..<offset + bits / 8])
    #expect(result == Model.signExtended(word, bits: bits, to: .word64))
  }

  @Test(arguments: MemorySize.allCases, 0...8)
  func storesTouchTheirBytesOnly(_ size: MemorySize, _ offset: Int) throws {
    let bits = size.byteCount * 8
    let value: UInt64 = 0x1122_3344_5566_7788
    var wanted = Self.pattern
    for index in 0..<size.byteCount {
      wanted[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
    }
    let store = "*(u\(bits) *)(r1 + \(offset)) = r2\nr0 = 0\nexit"
    #expect(try Self.run(store, r2: value).bytes == wanted)
  }

  @Test(arguments: MemorySize.allCases, [Int32.min, -2, 0, 0x1234_5678])
  func storedImmediatesAreSignExtended(_ size: MemorySize, _ immediate: Int32) throws {
    let bits = size.byteCount * 8
    let wide = UInt64(bitPattern: Int64(immediate))
    let (_, bytes) = try Self.run("*(u\(bits) *)(r1 + 4) = \(immediate)\nr0 = 0\nexit")
    for index in Self.pattern.indices {
      let isStored = (4..<4 + size.byteCount).contains(index)
      let octet = UInt8(truncatingIfNeeded: wide >> (8 * UInt64(max(index - 4, 0) % 8)))
      #expect(bytes[index] == (isStored ? octet : Self.pattern[index]))
    }
  }

  @Test func negativeOffsets() throws {
    let (result, _) = try Self.run("r1 += 16\nr0 = *(u64 *)(r1 - 8)\nexit")
    #expect(result == Self.word(Self.pattern[8...]))
  }

  @Test func orderedAccesses() throws {
    for bits in [8, 16, 32, 64] {
      let register = bits == 64 ? "r" : "w"
      let (result, bytes) = try Self.run(
        """
        \(register)0 = load_acquire((u\(bits) *)(r1 + 8))
        store_release((u\(bits) *)(r1 + 0), \(register)2)
        exit
        """, r2: 0x0102_0304_0506_0708)
      #expect(result == Self.word(Self.pattern[8..<8 + bits / 8]))
      let stored: [UInt8] = [8, 7, 6, 5, 4, 3, 2, 1]
      #expect(bytes == Array(stored[..<(bits / 8)] + Self.pattern[(bits / 8)...]))
    }
  }

  // MARK: Atomics

  struct AtomicCase: CustomTestStringConvertible, Sendable {
    var name: String
    /// Memory, operand → memory afterwards, cut to the width.
    var apply: @Sendable (UInt64, UInt64) -> UInt64
    var testDescription: String { name }
  }

  static let modifying = [
    AtomicCase(name: "add") { $0 &+ $1 }, AtomicCase(name: "or") { $0 | $1 },
    AtomicCase(name: "and") { $0 & $1 }, AtomicCase(name: "xor") { $0 ^ $1 },
  ]

  @Test(arguments: modifying, [32, 64])
  func modifications(_ one: AtomicCase, _ bits: Int) throws {
    let register = bits == 64 ? "r" : "w"
    let symbol = ["add": "+", "or": "|", "and": "&", "xor": "^"][one.name]!
    let pairs: [(UInt64, UInt64)] = [
      (0xfedc_ba98_7654_3210, 0xffff_ffff_ffff_ffff), (0x8000_0000_8000_0000, 0x8000_0000),
      (1, 0xf0f0_f0f0_0f0f_0f0f),
    ]
    for (memory, operand) in pairs {
      var wanted = memory
      let new = one.apply(memory, operand)
      wanted = bits == 64 ? new : memory & ~0xffff_ffff | new & 0xffff_ffff
      let before = Self.bytes(memory)
      let plain = try Self.run(
        "lock *(u\(bits) *)(r1 + 0) \(symbol)= \(register)2\nr0 = r2\nexit", before, r2: operand)
      #expect(plain.bytes == Self.bytes(wanted))
      #expect(plain.result == operand, "without fetch the source stays")
      let fetching = try Self.run(
        """
        \(register)2 = atomic_fetch_\(one.name)((u\(bits) *)(r1 + 0), \(register)2)
        r0 = r2
        exit
        """, before, r2: operand)
      #expect(fetching.bytes == Self.bytes(wanted))
      #expect(fetching.result == (bits == 64 ? memory : memory & 0xffff_ffff))
    }
  }

  @Test func exchanges() throws {
    let memory: UInt64 = 0xfedc_ba98_7654_3210
    let wide = try Self.run(
      "r2 = xchg_64(r1 + 0, r2)\nr0 = r2\nexit", Self.bytes(memory), r2: 5)
    #expect(wide.result == memory && wide.bytes == Self.bytes(5))
    let narrow = try Self.run(
      "w2 = xchg32_32(r1 + 0, w2)\nr0 = r2\nexit", Self.bytes(memory), r2: .max)
    #expect(narrow.result == 0x7654_3210 && narrow.bytes == Self.bytes(0xfedc_ba98_ffff_ffff))
  }

  /// `r0` is compared, and gets what lay there, zero-extended, whether or not it was equal.
  @Test(arguments: [true, false])
  func comparingExchanges(_ isEqual: Bool) throws {
    let memory: UInt64 = 0xfedc_ba98_7654_3210
    let expected = isEqual ? memory : memory ^ 1
    let wide = try Self.run(
      "r0 = \(expected) ll\nr0 = cmpxchg_64(r1 + 0, r0, r2)\nexit", Self.bytes(memory), r2: 5)
    #expect(wide.result == memory)
    #expect(wide.bytes == Self.bytes(isEqual ? 5 : memory))
    // The upper half of r0 takes no part.
    let half = UInt64(0xabcd_0000_0000_0000) | expected & 0xffff_ffff
    let narrow = try Self.run(
      "r0 = \(half) ll\nw0 = cmpxchg32_32(r1 + 0, w0, w2)\nexit", Self.bytes(memory), r2: 5)
    #expect(narrow.result == 0x7654_3210)
    #expect(narrow.bytes == Self.bytes(isEqual ? 0xfedc_ba98_0000_0005 : memory))
  }

  private static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
  }
}
