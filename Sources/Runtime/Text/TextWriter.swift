import CLinux

/// Text of limited length, with a zero at its end; what does not fit is counted.
///
/// It allocates nothing: programs write while they run.
@safe
struct TextWriter: ~Copyable {
  private let start: UnsafeMutablePointer<CChar>?
  private let capacity: Int
  /// Characters that were written or would have been, without the zero.
  private(set) var count = 0

  /// `bytes` must outlive the writer; room for none is allowed.
  init(_ bytes: UnsafeMutableRawBufferPointer) {
    unsafe start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    capacity = bytes.count
    terminate()
  }

  /// How many characters there are.
  var writtenCount: Int { max(0, min(count, capacity - 1)) }

  /// Writes `format` with `arguments`, words of 64 bits.
  ///
  /// - Throws: for a conversion that Linux does not know, or that has no argument.
  mutating func write(
    format: UnsafeRawBufferPointer, _ arguments: UnsafeRawBufferPointer
  ) throws(TextFormat.Invalid) {
    var format = unsafe TextFormat(format)
    var used = 0
    while let piece = try format.next() {
      if case .character(let character) = piece {
        append(character)
        continue
      }
      guard 8 * used < arguments.count else { throw TextFormat.Invalid() }
      // Sound: any bytes are a number, and the offset was checked.
      let argument = unsafe arguments.loadUnaligned(fromByteOffset: 8 * used, as: UInt64.self)
      used += 1
      write(piece, argument)
    }
  }

  private mutating func write(_ piece: TextFormat.Piece, _ argument: UInt64) {
    switch piece {
    case .character(let character): append(character)
    case .number(let number): append(number, argument)
    case .character32(let number): append(number, argument & 0xff)
    case .string: appendString(at: argument)
    case .address: append(Self.address, argument)
    case .internetAddress(let byteCount, let isDotted):
      appendInternetAddress(at: argument, byteCount: byteCount, isDotted: isDotted)
    }
  }

  private static let address = TextFormat.Number(
    isZeroPadded: true, width: 16, isWide: true, conversion: UInt8(ascii: "x"))
  private static let byte = TextFormat.Number(conversion: UInt8(ascii: "u"))
  private static let paddedByte = TextFormat.Number(
    isZeroPadded: true, width: 3, conversion: UInt8(ascii: "u"))
  private static let group = TextFormat.Number(
    isZeroPadded: true, width: 4, conversion: UInt8(ascii: "x"))

  private mutating func append(_ number: TextFormat.Number, _ argument: UInt64) {
    let value: Int64 =
      if number.isWide {
        Int64(bitPattern: argument)
      } else if number.conversion == UInt8(ascii: "d") {
        Int64(Int32(truncatingIfNeeded: argument))
      } else {
        Int64(UInt32(truncatingIfNeeded: argument))
      }
    let format = linux_number_format(
      is_left: number.isLeft, has_plus: number.hasPlus, has_space: number.hasSpace,
      is_zero_padded: number.isZeroPadded, width: Int32(number.width),
      conversion: CChar(bitPattern: number.conversion))
    let room = max(0, capacity - count)
    // Sound: there is room for that many characters from there on.
    count += unsafe linux_format_number(
      room == 0 ? nil : start.map { unsafe $0 + count }, room, format, value)
  }

  private mutating func append(_ character: UInt8) {
    if count + 1 < capacity { unsafe start?[count] = CChar(bitPattern: character) }
    count += 1
    terminate()
  }

  private func terminate() {
    if count < capacity { unsafe start?[count] = 0 }
  }

  /// As in Linux, where more is cut off.
  private static let stringByteCountMax = 512

  /// The string at an address of which nothing is known; none where there is no memory.
  private mutating func appendString(at address: UInt64) {
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.stringByteCountMax, alignment: 1) {
      bytes in
      let count = unsafe linux_read_own_memory(address, bytes.baseAddress, bytes.count - 1)
      for index in 0..<count {
        guard unsafe bytes[index] != 0 else { return }
        unsafe append(bytes[index])
      }
    }
  }

  private mutating func appendInternetAddress(at address: UInt64, byteCount: Int, isDotted: Bool) {
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    _ = unsafe span.withUnsafeMutableBytes {
      unsafe linux_read_own_memory(address, $0.baseAddress, byteCount)
    }
    if byteCount == 4 {
      for index in 0..<4 {
        if index > 0 { append(UInt8(ascii: ".")) }
        append(isDotted ? Self.byte : Self.paddedByte, UInt64(bytes[index]))
      }
    } else {
      for index in stride(from: 0, to: 16, by: 2) {
        if index > 0, isDotted { append(UInt8(ascii: ":")) }
        append(Self.group, UInt64(bytes[index]) << 8 | UInt64(bytes[index + 1]))
      }
    }
  }
}
