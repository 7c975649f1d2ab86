import CLinux
import Synchronization

/// The four rings of one AF_XDP socket, with the memory that the kernel mapped for them.
struct AFXDPRings: ~Copyable {
  /// Chunks that the kernel may receive into, by address relative to the packet memory.
  var fill: ProducerRing<UInt64>
  /// Chunks that the kernel has sent.
  var completion: ConsumerRing<UInt64>
  var receive: ConsumerRing<linux_xdp_descriptor>
  var transmit: ProducerRing<linux_xdp_descriptor>
  /// Whether the kernel is to be woken for the fill and for the transmit ring.
  let fillFlag: WakeFlag
  let transmitFlag: WakeFlag

  private let fillMapping: RingMapping
  private let completionMapping: RingMapping
  private let receiveMapping: RingMapping
  private let transmitMapping: RingMapping

  /// `capacity` entries in each, a power of two.
  init(socket: Int32, capacity: Int, _ steps: OpeningSteps) throws(DeviceError) {
    let map = RingMapper(socket: socket, capacity: capacity, steps: steps)
    let fill = try map(LINUX_XDP_FILL_RING, "map fill ring")
    let completion = try map(LINUX_XDP_COMPLETION_RING, "map completion ring")
    let receive = try map(LINUX_XDP_RECEIVE_RING, "map receive ring")
    let transmit = try map(LINUX_XDP_TRANSMIT_RING, "map transmit ring")

    // The mappings live as long as the rings that point into them: both are fields of this value.
    // We are the socket's only user, so the rings have one producer and one consumer.
    unsafe self.fill = ProducerRing(fill.memory)
    unsafe self.completion = ConsumerRing(completion.memory)
    unsafe self.receive = ConsumerRing(receive.memory)
    unsafe self.transmit = ProducerRing(transmit.memory)
    fillFlag = fill.flag
    transmitFlag = transmit.flag
    fillMapping = fill
    completionMapping = completion
    receiveMapping = receive
    transmitMapping = transmit
  }
}

/// Maps the rings of one socket.
private struct RingMapper {
  let socket: Int32
  let capacity: Int
  let steps: OpeningSteps

  func callAsFunction(
    _ kind: linux_xdp_ring_kind, _ step: String
  ) throws(DeviceError) -> RingMapping {
    var ring = unsafe linux_xdp_ring()
    let result = unsafe linux_xdp_map_ring(socket, kind, UInt32(capacity), &ring)
    try steps.checked(step, result)
    // The call succeeded, so the kernel's mapping is there and nobody else's.
    return unsafe RingMapping(adopting: ring, capacity: capacity)
  }
}

/// One ring's memory, as the kernel laid it out; unmapped when the value dies.
@safe
struct RingMapping: ~Copyable {
  let memory: RingMemory
  let flag: WakeFlag
  private let mapping: Mapping

  /// Takes over the mapping, in which the ring's parts lie.
  @unsafe
  init(adopting ring: linux_xdp_ring, capacity: Int) {
    unsafe memory = RingMemory(
      producer: ring.producer, consumer: ring.consumer, slots: ring.slots, capacity: capacity)
    unsafe flag = WakeFlag(ring.flags)
    unsafe mapping = Mapping(adopting: ring.mapping, byteCount: ring.byte_count)
  }
}

/// The word in which the kernel says whether it sleeps (`XDP_RING_NEED_WAKEUP`).
@safe
struct WakeFlag {
  private let word: UnsafeMutablePointer<Atomic<UInt32>>

  /// The word has to outlive this value.
  @unsafe
  init(_ word: UnsafeMutablePointer<UInt32>) {
    // `Atomic<UInt32>` has the layout of the aligned word that lies there.
    unsafe self.word = UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Whether the kernel has to be woken by a system call.
  var isSet: Bool { unsafe word.pointee.load(ordering: .relaxed) & 1 != 0 }
}
