/// The version of Redis's protocol that a connection speaks: RESP3 has types for what RESP2 says by others.
enum ProtocolVersion: UInt8, BitwiseCopyable, Sendable {
  case resp2 = 2
  case resp3 = 3
}

/// Answers in Redis's protocol.
extension ReplyBuffer {
  mutating func appendOK() { append("+OK\r\n") }

  /// What is not there.
  mutating func appendNull(_ version: ProtocolVersion) {
    append(version == .resp2 ? "$-1\r\n" : "_\r\n")
  }

  /// An array that is not there.
  mutating func appendNullArray(_ version: ProtocolVersion) {
    append(version == .resp2 ? "*-1\r\n" : "_\r\n")
  }

  /// What comes before so many keys with values: in RESP2 an array of both.
  mutating func append(mapCount count: Int, _ version: ProtocolVersion) {
    guard version == .resp3 else { return append(arrayCount: 2 * count) }
    append(UInt8(ascii: "%"))
    append(decimal: count)
    append("\r\n")
  }

  /// Text for people.
  mutating func append(text octets: Span<UInt8>, _ version: ProtocolVersion) {
    guard version == .resp3 else { return append(bulk: octets) }
    append(UInt8(ascii: "="))
    append(decimal: octets.count + 4)
    append("\r\ntxt:")
    append(octets)
    append("\r\n")
  }

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
