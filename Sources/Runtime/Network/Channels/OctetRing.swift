import NetStack
import Synchronization

/// A lock-free ring of octets, from one thread to one other.
///
/// Positions run freely over 64 bits and count octets; a position modulo the capacity is a place. Who puts octets in and finds
/// no room may ask to be told, which is done once half of the ring is free: not for each octet that is taken out.
@safe
package struct OctetRing: ~Copyable {
  private let produced = Atomic<UInt64>(0)
  // Two lines apart: x86 fetches cache lines in pairs.
  private let padding = InlineArray<15, UInt64>(repeating: 0)
  private let consumed = Atomic<UInt64>(0)
  /// The producer has found no room, and waits.
  private let isProducerWaiting = Atomic<Bool>(false)
  private let otherPadding = InlineArray<14, UInt64>(repeating: 0)
  private let octets: UnsafeMutablePointer<UInt8>
  package let capacity: Int

  /// A ring in `capacity` octets, a power of two, which are there as long as it and nobody else's.
  @unsafe
  init(_ octets: UnsafeMutablePointer<UInt8>, capacity: Int) {
    precondition(capacity.nonzeroBitCount == 1, "a ring's capacity is a power of two")
    unsafe self.octets = unsafe octets
    self.capacity = capacity
  }

  /// Empties it, while neither side uses it.
  func reset() {
    produced.store(0, ordering: .relaxed)
    consumed.store(0, ordering: .relaxed)
    isProducerWaiting.store(false, ordering: .relaxed)
  }

  /// The part of the ring from a position on that lies in one piece, of so many octets.
  private func piece(at position: UInt64, count: Int) -> Range<Int> {
    let start = Int(position & UInt64(capacity - 1))
    return start..<min(start + count, capacity)
  }

  // MARK: The producer

  /// How many octets can be put in.
  package var room: Int {
    // Pairs with the consumer's release: it has read what was there before it is written over.
    let used = produced.load(ordering: .relaxed) &- consumed.load(ordering: .acquiring)
    precondition(used <= UInt64(capacity), "the consumer overtook the producer")
    return capacity - Int(used)
  }

  /// Has `body` fill places that lie in one piece, from the first one on; it says how many. Not called where there is no room.
  @discardableResult
  package func fill(_ body: (inout MutableSpan<UInt8>) -> Int) -> Int {
    let end = produced.load(ordering: .relaxed)
    let places = piece(at: end, count: room)
    guard !places.isEmpty else { return 0 }
    // Sound: the places lie in the ring, and are the producer's until they are published.
    let free = unsafe UnsafeMutableBufferPointer(
      start: octets + places.lowerBound, count: places.count)
    var span = unsafe free.mutableSpan
    let count = body(&span)
    precondition((0...places.count).contains(count), "more was put in than there was room for")
    // Pairs with the consumer's acquire: octets are written before they are seen.
    produced.store(end &+ UInt64(count), ordering: .releasing)
    return count
  }

  /// Copies octets in, as many as there is room for; how many.
  package func append(_ octets: Span<UInt8>) -> Int {
    var done = 0
    // What lies on both sides of the end takes two pieces.
    while done < octets.count {
      let count = fill { places in
        let count = min(places.count, octets.count - done)
        places.copy(octets.extracting(done..<done + count), at: 0)
        return count
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// The producer wants to be told once half of the ring is free. False: it is by now, and nobody tells.
  package func waitForRoom() -> Bool {
    isProducerWaiting.store(true, ordering: .relaxed)
    // Pairs with the consumer's fence: it sees the wish, or we see what it has taken out.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard room >= capacity / 2 else { return true }
    return !isProducerWaiting.exchange(false, ordering: .relaxed)
  }

  // MARK: The consumer

  /// How many octets can be taken out.
  package var count: Int {
    // Pairs with the producer's release: octets are written before we see them.
    let count = produced.load(ordering: .acquiring) &- consumed.load(ordering: .relaxed)
    precondition(count <= UInt64(capacity), "the producer overtook the consumer")
    return Int(count)
  }

  /// Hands octets that lie in one piece to `body`, from the oldest one on; it says how many it has done with. Not called
  /// where there are none.
  @discardableResult
  package func take(_ body: (Span<UInt8>) -> Int) -> Int {
    let start = consumed.load(ordering: .relaxed)
    let places = piece(at: start, count: count)
    guard !places.isEmpty else { return 0 }
    // Sound: the places lie in the ring, and are the consumer's until it lets go of them.
    let full = unsafe UnsafeBufferPointer(
      start: UnsafePointer(octets + places.lowerBound), count: places.count)
    let count = body(unsafe full.span)
    precondition((0...places.count).contains(count), "more was taken out than there was")
    // Pairs with the producer's acquire: we have read them before they are written over.
    consumed.store(start &+ UInt64(count), ordering: .releasing)
    return count
  }

  /// After octets were taken out: whether the producer is to be told that there is room again. Once for each time that it
  /// asked.
  package func mustTellProducer() -> Bool {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard isProducerWaiting.load(ordering: .relaxed), count <= capacity / 2 else { return false }
    return isProducerWaiting.exchange(false, ordering: .relaxed)
  }
}
