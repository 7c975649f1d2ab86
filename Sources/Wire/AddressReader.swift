/// Reads an address's text, octet by octet.
struct AddressReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Goes over `character`, if it is the next one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// One to `digitCountMax`, at most eight, digits; nil when there is none.
  mutating func number(radix: UInt32, digitCountMax: Int) -> UInt32? {
    var number: UInt32 = 0
    var count = 0
    while count < digitCountMax, let digit = rest.first.flatMap(Self.digit), digit < radix {
      number = number * radix + digit
      rest.removeFirst()
      count += 1
    }
    return count > 0 ? number : nil
  }

  private static func digit(_ character: UInt8) -> UInt32? {
    switch character {
    case 0x30...0x39: UInt32(character - 0x30)
    case 0x41...0x46: UInt32(character - 0x41) + 10
    case 0x61...0x66: UInt32(character - 0x61) + 10
    default: nil
    }
  }

  /// Four numbers up to 255 between dots, without leading zeros: some read those as octal.
  mutating func v4() -> UInt32? {
    var bits: UInt32 = 0
    for index in 0..<4 {
      if index > 0, !take(".") { return nil }
      let hasZero = rest.first == 0x30
      let before = rest.count
      guard let octet = number(radix: 10, digitCountMax: 3), octet <= 255 else { return nil }
      if hasZero, before - rest.count > 1 { return nil }
      bits = bits << 8 | octet
    }
    return bits
  }

  /// Up to eight groups; `::` once, for at least one group of zeros; IPv4's notation for the last two.
  mutating func v6() -> UInt128? {
    var groups = Groups()
    if take(":") {
      guard take(":") else { return nil }
      groups.gap = 0
      if isAtEnd { return groups.bits }
    }
    while true {
      guard takeGroup(&groups) else { return nil }
      if isAtEnd { return groups.bits }
      guard take(":") else { return nil }
      guard take(":") else { continue }
      guard groups.gap == nil else { return nil }
      groups.gap = groups.count
      if isAtEnd { return groups.bits }
    }
  }

  /// One group; or two in IPv4's notation, if that is all that is left.
  private mutating func takeGroup(_ groups: inout Groups) -> Bool {
    var ahead = self
    if let v4 = ahead.v4(), ahead.isAtEnd {
      self = ahead
      return groups.append(v4 >> 16) && groups.append(v4 & 0xffff)
    }
    guard let group = number(radix: 16, digitCountMax: 4) else { return false }
    return groups.append(group)
  }
}

/// Groups of sixteen bits on their way to an address.
private struct Groups {
  private var value: UInt128 = 0
  private(set) var count = 0
  /// How many groups stand before `::`.
  var gap: Int?

  /// False when there are eight already.
  mutating func append(_ group: UInt32) -> Bool {
    guard count < 8 else { return false }
    value = value << 16 | UInt128(group)
    count += 1
    return true
  }

  /// nil unless there are as many groups as an address has.
  var bits: UInt128? {
    guard let gap else { return count == 8 ? value : nil }
    guard count < 8 else { return nil }
    let tailBitCount = 16 * (count - gap)
    let head = value >> UInt128(tailBitCount)
    // What stands behind the gap keeps its place; what stands before it goes to the top.
    return head << UInt128(128 - 16 * gap) | value & ((1 << UInt128(tailBitCount)) - 1)
  }
}
