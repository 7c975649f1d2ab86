/// A stretch of the file that is read with every access checked; offsets count from its start.
struct ByteReader {
  /// Named in errors.
  let section: String
  /// Of all numbers that are longer than an octet.
  let byteOrder: ProgramImage.ByteOrder
  private let bytes: [UInt8]
  private let range: Range<Int>

  init(_ bytes: [UInt8], section: String, byteOrder: ProgramImage.ByteOrder) {
    self.init(bytes, range: bytes.indices, section: section, byteOrder: byteOrder)
  }

  private init(
    _ bytes: [UInt8], range: Range<Int>, section: String, byteOrder: ProgramImage.ByteOrder
  ) {
    self.bytes = bytes
    self.section = section
    self.byteOrder = byteOrder
    self.range = range
  }

  var count: Int { range.count }

  /// No name is longer. Without a limit, many that end in one long string would take memory that is
  /// quadratic in the file's size.
  static let nameByteCountMax = 4096
  /// Lines of source are cut here.
  static let textByteCountMax = 1024

  func fault(_ offset: Int, _ problem: ObjectFileError.Problem) -> ObjectFileError {
    ObjectFileError(section: section, offset: offset, problem: problem)
  }

  /// Checks that `size` octets at `offset` are there, and returns where they lie in `bytes`.
  private func place(_ offset: UInt64, _ size: UInt64) throws(ObjectFileError) -> Range<Int> {
    let available = UInt64(count)
    guard offset <= available, size <= available - offset else {
      throw fault(
        Int(clamping: offset),
        .truncated(needed: size, available: offset < available ? available - offset : 0))
    }
    let start = range.lowerBound + Int(offset)
    return start..<start + Int(size)
  }

  /// The part of `size` octets at `offset`.
  func part(
    at offset: UInt64, size: UInt64, named name: String? = nil
  ) throws(ObjectFileError) -> ByteReader {
    ByteReader(
      bytes, range: try place(offset, size), section: name ?? section, byteOrder: byteOrder)
  }

  func integer<T: FixedWidthInteger & UnsignedInteger>(
    _: T.Type, at offset: Int
  ) throws(ObjectFileError) -> T {
    precondition(offset >= 0, "offsets count forwards")
    let place = try place(UInt64(offset), UInt64(T.bitWidth / 8))
    var value: T = 0
    for index in place { value = value << 8 | T(bytes[index]) }
    return byteOrder == .bigEndian ? value : value.byteSwapped
  }

  func uint8(at offset: Int) throws(ObjectFileError) -> UInt8 {
    try integer(UInt8.self, at: offset)
  }
  func uint16(at offset: Int) throws(ObjectFileError) -> UInt16 {
    try integer(UInt16.self, at: offset)
  }
  func uint32(at offset: Int) throws(ObjectFileError) -> UInt32 {
    try integer(UInt32.self, at: offset)
  }
  func uint64(at offset: Int) throws(ObjectFileError) -> UInt64 {
    try integer(UInt64.self, at: offset)
  }

  var contents: [UInt8] { Array(bytes[range]) }

  /// The octets of the string at `offset`, without its NUL.
  private func stringBytes(at offset: UInt64) throws(ObjectFileError) -> ArraySlice<UInt8> {
    let start = try place(offset, 1).lowerBound
    guard let end = bytes[start..<range.upperBound].firstIndex(of: 0) else {
      throw fault(Int(offset), .unterminatedString)
    }
    return bytes[start..<end]
  }

  /// The NUL-terminated name at `offset`.
  func name(at offset: UInt32) throws(ObjectFileError) -> String {
    let octets = try stringBytes(at: UInt64(offset))
    guard octets.count <= Self.nameByteCountMax else {
      throw fault(
        Int(offset),
        .outOfRange(
          field: "length of a name", value: UInt64(octets.count),
          limit: UInt64(Self.nameByteCountMax)))
    }
    guard let name = String(validating: octets, as: UTF8.self) else {
      throw fault(Int(offset), .notUTF8)
    }
    return name
  }

  /// The NUL-terminated text at `offset`. Source text is in any encoding, so it is repaired.
  func text(at offset: UInt32) throws(ObjectFileError) -> String {
    String(
      decoding: try stringBytes(at: UInt64(offset)).prefix(Self.textByteCountMax), as: UTF8.self)
  }
}
