/// The options of a segment (RFC 9293 §3.2, RFC 7323, RFC 2018), in a value of fixed size. Unknown ones are
/// skipped.
@frozen
public struct TCPOptions: Equatable, Sendable, BitwiseCopyable {
  /// As many octets as a header has room for.
  public static let byteCountMax = 40
  /// The largest shift; a larger one counts as this (RFC 7323 §2.3).
  public static let windowShiftMax: UInt8 = 14

  /// RFC 7323 §3.2.
  @frozen
  public struct Timestamps: Hashable, Sendable, BitwiseCopyable {
    /// TSval: the sender's clock.
    public var value: UInt32
    /// TSecr: what the sender last saw of our clock. Means nothing without ACK.
    public var echo: UInt32

    @inlinable
    public init(value: UInt32, echo: UInt32) {
      self.value = value
      self.echo = echo
    }
  }

  /// The largest payload that the sender takes, in octets; on SYN segments only.
  public var maximumSegmentSize: UInt16?
  /// As sent, be it too large: see `windowShift`. On SYN segments only.
  public var windowScale: UInt8?
  /// On SYN segments only.
  public var isSACKPermitted: Bool
  @inlinable
  public var timestamps: Timestamps? {
    get { hasTimestamps ? storedTimestamps : nil }
    set {
      hasTimestamps = newValue != nil
      storedTimestamps = newValue ?? Self.noTimestamps
    }
  }
  // Apart, and the flag beside the others: an optional would leave seven octets between itself and what comes next, which
  // are copied with it in two pieces that overlap, and read before they are written.
  @usableFromInline var hasTimestamps: Bool
  @usableFromInline var storedTimestamps: Timestamps
  @inlinable static var noTimestamps: Timestamps { Timestamps(value: 0, echo: 0) }
  public var sackBlocks: SACKBlocks

  @inlinable
  public init(
    maximumSegmentSize: UInt16? = nil, windowScale: UInt8? = nil, isSACKPermitted: Bool = false,
    timestamps: Timestamps? = nil, sackBlocks: SACKBlocks = SACKBlocks()
  ) {
    self.maximumSegmentSize = maximumSegmentSize
    self.windowScale = windowScale
    self.isSACKPermitted = isSACKPermitted
    hasTimestamps = timestamps != nil
    storedTimestamps = timestamps ?? Self.noTimestamps
    self.sackBlocks = sackBlocks
  }

  /// The shift to use: at most 14.
  @inlinable public var windowShift: UInt8? { windowScale.map { min($0, Self.windowShiftMax) } }

  /// Whether the shift is larger than RFC 7323 §2.3 allows, which is worth a note.
  @inlinable
  public var isWindowScaleExcessive: Bool { (windowScale ?? 0) > Self.windowShiftMax }

  enum Kind {
    static let maximumSegmentSize: UInt8 = 2
    static let windowScale: UInt8 = 3
    static let sackPermitted: UInt8 = 4
    static let sack: UInt8 = 5
    static let timestamps: UInt8 = 8
  }
}

// MARK: Parsing

extension TCPOptions {
  /// Two no-operations, then timestamps: all that most segments carry (RFC 7323, appendix A).
  @usableFromInline static let alignedTimestamps: UInt32 = 0x0101_080a

  /// Throws `badOption`. Of an option that is there twice, the last one counts.
  @inlinable
  @inline(__always)
  public init(parsing list: Span<UInt8>) throws(WireError) {
    if list.count == 12, list.uint32(at: 0) == Self.alignedTimestamps {
      self.init(timestamps: Timestamps(value: list.uint32(at: 4), echo: list.uint32(at: 8)))
    } else if list.isEmpty {
      self.init()
    } else {
      // By value: so the usual ways need no memory for what they don't use.
      self = try Self.gathered(from: list)
    }
  }

  @usableFromInline
  static func gathered(from list: Span<UInt8>) throws(WireError) -> TCPOptions {
    var options = TCPOptions()
    var cursor = OptionCursor()
    while let option = try cursor.next(in: list) {
      guard isRight(option.octets.count, for: option.kind) else {
        throw .badOption(
          kind: option.kind, length: option.octets.count, offset: option.octets.lowerBound)
      }
      options.take(option.kind, list.extracting(option.octets))
    }
    return options
  }

  private mutating func take(_ kind: UInt8, _ option: Span<UInt8>) {
    switch kind {
    case Kind.maximumSegmentSize: maximumSegmentSize = option.uint16(at: 2)
    case Kind.windowScale: windowScale = option[2]
    case Kind.sackPermitted: isSACKPermitted = true
    case Kind.sack: sackBlocks = Self.blocks(option.extracting(2..<option.count))
    case Kind.timestamps:
      timestamps = Timestamps(value: option.uint32(at: 2), echo: option.uint32(at: 6))
    default: break
    }
  }

  private static func isRight(_ byteCount: Int, for kind: UInt8) -> Bool {
    switch kind {
    case Kind.maximumSegmentSize: byteCount == 4
    case Kind.windowScale: byteCount == 3
    case Kind.sackPermitted: byteCount == 2
    case Kind.sack: byteCount & 7 == 2 && (10...34).contains(byteCount)
    case Kind.timestamps: byteCount == 10
    default: true
    }
  }

  private static func blocks(_ octets: Span<UInt8>) -> SACKBlocks {
    var blocks = SACKBlocks()
    for offset in stride(from: 0, to: octets.count, by: 8) {
      blocks.append(
        SACKBlock(start: octets.uint32(at: offset), end: octets.uint32(at: offset + 4)))
    }
    return blocks
  }
}

// MARK: Writing

extension TCPOptions {
  /// How many octets `write` takes: a multiple of 4; more than `byteCountMax` is more than a header has room
  /// for.
  @inlinable
  @inline(__always)
  public var byteCount: Int {
    (maximumSegmentSize == nil ? 0 : 4) + (isSACKPermitted && !hasTimestamps ? 4 : 0)
      + (windowScale == nil ? 0 : 4)
      + Self.byteCount(hasTimestamps: hasTimestamps, sackBlockCount: sackBlocks.count)
  }

  /// How many octets the options take of a segment that is no SYN.
  @inlinable
  @inline(__always)
  public static func byteCount(hasTimestamps: Bool, sackBlockCount: Int) -> Int {
    (hasTimestamps ? 12 : 0) + (sackBlockCount == 0 ? 0 : 4 + 8 * sackBlockCount)
  }

  /// Drops the last SACK blocks until all options fit into a header.
  @inlinable
  public mutating func trimSACKBlocks() {
    while byteCount > Self.byteCountMax, !sackBlocks.isEmpty { sackBlocks.removeLast() }
  }

  /// Writes `byteCount` octets, and returns their sum as numbers of four octets. Traps unless they fit.
  ///
  /// Each option is padded in front to a multiple of four octets, but SACK-permitted is what pads the timestamps:
  /// so usual stacks lay them out.
  @inlinable
  @inline(__always)
  @discardableResult
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) -> UInt64 {
    var place = offset
    return write(to: &octets, from: &place)
  }

  /// The same from `place` on, which is behind them then.
  @inlinable
  @inline(__always)
  func write(to octets: inout MutableSpan<UInt8>, from place: inout Int) -> UInt64 {
    var sum: UInt64 = 0
    if let maximumSegmentSize {
      sum &+= octets.put(0x0204 << 16 | UInt32(maximumSegmentSize), at: &place)
    }
    if let timestamps {
      sum &+= octets.put(isSACKPermitted ? 0x0402_080a : Self.alignedTimestamps, at: &place)
      sum &+= octets.put(timestamps.value, timestamps.echo, at: &place)
    } else if isSACKPermitted {
      sum &+= octets.put(0x0101_0402, at: &place)
    }
    if let windowScale { sum &+= octets.put(0x0103_0300 | UInt32(windowScale), at: &place) }
    if !sackBlocks.isEmpty { sum &+= writeBlocks(to: &octets, from: &place) }
    return sum
  }

  @usableFromInline
  func writeBlocks(to octets: inout MutableSpan<UInt8>, from place: inout Int) -> UInt64 {
    var sum = octets.put(0x0101_0500 | UInt32(2 + 8 * sackBlocks.count), at: &place)
    for index in 0..<sackBlocks.count {
      sum &+= octets.put(sackBlocks[index].start, sackBlocks[index].end, at: &place)
    }
    return sum
  }
}

extension MutableSpan<UInt8> {
  /// Stores a number, goes on behind it, and returns it, to be added up.
  @inlinable
  @inline(__always)
  mutating func put(_ word: UInt32, at place: inout Int) -> UInt64 {
    store(word, at: place)
    place += 4
    return UInt64(word)
  }

  /// The same of two at once; their sum.
  @inlinable
  @inline(__always)
  mutating func put(_ word: UInt32, _ second: UInt32, at place: inout Int) -> UInt64 {
    store(UInt64(word) << 32 | UInt64(second), at: place)
    place += 8
    return UInt64(word) &+ UInt64(second)
  }
}
