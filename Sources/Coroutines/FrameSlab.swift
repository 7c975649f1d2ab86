import CBaton
import Glibc
import Synchronization
import Telemetry

/// The frames of one worker, carved from reservations, up to a limit.
///
/// Owned by one worker, which allocates; any worker may give a frame back. Frames that end
/// elsewhere come home through a lock-free stack that only the owner empties. All are of one size, until programs come
/// that need larger ones: these have a reservation of their own, and those of the old size are handed out no more.
@safe
public struct FrameSlab: ~Copyable {
  public typealias Frame = UnsafeMutablePointer<baton_frame>

  public let limit: Int
  /// Frames that are in use, as far as the owner knows.
  public private(set) var liveCount = 0

  /// By size, the smallest first. They stay where they are, so that others may look at frames meanwhile.
  private let regions: UnsafeMutablePointer<Region>
  private var regionCount = 0
  private let returned: UnsafeMutablePointer<Atomic<UInt>>

  @unsafe private struct Region {
    let memory: LazyMemory
    let base: UnsafeMutableRawPointer
    let frameByteCount: Int
    /// How many frames were ever handed out: beyond them the reservation is untouched.
    var carvedCount = 0
    var free: Frame?
  }

  /// Room for the frames of one size.
  public struct Reservation: Sendable {
    fileprivate let memory: LazyMemory
    fileprivate let frameByteCount: Int

    /// Reserves room for `limit` frames of `byteCount` bytes each; memory is used as they are.
    public init(byteCount: Int, limit: Int) throws(SlabError) {
      precondition(unsafe byteCount >= MemoryLayout<baton_frame>.size && limit > 0)
      frameByteCount = FrameSlab.rounded(byteCount)
      memory = try LazyMemory(byteCount: frameByteCount * limit)
    }
  }

  private static let cacheLineByteCount = 64
  /// Each is larger than the one before by half at least.
  private static let regionCountMax = 32

  /// An odd number of cache lines: what lies at the same place in all frames is then spread over all sets of the caches.
  private static func rounded(_ byteCount: Int) -> Int {
    let lineCount = (byteCount + cacheLineByteCount - 1) / cacheLineByteCount
    return (lineCount | 1) * cacheLineByteCount
  }

  /// Reserves room for `limit` frames of `byteCount` bytes each; memory is used as they are.
  public init(byteCount: Int, limit: Int) throws(SlabError) {
    let first = try Reservation(byteCount: byteCount, limit: limit)
    self.limit = limit
    unsafe regions = .allocate(capacity: Self.regionCountMax)
    unsafe returned = .allocate(capacity: 1)
    unsafe returned.initialize(to: Atomic(0))
    use(first)
  }

  deinit {
    unsafe returned.deinitialize(count: 1)
    unsafe returned.deallocate()
    unsafe regions.deinitialize(count: regionCount)
    unsafe regions.deallocate()
  }

  /// Bytes of a frame that is handed out now, head included; a multiple of a cache line.
  public var frameByteCount: Int { unsafe regions[regionCount - 1].frameByteCount }

  /// Room for larger frames, for ``use(_:)``; nil where those that there are suffice.
  public static func reservation(
    for byteCount: Int, insteadOf present: Int, limit: Int
  ) throws(SlabError) -> Reservation? {
    guard byteCount > present else { return nil }
    return try Reservation(byteCount: max(byteCount, present + present / 2), limit: limit)
  }

  /// Hands out frames of that size from here on. Those that there are, come home to where they were.
  public mutating func use(_ reservation: Reservation) {
    precondition(regionCount < Self.regionCountMax, "no address space has room for more")
    // Sound: there is room for one more, as was just seen.
    unsafe (regions + regionCount).initialize(
      to: Region(
        memory: reservation.memory, base: reservation.memory.base,
        frameByteCount: reservation.frameByteCount))
    regionCount += 1
  }

  /// A frame with an undefined body, or nil at the limit.
  public mutating func allocate() -> Frame? {
    if isEmptyAtHome { collectReturned() }
    return unsafe allocateAtHome()
  }

  /// Whether there is none but those that were never handed out, or came back meanwhile.
  var isEmptyAtHome: Bool { unsafe regions[regionCount - 1].free == nil || liveCount == limit }

  /// The same without a look at what other workers gave back.
  mutating func allocateAtHome() -> Frame? {
    let region = unsafe regions + (regionCount - 1)
    // Frames of other sizes count, too.
    guard liveCount < limit else { return nil }
    if let frame = unsafe region.pointee.free {
      unsafe region.pointee.free = frame.pointee.next
      liveCount += 1
      return unsafe frame
    }
    let index = unsafe region.pointee.carvedCount
    guard index < limit else { return nil }
    // Sound: below `limit`, so inside the reservation, and aligned to a cache line.
    let place = unsafe region.pointee.base + index * region.pointee.frameByteCount
    unsafe region.pointee.carvedCount = index + 1
    liveCount += 1
    return unsafe place.bindMemory(to: baton_frame.self, capacity: 1)
  }

  /// Takes back a frame; only the owner may call it.
  public mutating func release(_ frame: Frame) {
    let region = unsafe regions + region(of: frame)
    unsafe frame.pointee.next = region.pointee.free
    unsafe region.pointee.free = unsafe frame
    liveCount -= 1
  }

  /// The latest is the likeliest.
  @inline(__always)
  private func region(of frame: Frame) -> Int {
    let address = UInt(bitPattern: frame)
    var index = regionCount - 1
    // Sound: every frame lies in one of the reservations.
    while index > 0, unsafe !regions[index].memory.contains(address) { index -= 1 }
    return index
  }

  /// Calls `body` with every frame that was ever handed out, whether it is in use or not, and its index. Any thread
  /// may, while the slab lives: it sees what it sees.
  public func forEachFrame(_ body: (Int, Frame) -> Void) {
    for number in 0..<regionCount {
      let (base, stride) = unsafe (regions[number].base, regions[number].frameByteCount)
      for index in unsafe 0..<regions[number].carvedCount {
        // Sound: what was carved stays mapped, and is nothing but a frame. Of each size there are `limit` at most.
        unsafe body(
          number * limit + index, (base + index * stride).assumingMemoryBound(to: baton_frame.self))
      }
    }
  }

  /// Where the frames lie that are handed out now.
  public var place: TraceNames.Slab {
    let region = unsafe regions + (regionCount - 1)
    return unsafe TraceNames.Slab(
      address: UInt64(UInt(bitPattern: region.pointee.base)),
      frameByteCount: UInt64(region.pointee.frameByteCount), limit: UInt64(limit))
  }

  /// Where other workers put frames of this slab.
  public var returnPort: ReturnPort { unsafe ReturnPort(stack: returned) }

  /// Moves what other workers gave back into the free list.
  public mutating func collectReturned() {
    var next = unsafe takeReturned()
    while let frame = unsafe next {
      unsafe next = frame.pointee.next
      unsafe release(frame)
    }
  }

  /// What other workers gave back, linked by `next`. It still counts as in use.
  func takeReturned() -> Frame? {
    // Mostly nothing came: looking leaves the line shared.
    guard unsafe returned.pointee.load(ordering: .relaxed) != 0 else { return nil }
    // Pairs with the release of `ReturnPort.give`: the links were written before.
    return unsafe Frame(bitPattern: returned.pointee.exchange(0, ordering: .acquiring))
  }

  /// A lock-free stack that many workers push to and one empties whole, so no ABA can arise.
  @safe
  public struct ReturnPort: @unchecked Sendable {
    fileprivate let stack: UnsafeMutablePointer<Atomic<UInt>>

    public func give(_ frame: Frame) {
      var top = unsafe stack.pointee.load(ordering: .relaxed)
      while true {
        unsafe frame.pointee.next = unsafe Frame(bitPattern: top)
        let (exchanged, original) = unsafe stack.pointee.weakCompareExchange(
          expected: top, desired: UInt(bitPattern: frame), successOrdering: .releasing,
          failureOrdering: .relaxed)
        if exchanged { return }
        top = original
      }
    }
  }
}

/// The system gave no address space for frames.
public struct SlabError: Error, Equatable, CustomStringConvertible {
  public var byteCount: Int
  public var errno: Int32

  public var description: String {
    "no room for \(byteCount) bytes of coroutine frames: \(unsafe String(cString: strerror(errno)))"
  }
}
