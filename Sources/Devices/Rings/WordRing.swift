/// A lock-free ring of words from one thread to one other, for whatever has to travel between
/// workers outside the devices' own rings.
public final class WordRing: @unchecked Sendable {
  private let mapping: Mapping
  private var producer: ProducerRing<UInt>
  private var consumer: ConsumerRing<UInt>

  /// Holds at least `capacity` words.
  public init(capacity: Int) throws(Errno) {
    var slotCount = 1
    while slotCount < capacity { slotCount *= 2 }
    mapping = try Mapping(byteCount: ringByteCount(capacity: slotCount))
    // Sound: the mapping is zeroed, page-aligned, as large as the ring, and lives as long.
    unsafe producer = ProducerRing(RingMemory(at: mapping.base, capacity: slotCount))
    unsafe consumer = ConsumerRing(RingMemory(at: mapping.base, capacity: slotCount))
  }

  /// Only the producing thread calls it; false when the ring is full.
  public func push(_ word: UInt) -> Bool {
    guard producer.push(word) else { return false }
    _ = producer.publish()
    return true
  }

  /// Only the consuming thread calls it.
  public func pop() -> UInt? {
    guard consumer.available(atMost: 1) > 0 else { return nil }
    let word = consumer[0]
    consumer.advance(by: 1)
    return word
  }
}
