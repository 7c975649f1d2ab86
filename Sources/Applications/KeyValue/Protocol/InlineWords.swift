/// The words of a line, for people who type requests. Words in quotes may hold spaces; in double quotes, `\n`, `\x41` and
/// the like stand for octets, as Redis takes them.
struct InlineWords {
  /// Splits a line. The words' octets are put one behind the other in `buffer`.
  static func split(
    _ line: Span<UInt8>, into buffer: inout [UInt8], _ arguments: inout [ArgumentRange]
  ) throws(ProtocolError) {
    buffer.removeAll(keepingCapacity: true)
    var index = 0
    while true {
      while index < line.count, isSpace(line[index]) { index += 1 }
      guard index < line.count else { return }
      let start = buffer.count
      index = try word(line, from: index, into: &buffer)
      arguments.append(ArgumentRange(start: start, count: buffer.count - start))
    }
  }

  /// Reads one word; where it ends.
  private static func word(
    _ line: Span<UInt8>, from start: Int, into buffer: inout [UInt8]
  ) throws(ProtocolError) -> Int {
    var index = start
    while index < line.count, !isSpace(line[index]) {
      switch line[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = try quoted(line, from: index, into: &buffer)
        // A closing quote ends the word.
        guard index == line.count || isSpace(line[index]) else { throw .unbalancedQuotes }
        return index
      case let octet:
        // Redis's lines are C strings.
        guard octet != 0 else { return line.count }
        buffer.append(octet)
        index += 1
      }
    }
    return index
  }

  /// Reads what stands in quotes, from the opening one on; where the closing one ends.
  private static func quoted(
    _ line: Span<UInt8>, from start: Int, into buffer: inout [UInt8]
  ) throws(ProtocolError) -> Int {
    let quote = line[start]
    var index = start + 1
    while index < line.count {
      if line[index] == quote { return index + 1 }
      if line[index] == UInt8(ascii: "\\"), index + 1 < line.count {
        index = escaped(line, from: index, quote, into: &buffer)
      } else {
        buffer.append(line[index])
        index += 1
      }
    }
    throw .unbalancedQuotes
  }

  /// Reads what a backslash starts; where it ends.
  private static func escaped(
    _ line: Span<UInt8>, from start: Int, _ quote: UInt8, into buffer: inout [UInt8]
  ) -> Int {
    let octet = line[start + 1]
    guard quote == UInt8(ascii: "\"") else {
      // In single quotes, only a quote is escaped.
      buffer.append(octet == quote ? quote : UInt8(ascii: "\\"))
      return octet == quote ? start + 2 : start + 1
    }
    if octet == UInt8(ascii: "x"), start + 3 < line.count,
      let high = line[start + 2].hexadecimal, let low = line[start + 3].hexadecimal
    {
      buffer.append(high << 4 | low)
      return start + 4
    }
    switch octet {
    case UInt8(ascii: "n"): buffer.append(10)
    case UInt8(ascii: "r"): buffer.append(13)
    case UInt8(ascii: "t"): buffer.append(9)
    case UInt8(ascii: "b"): buffer.append(8)
    case UInt8(ascii: "a"): buffer.append(7)
    default: buffer.append(octet)
    }
    return start + 2
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == 32 || (9...13).contains(octet) }
}
