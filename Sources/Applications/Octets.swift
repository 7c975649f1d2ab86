extension MutableSpan where Element == UInt8 {
  /// Copies all of `source` to an offset. Traps where there is no room.
  @inline(__always)
  mutating func copy(_ source: Span<UInt8>, to offset: Int) {
    let byteCount = source.count
    // Checked once, so that the loop needs no checks and becomes one of wide moves.
    precondition(offset >= 0 && byteCount <= count - offset, "the copy must fit")
    // The standard library's `extracting`, which is to have this name.
    var target = _mutatingExtracting(offset..<offset + byteCount)
    for index in 0..<byteCount { target[index] = source[index] }
  }
}

extension Span where Element == UInt8 {
  /// Whether both hold the same octets.
  func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  /// Whether these are the octets of `text`, which is in small letters, when large letters count as small ones.
  func equalsIgnoringCase(_ text: String) -> Bool {
    let other = text.utf8.span
    guard count == other.count else { return false }
    for index in 0..<count where self[index].lowercased != other[index] { return false }
    return true
  }

  func starts(with text: String) -> Bool {
    let other = text.utf8.span
    return count >= other.count && extracting(first: other.count).equals(other)
  }

  /// The line whose line feed stands at `end`, without the carriage return that may stand before that.
  @_lifetime(copy self)
  func line(endingAt end: Int) -> Span<UInt8> {
    let hasReturn = end > 0 && self[end - 1] == .carriageReturn
    return extracting(first: hasReturn ? end - 1 : end)
  }

  /// Where an octet stands first, at `start` or behind it.
  func firstIndex(of octet: UInt8, from start: Int = 0) -> Int? {
    var index = start
    while index < count {
      if self[index] == octet { return index }
      index += 1
    }
    return nil
  }
}

extension UInt8 {
  /// The small letter of a large one; any other octet as it is.
  var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }

  var isDigit: Bool { self &- 48 < 10 }

  /// The value of a hexadecimal digit.
  var hexadecimal: UInt8? {
    if isDigit { return self &- 48 }
    let letter = lowercased &- 97
    return letter < 6 ? letter + 10 : nil
  }

  static var carriageReturn: UInt8 { 13 }
  static var lineFeed: UInt8 { 10 }
  static var space: UInt8 { 32 }
  static var tab: UInt8 { 9 }
}

/// The decimal digits of a number.
struct Decimal {
  private var digits = InlineArray<20, UInt8>(repeating: 48)
  private var start = 20

  init(_ number: UInt) {
    var rest = number
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start -= 1
      digits[start] = 48 + UInt8(digit)
      rest = quotient
    } while rest != 0
  }

  var octets: Span<UInt8> {
    @_lifetime(borrow self)
    get { digits.span.extracting(last: 20 - start) }
  }

  var count: Int { 20 - start }
}

/// The decimal digits of a number, and its sign.
struct SignedDecimal {
  private var text = InlineArray<20, UInt8>(repeating: 0)
  private var count = 0

  init(_ number: Int) {
    let digits = Decimal(number.magnitude)
    if number < 0 {
      text[0] = UInt8(ascii: "-")
      count = 1
    }
    for index in 0..<digits.count { text[count + index] = digits.octets[index] }
    count += digits.count
  }

  var octets: Span<UInt8> {
    @_lifetime(borrow self)
    get { text.span.extracting(first: count) }
  }
}
