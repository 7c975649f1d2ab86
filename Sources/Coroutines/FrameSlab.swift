import CBaton
import Glibc
import Synchronization
import Telemetry

/// The frames of one worker: all of one size, carved from one reservation, up to a limit.
///
/// Owned by one worker, which allocates; any worker may give a frame back. Frames that end
/// elsewhere come home through a lock-free stack that only the owner empties.
@safe
public struct FrameSlab: ~Copyable {
  public typealias Frame = UnsafeMutablePointer<baton_frame>

  /// Bytes a frame, head included; a multiple of a cache line.
  public let frameByteCount: Int
  public let limit: Int
  /// Frames that are in use, as far as the owner knows.
  public private(set) var liveCount = 0

  private let base: UnsafeMutableRawPointer
  /// How many frames were ever handed out: beyond them the reservation is untouched.
  private var carvedCount = 0
  private var free: Frame?
  private let returned: UnsafeMutablePointer<Atomic<UInt>>

  private static let cacheLineByteCount = 64

  /// Reserves room for `limit` frames of `byteCount` bytes each; memory is used as they are.
  public init(byteCount: Int, limit: Int) throws(SlabError) {
    precondition(unsafe byteCount >= MemoryLayout<baton_frame>.size && limit > 0)
    frameByteCount = (byteCount + Self.cacheLineByteCount - 1) & ~(Self.cacheLineByteCount - 1)
    self.limit = limit
    let reservation = frameByteCount * limit
    let mapped = unsafe mmap(
      nil, reservation, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw SlabError(byteCount: reservation, errno: errno)
    }
    unsafe base = mapped
    unsafe returned = .allocate(capacity: 1)
    unsafe returned.initialize(to: Atomic(0))
  }

  deinit {
    unsafe returned.deinitialize(count: 1)
    unsafe returned.deallocate()
    unsafe munmap(base, frameByteCount * limit)
  }

  /// A frame with an undefined body, or nil at the limit.
  public mutating func allocate() -> Frame? {
    if unsafe free == nil { collectReturned() }
    return unsafe allocateAtHome()
  }

  /// Whether there is none but those that were never handed out, or came back meanwhile.
  var isEmptyAtHome: Bool { unsafe free == nil }

  /// The same without a look at what other workers gave back.
  mutating func allocateAtHome() -> Frame? {
    if let frame = unsafe free {
      unsafe free = frame.pointee.next
      liveCount += 1
      return unsafe frame
    }
    guard carvedCount < limit else { return nil }
    // Sound: below `limit`, so inside the reservation, and aligned to a cache line.
    let frame = unsafe (base + carvedCount * frameByteCount)
      .bindMemory(to: baton_frame.self, capacity: 1)
    carvedCount += 1
    liveCount += 1
    return unsafe frame
  }

  /// Takes back a frame; only the owner may call it.
  public mutating func release(_ frame: Frame) {
    unsafe frame.pointee.next = free
    unsafe free = unsafe frame
    liveCount -= 1
  }

  /// Calls `body` with every frame that was ever handed out, whether it is in use or not, and its index. Any thread
  /// may, while the slab lives: it sees what it sees.
  public func forEachFrame(_ body: (Int, Frame) -> Void) {
    for index in 0..<carvedCount {
      // Sound: what was carved stays mapped, and is nothing but a frame.
      unsafe body(index, (base + index * frameByteCount).assumingMemoryBound(to: baton_frame.self))
    }
  }

  /// Where the frames lie.
  public var place: TraceNames.Slab {
    unsafe TraceNames.Slab(
      address: UInt64(UInt(bitPattern: base)), frameByteCount: UInt64(frameByteCount),
      limit: UInt64(limit))
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
