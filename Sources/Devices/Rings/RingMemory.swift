import Synchronization

/// Where the two indices and the slots of a ring lie. Both ends of the ring are made from it.
///
/// The indices run freely over 32 bits; index modulo capacity is the slot (Linux: `if_xdp.h`).
@unsafe
package struct RingMemory {
  let producer: UnsafeMutablePointer<Atomic<UInt32>>
  let consumer: UnsafeMutablePointer<Atomic<UInt32>>
  let slots: UnsafeMutableRawPointer
  /// A power of two.
  let capacity: Int

  package init(
    producer: UnsafeMutableRawPointer, consumer: UnsafeMutableRawPointer,
    slots: UnsafeMutableRawPointer, capacity: Int
  ) {
    precondition((1...1 << 30).contains(capacity) && capacity & (capacity - 1) == 0)
    // `Atomic<UInt32>` has the layout of the aligned 32-bit word that lies there.
    unsafe self.producer = producer.assumingMemoryBound(to: Atomic<UInt32>.self)
    unsafe self.consumer = consumer.assumingMemoryBound(to: Atomic<UInt32>.self)
    unsafe self.slots = slots
    unsafe self.capacity = capacity
  }
}

/// Two lines apart: x86 fetches cache lines in pairs, so one line would still be shared.
package let lineByteCount = 128

/// How many bytes a ring of slots of up to 8 bytes takes between two threads of this process.
package func ringByteCount(capacity: Int) -> Int {
  let slots = capacity * MemoryLayout<UInt64>.stride
  return 2 * lineByteCount + (slots + lineByteCount - 1) / lineByteCount * lineByteCount
}

extension RingMemory {
  /// Lays out a ring between two threads of this process, in `ringByteCount(capacity:)` zeroed
  /// bytes at `base`, aligned to a line.
  package init(at base: UnsafeMutableRawPointer, capacity: Int) {
    unsafe self.init(
      producer: base, consumer: base + lineByteCount, slots: base + 2 * lineByteCount,
      capacity: capacity)
  }
}
