/// One JSON object, written member by member: a trace has millions, so nothing is built that is not written.
struct JSONLine {
  private(set) var octets: [UInt8] = []

  mutating func clear() { octets.removeAll(keepingCapacity: true) }

  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { unsafe octets.append(contentsOf: $0) }
  }

  mutating func number(_ value: UInt64) { octets.append(contentsOf: "\(value)".utf8) }

  /// Nanoseconds as microseconds, the unit of the format, with all three places behind the point.
  mutating func microseconds(_ nanoseconds: UInt64) {
    number(nanoseconds / 1000)
    let rest = nanoseconds % 1000
    octets.append(UInt8(ascii: "."))
    for digit in [rest / 100, rest / 10 % 10, rest % 10] {
      octets.append(UInt8(ascii: "0") + UInt8(digit))
    }
  }

  /// A string, escaped as RFC 8259, section 7, asks for.
  mutating func string(_ text: String) {
    octets.append(UInt8(ascii: "\""))
    for octet in text.utf8 {
      switch octet {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        octets.append(UInt8(ascii: "\\"))
        octets.append(octet)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        octets.append(contentsOf: "\\u00".utf8)
        octets.append(digits[Int(octet >> 4)])
        octets.append(digits[Int(octet & 15)])
      default: octets.append(octet)
      }
    }
    octets.append(UInt8(ascii: "\""))
  }
}
