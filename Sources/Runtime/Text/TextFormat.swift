/// The format strings of Linux's `bpf_trace_printk` and `bpf_snprintf` (`bpf_bprintf_prepare`), taken apart.
///
/// Conversions: `%d %i %u %x %X` of 32 bits, or with `l` or `ll` of 64; `%c`; `%s`, `%pks` and `%pus`, a
/// string at an address; `%p`, `%px`, `%pK`, `%pB`, `%ps` and `%pS`, the address itself, as there are no
/// symbols here; `%pi4`, `%pI4`, `%pi6` and `%pI6`, an IP address at an address; `%%`.
@safe
struct TextFormat {
  private let text: UnsafeRawBufferPointer
  private var index = 0

  enum Piece: Equatable {
    /// To be written as it is.
    case character(UInt8)
    case number(Number)
    case character32(Number)
    case string
    case address
    case internetAddress(byteCount: Int, isDotted: Bool)
  }

  struct Number: Equatable {
    var isLeft = false
    var hasPlus = false
    var hasSpace = false
    var isZeroPadded = false
    var width = 0
    var isWide = false
    var conversion = UInt8(ascii: "d")
  }

  struct Invalid: Error {}

  /// Goes through `text` up to its first zero, or all of it; it must outlive this.
  init(_ text: UnsafeRawBufferPointer) { unsafe self.text = text }

  /// The next piece; nil at the end.
  mutating func next() throws(Invalid) -> Piece? {
    guard let character = take(), character != 0 else { return nil }
    guard character == UInt8(ascii: "%") else {
      // As in Linux: printable, or white space.
      guard (32..<127).contains(character) || (9...13).contains(character) else { throw Invalid() }
      return .character(character)
    }
    var number = Number()
    takeFlags(&number)
    guard let conversion = take() else { throw Invalid() }
    switch conversion {
    case UInt8(ascii: "%"): return .character(conversion)
    case UInt8(ascii: "s"): return .string
    case UInt8(ascii: "p"): return try pointer()
    case UInt8(ascii: "c"):
      number.conversion = conversion
      return .character32(number)
    default: return try integer(&number, conversion)
    }
  }

  private func peek() -> UInt8? { unsafe index < text.count ? text[index] : nil }

  private mutating func take() -> UInt8? {
    guard let character = peek() else { return nil }
    index += 1
    return character
  }

  private static let widthMax = 1023

  private mutating func takeFlags(_ number: inout Number) {
    while let flag = peek() {
      switch flag {
      case UInt8(ascii: "-"): number.isLeft = true
      case UInt8(ascii: "+"): number.hasPlus = true
      case UInt8(ascii: " "): number.hasSpace = true
      case UInt8(ascii: "0"): number.isZeroPadded = true
      default:
        takeWidth(&number)
        return
      }
      index += 1
    }
  }

  private mutating func takeWidth(_ number: inout Number) {
    while let digit = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      number.width = min(10 * number.width + Int(digit - UInt8(ascii: "0")), Self.widthMax)
      index += 1
    }
  }

  private mutating func integer(
    _ number: inout Number, _ first: UInt8
  ) throws(Invalid) -> Piece {
    var conversion: UInt8? = first
    if conversion == UInt8(ascii: "l") {
      number.isWide = true
      conversion = take()
      if conversion == UInt8(ascii: "l") { conversion = take() }
    }
    switch conversion {
    case UInt8(ascii: "i"): number.conversion = UInt8(ascii: "d")
    case let known? where "duxX".utf8.contains(known): number.conversion = known
    default: throw Invalid()
    }
    return .number(number)
  }

  private mutating func pointer() throws(Invalid) -> Piece {
    switch peek() {
    case UInt8(ascii: "k"), UInt8(ascii: "u"):
      index += 1
      guard take() == UInt8(ascii: "s") else { throw Invalid() }
      return .string
    case UInt8(ascii: "i"), UInt8(ascii: "I"):
      let isDotted = take() == UInt8(ascii: "I")
      switch take() {
      case UInt8(ascii: "4"): return .internetAddress(byteCount: 4, isDotted: isDotted)
      case UInt8(ascii: "6"): return .internetAddress(byteCount: 16, isDotted: isDotted)
      default: throw Invalid()
      }
    case let kind? where "KxsSB".utf8.contains(kind):
      index += 1
      return .address
    default: return .address
    }
  }
}
