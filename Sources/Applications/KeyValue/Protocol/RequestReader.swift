/// Where an argument lies in a request's octets.
struct ArgumentRange: BitwiseCopyable {
  var start: Int
  var count: Int
}

/// Finds the arguments of a request in Redis's protocol: `*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n`, or words in a line.
///
/// It goes on where it stopped when more octets have come, so that nothing is looked at twice.
struct RequestReader: BitwiseCopyable {
  /// Behind what was read.
  private(set) var position = 0
  /// How many arguments are to come; negative before that is known.
  private var argumentsLeft = -1
  /// How long the next one is; negative before that is known.
  private var byteCount = -1

  static let argumentCountMax = 1 << 20
  static let argumentByteCountMax = 8 << 20
  /// A line, be it a count or words.
  static let lineByteCountMax = 64 << 10

  /// How many octets there have to be before it can go on, as far as is known.
  var neededByteCount: Int { byteCount >= 0 ? position + byteCount + 2 : position + 1 }

  /// Reads on in `octets`, the request's from its first one on. True once all arguments are in `arguments`.
  mutating func read(
    _ octets: Span<UInt8>, into arguments: inout [ArgumentRange]
  ) throws(ProtocolError) -> Bool {
    if argumentsLeft < 0 {
      guard let line = try number(in: octets, orFail: .tooLongArgumentCount) else { return false }
      guard let count = line.number, count <= Self.argumentCountMax else {
        throw .invalidArgumentCount
      }
      argumentsLeft = max(count, 0)
    }
    while argumentsLeft > 0 {
      guard try readLength(octets) else { return false }
      guard octets.count - position >= byteCount + 2 else { return false }
      arguments.append(ArgumentRange(start: position, count: byteCount))
      // As Redis does, nobody looks at the two octets behind an argument.
      position += byteCount + 2
      byteCount = -1
      argumentsLeft -= 1
    }
    return true
  }

  private mutating func readLength(_ octets: Span<UInt8>) throws(ProtocolError) -> Bool {
    guard byteCount < 0 else { return true }
    if position < octets.count, octets[position] != UInt8(ascii: "$") {
      // Redis says so once the line is there.
      guard try endOfLine(in: octets, orFail: .tooLongLength) != nil else { return false }
      throw .expectedLength(octets[position])
    }
    guard let line = try number(in: octets, orFail: .tooLongLength) else { return false }
    guard let count = line.number, count >= 0, count <= Self.argumentByteCountMax else {
      throw .invalidLength
    }
    byteCount = count
    return true
  }

  private struct NumberLine {
    /// Nil where the line holds no number.
    var number: Int?
  }

  /// Reads a line of a mark and a number; nil when it isn't there yet.
  private mutating func number(
    in octets: Span<UInt8>, orFail error: ProtocolError
  ) throws(ProtocolError) -> NumberLine? {
    guard let end = try endOfLine(in: octets, orFail: error) else { return nil }
    let number = octets.extracting(position + 1..<end).number
    position = end + 2
    return NumberLine(number: number)
  }

  /// Where the next carriage return is, with an octet behind it.
  private func endOfLine(
    in octets: Span<UInt8>, orFail error: ProtocolError
  ) throws(ProtocolError) -> Int? {
    let end = octets.firstIndex(of: .carriageReturn, from: position) ?? octets.count
    // The same for a line that is there as a whole.
    guard end - position <= Self.lineByteCountMax else { throw error }
    return end + 1 < octets.count ? end : nil
  }
}

extension Span where Element == UInt8 {
  /// A decimal number that fits, written in the only way that `Decimal` would; else nil.
  var number: Int? {
    let isNegative = count > 0 && self[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    guard count > start, count - start <= 19 else { return nil }
    if self[start] == UInt8(ascii: "0") { return count == 1 ? 0 : nil }
    var magnitude: UInt = 0
    for index in start..<count {
      guard self[index].isDigit else { return nil }
      magnitude = magnitude * 10 + UInt(self[index] &- 48)
    }
    if isNegative { return magnitude <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- magnitude) : nil }
    return Int(exactly: magnitude)
  }
}
