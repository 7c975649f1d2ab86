/// Answers in Redis's protocol (RESP2).
extension ReplyBuffer {
  mutating func appendOK() { append("+OK\r\n") }
  mutating func appendNull() { append("$-1\r\n") }

  mutating func append(number: Int) {
    append(UInt8(ascii: ":"))
    append(decimal: number)
    append("\r\n")
  }

  /// Octets of any kind.
  mutating func append(bulk octets: Span<UInt8>) {
    append(bulkByteCount: octets.count)
    append(octets)
    append("\r\n")
  }

  mutating func append(bulk text: String) { append(bulk: text.utf8.span) }

  /// What comes before octets.
  mutating func append(bulkByteCount byteCount: Int) {
    append(UInt8(ascii: "$"))
    append(decimal: byteCount)
    append("\r\n")
  }

  /// What comes before so many answers in one.
  mutating func append(arrayCount count: Int) {
    append(UInt8(ascii: "*"))
    append(decimal: count)
    append("\r\n")
  }

  /// An error, by its text with the code before it.
  mutating func append(error text: String) {
    append(UInt8(ascii: "-"))
    append(text)
    append("\r\n")
  }

  /// A part of an error that somebody sent: no more than so many octets, without line ends.
  mutating func append(quoting octets: Span<UInt8>, byteCountMax: Int) {
    for index in 0..<min(octets.count, byteCountMax) {
      let octet = octets[index]
      append(octet == .carriageReturn || octet == .lineFeed ? .space : octet)
    }
  }
}
