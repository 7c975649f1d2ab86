import CBaton
import Coroutines
import Devices
import Synchronization

/// The channels of one worker, and the two rings by which the sides tell each other which of them to look at.
///
/// A channel stands in either ring once at most: who tells the other side of it again, before that has taken the news in, adds
/// to these. So the rings, which have room for all channels, are never full.
@safe
package final class ChannelTable: @unchecked Sendable {
  // Sound: memory that does not move, and in it rings of which each end is made once.
  package let count: Int
  private let channels: UnsafeMutablePointer<Channel>
  /// Rings of numbers, and octets of all channels: pages are there once they are touched.
  private let memory: LazyMemory
  private let ringCapacity: Int
  /// A bit for each listener that is to take nothing any more.
  private let closedListeners = Atomic<UInt64>(0)

  /// As many can be told apart.
  package static let listenerCountMax = 64

  /// `count` channels, each with rings of `octetCapacity` octets, a power of two.
  ///
  /// - Throws: `SlabError` where the system has no room.
  package init(count: Int, octetCapacity: Int) throws(SlabError) {
    precondition((1...1 << 20).contains(count), "1 to 1,048,576 channels")
    self.count = count
    ringCapacity = 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
    let numbers = 2 * ringByteCount(capacity: ringCapacity)
    memory = try LazyMemory(byteCount: numbers + 2 * count * octetCapacity)
    unsafe channels = .allocate(capacity: count)
    for index in 0..<count {
      let octets = unsafe (memory.base + numbers + 2 * index * octetCapacity)
        .bindMemory(to: UInt8.self, capacity: 2 * octetCapacity)
      // Sound: each channel has its own part of the memory, which lives as long.
      unsafe (channels + index).initialize(
        to: Channel(
          received: OctetRing(octets, capacity: octetCapacity),
          sent: OctetRing(octets + octetCapacity, capacity: octetCapacity)))
    }
  }

  deinit {
    unsafe channels.deinitialize(count: count)
    unsafe channels.deallocate()
  }

  package func channel(_ index: Int) -> ChannelReference {
    precondition((0..<count).contains(index), "there is no channel \(index)")
    return unsafe ChannelReference(channels + index)
  }

  /// The ring to the worker, and the one to the control side.
  fileprivate func ring(toWorker: Bool) -> RingMemory {
    let offset = toWorker ? 0 : ringByteCount(capacity: ringCapacity)
    // Sound: the memory was zeroed, is aligned to a page, and has room for both.
    return unsafe RingMemory(at: memory.base + offset, capacity: ringCapacity)
  }

  /// Has a listener take nothing any more. The worker has to be woken.
  package func close(listener: Int) {
    precondition((0..<Self.listenerCountMax).contains(listener), "no such listener")
    _ = closedListeners.bitwiseOr(1 << UInt64(listener), ordering: .relaxed)
  }

  var closed: UInt64 { closedListeners.load(ordering: .relaxed) }
}

/// One side's ends of a table's rings: numbers of channels go to the other side, and come from it. Once a side.
private struct ChannelRings: ~Copyable, Sendable {
  private var outgoing: ProducerRing<UInt32>
  private var incoming: ConsumerRing<UInt32>

  init(_ table: ChannelTable, ofWorker: Bool) {
    // Sound: the table keeps the memory, and these are the one end of each.
    unsafe outgoing = ProducerRing(table.ring(toWorker: !ofWorker))
    unsafe incoming = ConsumerRing(table.ring(toWorker: ofWorker))
  }

  /// Has the other side look at a channel.
  mutating func show(_ channel: Int) {
    let hasRoom = outgoing.push(UInt32(channel))
    precondition(hasRoom, "a channel stands in the ring once")
    _ = outgoing.publish()
  }

  /// A channel to look at; nil where there is none.
  mutating func next() -> Int? {
    guard incoming.available(atMost: 1) > 0 else { return nil }
    let channel = Int(incoming[0])
    incoming.advance(by: 1)
    return channel
  }
}

/// The control side of a table's rings. For one thread at a time, and once a table. The worker has to be woken after what it
/// is told.
package struct ChannelControl: ~Copyable, Sendable {
  package let table: ChannelTable
  private var rings: ChannelRings

  package init(_ table: ChannelTable) {
    self.table = table
    rings = ChannelRings(table, ofWorker: false)
  }

  /// Gives the worker a channel, for a connection that its fields describe.
  package mutating func give(_ channel: Int, for request: ChannelRequests) {
    if table.channel(channel).value.give(request) { rings.show(channel) }
  }

  /// Asks the worker for something about a channel.
  package mutating func ask(_ request: ChannelRequests, of channel: Int) {
    if table.channel(channel).value.ask(request) { rings.show(channel) }
  }

  /// A channel of which there are news; nil where there is none.
  package mutating func next() -> Int? { rings.next() }
}

/// The worker's side of a table's rings. Once a table.
struct ChannelPort: ~Copyable {
  let table: ChannelTable
  private var rings: ChannelRings
  /// Where the thread of the control side sleeps.
  private let control: Parking

  init(_ table: ChannelTable, control: Parking) {
    self.table = table
    self.control = control
    rings = ChannelRings(table, ofWorker: true)
  }

  /// A channel of which something is asked; nil where there is none.
  mutating func next() -> Int? { rings.next() }

  /// Tells the control side something of a channel. Costs a system call where that sleeps.
  mutating func tell(_ news: ChannelNews, of channel: Int) {
    guard table.channel(channel).value.tell(news) else { return }
    rings.show(channel)
    _ = control.wake(0)
  }
}
