extension IPv4Address: LosslessStringConvertible {
  /// `192.0.2.1`, and nothing else: four decimal numbers without leading zeros.
  public init?(_ text: String) {
    var reader = AddressReader(text)
    guard let bits = reader.v4(), reader.isAtEnd else { return nil }
    self.bits = bits
  }

  public var description: String {
    (0..<4).map { String(octet($0)) }.joined(separator: ".")
  }
}

extension IPv6Address: LosslessStringConvertible {
  /// The forms of RFC 4291 §2.2, without zone and prefix length.
  public init?(_ text: String) {
    var reader = AddressReader(text)
    guard let bits = reader.v6(), reader.isAtEnd else { return nil }
    self.bits = bits
  }

  /// The form that RFC 5952 recommends: lower case, no leading zeros, `::` for the longest run of two or more
  /// groups of zeros, the first of several; IPv4-mapped addresses with dots.
  public var description: String {
    if let v4 = IPAddress(self).v4 { return "::ffff:\(v4)" }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    let gap = Self.longestRunOfZeros(groups)
    guard gap.count >= 2 else { return Self.text(groups[...]) }
    return Self.text(groups[..<gap.lowerBound]) + "::" + Self.text(groups[gap.upperBound...])
  }

  private static func text(_ groups: ArraySlice<UInt16>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The first of the longest ones.
  private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 {
        start = index + 1
      } else if index + 1 - start > longest.count {
        longest = start..<index + 1
      }
    }
    return longest
  }
}

extension IPAddress: LosslessStringConvertible {
  /// An address of either version.
  public init?(_ text: String) {
    if let v4 = IPv4Address(text) {
      self.init(v4)
    } else if let v6 = IPv6Address(text) {
      self.init(v6)
    } else {
      return nil
    }
  }

  /// An IPv4 address without the prefix that it is kept with.
  public var description: String { v4?.description ?? v6.description }
}

extension MACAddress: LosslessStringConvertible {
  /// Six pairs of hexadecimal digits between colons: `02:00:00:00:00:01`. A leading zero may be left out.
  public init?(_ text: String) {
    var reader = AddressReader(text)
    var bits: UInt64 = 0
    for index in 0..<6 {
      guard index == 0 || reader.take(":"), let octet = reader.number(radix: 16, digitCountMax: 2)
      else { return nil }
      bits = bits << 8 | UInt64(octet)
    }
    guard reader.isAtEnd else { return nil }
    self.init(bits: bits)
  }

  /// As above, with leading zeros.
  public var description: String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}
