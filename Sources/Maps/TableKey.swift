/// A key as a hash table uses it. The table is specialised for each of these.
protocol TableKey {
  func hash(_ seed: HashSeed) -> UInt64
  func equals(_ stored: UnsafeRawPointer) -> Bool
  func store(at place: UnsafeMutableRawPointer)
}

/// Keys of four and of eight bytes.
struct WordKey<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: TableKey {
  private let word: Word

  /// `key` points to a word, aligned or not.
  @inline(__always)
  init(_ key: UnsafeRawPointer) { word = unsafe key.loadUnaligned(as: Word.self) }

  @inline(__always)
  func hash(_ seed: HashSeed) -> UInt64 { seed.fold(UInt64(word) ^ seed.whitening) }

  @inline(__always)
  func equals(_ stored: UnsafeRawPointer) -> Bool { unsafe stored.load(as: Word.self) == word }

  @inline(__always)
  func store(at place: UnsafeMutableRawPointer) { unsafe place.storeBytes(of: word, as: Word.self) }
}

/// Keys of sixteen bytes.
struct PairKey: TableKey {
  private let first: UInt64
  private let second: UInt64

  /// `key` points to sixteen bytes, aligned or not.
  @inline(__always)
  init(_ key: UnsafeRawPointer) {
    first = unsafe key.loadUnaligned(as: UInt64.self)
    second = unsafe key.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  @inline(__always)
  func hash(_ seed: HashSeed) -> UInt64 { seed.fold(seed.fold(first ^ seed.whitening) ^ second) }

  @inline(__always)
  func equals(_ stored: UnsafeRawPointer) -> Bool {
    unsafe stored.load(as: UInt64.self) == first
      && stored.load(fromByteOffset: 8, as: UInt64.self) == second
  }

  @inline(__always)
  func store(at place: UnsafeMutableRawPointer) {
    unsafe place.storeBytes(of: first, as: UInt64.self)
    unsafe place.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
  }
}

/// Keys of any other size, in the caller's memory.
@safe
struct BytesKey: TableKey {
  private let bytes: UnsafeRawPointer
  private let byteCount: Int

  init(_ bytes: UnsafeRawPointer, byteCount: Int) {
    unsafe self.bytes = bytes
    self.byteCount = byteCount
  }

  func hash(_ seed: HashSeed) -> UInt64 {
    var state = seed.whitening
    var offset = 0
    while offset + 8 <= byteCount {
      state = seed.fold(
        state ^ (unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    if offset == byteCount { return state }
    // All keys of a table have one size, so the last word needs no length in it.
    var word: UInt64 = 0
    while offset < byteCount {
      word = word << 8 | UInt64(unsafe bytes.load(fromByteOffset: offset, as: UInt8.self))
      offset += 1
    }
    return seed.fold(state ^ word)
  }

  func equals(_ stored: UnsafeRawPointer) -> Bool {
    unsafe Memory.areEqual(bytes, stored, byteCount: byteCount)
  }

  func store(at place: UnsafeMutableRawPointer) {
    unsafe place.copyMemory(from: bytes, byteCount: byteCount)
  }
}
