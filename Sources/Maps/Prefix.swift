/// The key of an LPM trie as a program passes it: `struct bpf_lpm_trie_key`.
///
///     | length in bits, 4 bytes | data, most significant byte first |
///
/// Bits behind the length mean nothing.
@safe
struct Prefix {
  /// In bits.
  let length: UInt32
  let data: UnsafeRawPointer

  static var dataOffset: Int { 4 }

  /// `key` points to a length and data, at any alignment.
  @inline(__always)
  init(_ key: UnsafeRawPointer) {
    length = unsafe key.loadUnaligned(as: UInt32.self)
    unsafe data = key + Self.dataOffset
  }

  /// Bit number `index` of the data; its index is below the data's size.
  @inline(__always)
  static func bit(_ index: UInt32, of data: UnsafeRawPointer) -> Int {
    let byte = unsafe data.load(fromByteOffset: Int(index / 8), as: UInt8.self)
    return Int(byte >> (7 - index % 8) & 1)
  }

  /// The first `count` bits as a number; at most 16, and no more than `data` has.
  @inline(__always)
  static func first(_ count: UInt32, of data: UnsafeRawPointer) -> Int {
    if count == 0 { return 0 }
    let high = unsafe Int(data.load(as: UInt8.self)) << 8
    let low = count <= 8 ? 0 : unsafe Int(data.load(fromByteOffset: 1, as: UInt8.self))
    return (high | low) >> (16 - Int(count))
  }

  /// How many bits are equal from the start, up to `limit`, which is no more than both have.
  @inline(__always)
  static func commonBitCount(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int, limit: UInt32
  ) -> UInt32 {
    // IPv4 addresses in one step.
    if byteCount == 4 {
      let (first, second) = unsafe (
        a.loadUnaligned(as: UInt32.self), b.loadUnaligned(as: UInt32.self)
      )
      return min(limit, UInt32((first ^ second).bigEndian.leadingZeroBitCount))
    }
    return unsafe commonBitCount(a, b, limit: limit)
  }

  private static func commonBitCount(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, limit: UInt32
  ) -> UInt32 {
    let byteCount = Int((limit + 7) / 8)
    var offset = 0
    while offset + 8 <= byteCount {
      let difference =
        unsafe a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        ^ b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if difference != 0 {
        return min(limit, UInt32(offset * 8 + difference.bigEndian.leadingZeroBitCount))
      }
      offset += 8
    }
    while offset < byteCount {
      let difference =
        unsafe a.load(fromByteOffset: offset, as: UInt8.self)
        ^ b.load(fromByteOffset: offset, as: UInt8.self)
      if difference != 0 { return min(limit, UInt32(offset * 8 + difference.leadingZeroBitCount)) }
      offset += 1
    }
    return limit
  }
}
