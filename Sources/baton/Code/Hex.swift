import Bytecode

/// Octets as hexadecimal digits, as people and conformance suites pass them.
enum Hex {
  /// Reads digits in pairs; white space may stand between any two pairs.
  static func octets(_ text: String, of what: String) throws(BadInput) -> [UInt8] {
    var octets: [UInt8] = []
    var high: UInt8?
    for (index, character) in text.utf8.enumerated() {
      if isSpace(character), high == nil { continue }
      guard let digit = digit(character) else {
        let found = UnicodeScalar(character).escaped(asASCII: true)
        throw BadInput("\(what): “\(found)” at offset \(index) is no hexadecimal digit")
      }
      if let upper = high {
        octets.append(upper << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { throw BadInput("\(what): an odd number of hexadecimal digits") }
    return octets
  }

  static func text(_ octets: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func isSpace(_ character: UInt8) -> Bool {
    [UInt8(ascii: " "), 9, 10, 13].contains(character)
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension [Instruction] {
  /// The slots in their little-endian encoding.
  var octets: [UInt8] {
    flatMap { instruction in
      (0..<8).map { UInt8(truncatingIfNeeded: instruction.encoded >> (8 * $0)) }
    }
  }

  /// Takes little-endian slots apart.
  init(octets: [UInt8], of what: String) throws(BadInput) {
    guard octets.count % Instruction.byteCount == 0 else {
      throw BadInput("\(what): \(octets.count) octets are no whole number of 8-octet instructions")
    }
    self = stride(from: 0, to: octets.count, by: Instruction.byteCount).map { start in
      Instruction(
        encoded: (0..<8).reduce(0) { $0 | UInt64(octets[start + $1]) << UInt64(8 * $1) })
    }
  }
}
