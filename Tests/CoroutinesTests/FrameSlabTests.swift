import CBaton
import Coroutines
import Glibc
import Testing

/// The frames of a worker: counted, aligned, reused, and returned from anywhere.
@Suite struct FrameSlabTests {
  @Test(arguments: [1, 2, 63, 64, 1000])
  func givesAsManyFramesAsItsLimit(_ limit: Int) throws {
    var slab = try FrameSlab(byteCount: 200, limit: limit)
    var seen: Set<UInt> = []
    for count in 1...limit {
      let frame = try unsafe #require(slab.allocate())
      let address = UInt(bitPattern: frame)
      #expect(address % 64 == 0)
      #expect(seen.insert(address).inserted)
      let live = slab.liveCount
      #expect(live == count)
    }
    #expect(unsafe slab.allocate() == nil)
    let live = slab.liveCount
    #expect(live == limit)
    let sorted = seen.sorted()
    for (low, high) in zip(sorted, sorted.dropFirst()) { #expect(high - low >= 200) }
  }

  @Test func whatWasReleasedLastComesFirst() throws {
    var slab = try unsafe FrameSlab(byteCount: MemoryLayout<baton_frame>.size, limit: 3)
    let first = try unsafe #require(slab.allocate())
    let second = try unsafe #require(slab.allocate())
    unsafe slab.release(first)
    unsafe slab.release(second)
    #expect(unsafe slab.allocate() == second)
    #expect(unsafe slab.allocate() == first)
    let live = slab.liveCount
    #expect(live == 2)
  }

  /// A return through the port is not seen before the owner collects or runs dry.
  @Test func returnsFromElsewhereCountWhenCollected() throws {
    var slab = try FrameSlab(byteCount: 256, limit: 2)
    let port = slab.returnPort
    let first = try unsafe #require(slab.allocate())
    let second = try unsafe #require(slab.allocate())
    unsafe port.give(first)
    var live = slab.liveCount
    #expect(live == 2)
    #expect(unsafe slab.allocate() == first)
    unsafe port.give(first)
    unsafe port.give(second)
    slab.collectReturned()
    live = slab.liveCount
    #expect(live == 0)
    slab.collectReturned()
    live = slab.liveCount
    #expect(live == 0)
  }

  /// Frames cross to several threads and come home; each is with one party at any time.
  @Test func framesComeHomeFromOtherThreads() throws {
    let limit = 64
    let threadCount = 3
    let roundCount = 2_000
    var slab = try FrameSlab(byteCount: 192, limit: limit)
    let port = slab.returnPort
    for _ in 0..<roundCount / limit {
      var frames: [UInt] = []
      while let frame = unsafe slab.allocate() { frames.append(UInt(bitPattern: frame)) }
      #expect(frames.count == limit)
      #expect(Set(frames).count == limit)
      let threads = (0..<threadCount).map { thread in
        let mine = stride(from: thread, to: limit, by: threadCount).map { frames[$0] }
        return Helper {
          for frame in mine { unsafe port.give(FrameSlab.Frame(bitPattern: frame)!) }
        }
      }
      for thread in threads { thread.join() }
      slab.collectReturned()
      let live = slab.liveCount
      #expect(live == 0)
    }
  }

  @Test func noAddressSpaceIsAnError() {
    #expect(throws: SlabError.self) { _ = try FrameSlab(byteCount: 1 << 40, limit: 1 << 20) }
  }

  /// Larger frames come from elsewhere; those that there are, go home to where they were.
  @Test func framesMayGrow() throws {
    var slab = try FrameSlab(byteCount: 256, limit: 4)
    let small = unsafe [slab.allocate()!, slab.allocate()!]
    let none = try FrameSlab.reservation(for: 320, insteadOf: slab.frameByteCount, limit: 4)
    #expect(none == nil)
    let room = try FrameSlab.reservation(for: 330, insteadOf: slab.frameByteCount, limit: 4)
    slab.use(try #require(room))
    let byteCount = slab.frameByteCount
    #expect(byteCount == 576)
    let large = unsafe [slab.allocate()!, slab.allocate()!]
    let isFull = unsafe slab.allocate() == nil
    #expect(isFull, "the limit is one of all")
    unsafe slab.returnPort.give(small[0])
    unsafe slab.release(large[1])
    let again = unsafe [slab.allocate()!, slab.allocate()!]
    let isSame = unsafe again[0] == large[1]
    #expect(isSame)
    var addresses: Set<UInt> = []
    unsafe slab.forEachFrame { _, frame in addresses.insert(UInt(bitPattern: frame)) }
    // Two small ones, and three large ones.
    let live = slab.liveCount
    #expect(addresses.count == 5 && live == 4)
    for index in 0..<2 {
      let places = unsafe [UInt(bitPattern: small[index]), UInt(bitPattern: again[index])]
      #expect(addresses.isSuperset(of: places))
    }
  }
}

/// A thread that runs one closure.
@safe
private final class Helper {
  private var handle = pthread_t()

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  init(_ run: @escaping () -> Void) {
    let body = unsafe Unmanaged.passRetained(Body(run))
    // Sound: the thread takes over the one reference made here.
    let status = unsafe pthread_create(
      &handle, nil,
      { raw in
        unsafe Unmanaged<Body>.fromOpaque(raw!).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    precondition(status == 0)
  }

  func join() { pthread_join(handle, nil) }
}
