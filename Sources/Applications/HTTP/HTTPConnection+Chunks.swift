/// Chunked bodies (RFC 9112 §7.1), which are skipped. Every line end is a carriage return and a line feed here, without
/// the leniency of elsewhere: a chunk that two parties see end at different places is how requests are smuggled.
extension HTTPConnection {
  /// A chunk's size with its extensions, or a trailer, is no longer than this.
  static let lineByteCountMax = 4 << 10
  static let trailersByteCountMax = 16 << 10

  /// Reads the line with a chunk's size, or the line end behind a chunk.
  mutating func readChunkFraming(_ input: Span<UInt8>) throws(HTTPRefusal) -> Int? {
    guard phase == .chunkEnd else { return try readChunkSize(input) }
    if input.count > 0, input[0] != .carriageReturn { throw .malformed }
    guard input.count > 1 else { return nil }
    guard input[1] == .lineFeed else { throw .malformed }
    phase = .chunkSize
    return 2
  }

  /// `chunk-size [ chunk-ext ] CRLF`.
  private mutating func readChunkSize(_ input: Span<UInt8>) throws(HTTPRefusal) -> Int? {
    guard let end = try Self.lineEnd(input) else { return nil }
    var index = 0
    var size: UInt64 = 0
    while index < end, let digit = input[index].hexadecimal {
      guard size >> 59 == 0 else { throw .malformed }
      size = size << 4 | UInt64(digit)
      index += 1
    }
    guard index > 0 else { throw .malformed }
    try Self.checkExtensions(input.extracting(index..<end))
    bodyLeft = size
    phase = size == 0 ? .trailers : .chunkData
    seenCount = 0
    return end + 2
  }

  /// Extensions start with a semicolon, maybe after white space, and hold no control characters.
  private static func checkExtensions(_ text: Span<UInt8>) throws(HTTPRefusal) {
    let trimmed = text.trimmed
    guard text.count > 0 else { return }
    guard trimmed.count > 0, trimmed[0] == UInt8(ascii: ";") else { throw .malformed }
    for index in 0..<trimmed.count {
      let octet = trimmed[index]
      guard octet >= 32 ? octet != 127 : octet == .tab else { throw .malformed }
    }
  }

  struct Trailer {
    var byteCount: Int
    /// It was the empty line.
    var isLast: Bool
  }

  /// Reads a line of the trailers, which must be a field but says nothing to us.
  mutating func readTrailer(
    _ input: Span<UInt8>, _ characters: borrowing HTTPCharacters
  ) throws(HTTPRefusal) -> Trailer? {
    guard let end = try Self.lineEnd(input) else { return nil }
    let byteCount = end + 2
    guard Int(seenCount) + byteCount <= Self.trailersByteCountMax else {
      throw HTTPRefusal(status: .headersTooLarge)
    }
    seenCount += UInt16(byteCount)
    if end > 0 { _ = try FieldLine(input.extracting(first: end), characters) }
    return Trailer(byteCount: byteCount, isLast: end == 0)
  }

  /// Where the carriage return of the first line's end is; nil when that isn't there yet.
  private static func lineEnd(_ input: Span<UInt8>) throws(HTTPRefusal) -> Int? {
    let line = input.extracting(first: min(input.count, lineByteCountMax))
    guard let lineFeed = line.firstIndex(of: .lineFeed) else {
      guard input.count < lineByteCountMax else { throw .malformed }
      return nil
    }
    guard lineFeed > 0, line[lineFeed - 1] == .carriageReturn else { throw .malformed }
    return lineFeed - 1
  }
}
