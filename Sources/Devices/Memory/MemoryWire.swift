import CLinux
import Synchronization

/// What the two ends of one queue of a memory link share. Never changes, but for what lies in it.
@safe
final class MemoryWire: Sendable {
  /// The packet memories, one an end.
  let near: PacketMemory
  let far: PacketMemory
  private let nearEvent: OwnedDescriptor
  private let farEvent: OwnedDescriptor
  private let rings: Mapping
  private let wireCapacity: Int
  private let homeCapacity: Int

  init(_ configuration: MemoryLink.Configuration, queue: Int) throws(DeviceError) {
    let steps = OpeningSteps(device: MemoryLink.name, queue: queue)
    near = try steps.packetMemory(configuration.shape)
    far = try steps.packetMemory(configuration.shape)
    nearEvent = try steps.owned("create event", linux_event_create())
    farEvent = try steps.owned("create event", linux_event_create())
    wireCapacity = configuration.wireCapacity
    // Room for every chunk there is: going home is never refused.
    homeCapacity = roundedUpToPowerOfTwo(configuration.shape.chunkCount)
    let perEnd =
      ringByteCount(capacity: wireCapacity) + ringByteCount(capacity: homeCapacity) + lineByteCount
    rings = try steps.mapping(byteCount: 2 * perEnd)
  }

  func memory(of end: MemoryLink.End) -> PacketMemory { end == .near ? near : far }

  /// Readable when the end is to be woken.
  func event(of end: MemoryLink.End) -> Int32 {
    end == .near ? nearEvent.number : farEvent.number
  }

  // In the mapping, for either end: the wire to it, the way home for its chunks, its parking word.
  // All are multiples of a line, from a page boundary on, and zeroed, as rings have to be.

  /// The ring of packets that `end` receives.
  func wire(to end: MemoryLink.End) -> RingMemory {
    unsafe RingMemory(at: area(of: end), capacity: wireCapacity)
  }

  /// The ring of `end`'s own packets that were released at the other end.
  func wayHome(to end: MemoryLink.End) -> RingMemory {
    let offset = ringByteCount(capacity: wireCapacity)
    return unsafe RingMemory(at: area(of: end) + offset, capacity: homeCapacity)
  }

  /// What `end` sleeps for (`MemoryParker`).
  func parking(of end: MemoryLink.End) -> UnsafeMutablePointer<Atomic<UInt32>> {
    // `Atomic<UInt32>` has the layout of the aligned, zeroed word that lies there.
    unsafe (area(of: end) + rings.byteCount / 2 - lineByteCount)
      .assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  private func area(of end: MemoryLink.End) -> UnsafeMutableRawPointer {
    unsafe rings.base + end.rawValue * rings.byteCount / 2
  }
}

/// The least power of two that is not less than `count`.
func roundedUpToPowerOfTwo(_ count: Int) -> Int {
  count <= 1 ? 1 : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
}
