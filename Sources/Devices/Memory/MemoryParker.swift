import CLinux
import Synchronization

/// How one end of a memory queue sleeps and wakes the other, by a word and an event for each.
///
/// The sleeper stores that it will sleep, and then looks at the rings; the waker stores into the
/// rings, and then looks whether somebody sleeps. With a full fence between store and look at both
/// sides, at least one of them sees the other: no wake-up is lost.
@safe
struct MemoryParker {
  private let own: UnsafeMutablePointer<Atomic<UInt32>>
  private let peers: UnsafeMutablePointer<Atomic<UInt32>>
  private let peerEvent: Int32
  /// Readable when this end is to be woken.
  let event: Int32

  /// What an end sleeps for.
  private enum Parking {
    static let awake: UInt32 = 0
    static let forPackets: UInt32 = 1
    static let forPacketsOrChunks: UInt32 = 2
  }

  /// The wire has to outlive this value.
  init(wire: MemoryWire, end: MemoryLink.End) {
    unsafe own = wire.parking(of: end)
    unsafe peers = wire.parking(of: end.other)
    event = wire.event(of: end)
    peerEvent = wire.event(of: end.other)
  }

  /// Announces that this end is about to sleep. Look at the rings after this, then sleep.
  func announce(lacksChunks: Bool) {
    let parking = lacksChunks ? Parking.forPacketsOrChunks : Parking.forPackets
    // The word is in memory that the wire keeps.
    unsafe own.pointee.store(parking, ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// Takes the announcement back and makes the event unreadable.
  func cancel() {
    // The word is in memory that the wire keeps.
    unsafe own.pointee.store(Parking.awake, ordering: .relaxed)
    _ = linux_event_clear(event)
  }

  /// Whether the peer sleeps.
  var isPeerParked: Bool {
    // The word is in memory that the wire keeps.
    unsafe peers.pointee.load(ordering: .relaxed) != Parking.awake
  }

  /// Wakes the peer if it sleeps for what was just published. True when that took a system call.
  func wakePeer(packets: Bool, chunks: Bool) -> Bool {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    // The word is in memory that the wire keeps.
    let parking = unsafe peers.pointee.load(ordering: .relaxed)
    guard parking != Parking.awake, packets || parking == Parking.forPacketsOrChunks else {
      return false
    }
    // Whoever changes the word makes the one call; the peer may have woken by itself meanwhile.
    guard unsafe peers.pointee.exchange(Parking.awake, ordering: .relaxed) != Parking.awake else {
      return false
    }
    _ = linux_event_signal(peerEvent)
    return true
  }
}
