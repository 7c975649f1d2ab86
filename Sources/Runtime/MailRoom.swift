import CBaton
import Coroutines
import Devices
import Synchronization

/// The ways between workers: what ends on one worker and belongs to another's queue or slab goes
/// home through a ring of its own for each pair, so no ring has two writers.
@safe
final class MailRoom: @unchecked Sendable {
  enum Order: UInt {
    case release = 0
    case transmit = 1
    /// For the network stack of the worker that received it.
    case receive = 2
    /// For a connection of a worker other than the one that received it.
    case stray = 3
    /// A datagram that a program has made of it, for the network stack of its worker to send.
    case datagram = 4
  }

  @safe
  struct Letter {
    var packet: UnsafeMutablePointer<baton_packet>
    var order: Order
  }

  let workerCount: Int
  /// Where frames go home to, by worker; complete before any worker runs.
  private(set) var framePorts: [FrameSlab.ReturnPort] = []
  /// The same for tickets.
  private(set) var ticketPorts: [FrameSlab.ReturnPort] = []
  private let rings: [WordRing]
  /// Packets that are to leave by another queue than their own. In rings of their own, which may be full: the others hold all
  /// that can go home through them.
  private let forwardRings: [WordRing]
  static let forwardLimit = 1024
  /// By receiver.
  private let boxes: UnsafeMutablePointer<MailBox>

  /// `capacity` is the number of packets that can be on their way at once: all of them.
  init(workerCount: Int, capacity: Int) throws {
    self.workerCount = workerCount
    rings = try (0..<workerCount * workerCount).map { _ in try WordRing(capacity: capacity) }
    forwardRings = try (0..<workerCount * workerCount).map { _ in
      try WordRing(capacity: Self.forwardLimit)
    }
    unsafe boxes = .allocate(capacity: workerCount)
    for index in 0..<workerCount { unsafe (boxes + index).initialize(to: MailBox()) }
  }

  deinit {
    unsafe boxes.deinitialize(count: workerCount)
    unsafe boxes.deallocate()
  }

  /// Where the worker sees whether there is anything for it. Not of use longer than this object.
  func box(of worker: Int) -> MailBoxReference {
    precondition((0..<workerCount).contains(worker))
    return unsafe MailBoxReference(box: boxes + worker)
  }

  /// Adds the next worker's ways home for frames and tickets.
  func append(framePort: FrameSlab.ReturnPort, ticketPort: FrameSlab.ReturnPort) {
    framePorts.append(framePort)
    ticketPorts.append(ticketPort)
  }

  func send(
    _ packet: UnsafeMutablePointer<baton_packet>, from sender: Int, to receiver: Int,
    _ order: Order
  ) {
    // Packets are cache-line aligned, so the lowest bits are free.
    let word = UInt(bitPattern: packet) | order.rawValue
    guard rings[sender * workerCount + receiver].push(word) else {
      preconditionFailure("a ring holds as many packets as there are")
    }
    box(of: receiver).raiseFlag()
  }

  func next(from sender: Int, to receiver: Int) -> Letter? {
    guard let word = rings[sender * workerCount + receiver].pop() else { return nil }
    guard let order = Order(rawValue: word & 7) else {
      preconditionFailure("a ring gives what was put in")
    }
    // Sound: the word was made from a packet's address above.
    return unsafe Letter(packet: UnsafeMutablePointer(bitPattern: word & ~7)!, order: order)
  }

  /// Hands a packet to a worker that is to send a copy of it; false, and it is still the sender's, where too many are on
  /// their way.
  func forward(
    _ packet: UnsafeMutablePointer<baton_packet>, from sender: Int, to receiver: Int
  ) -> Bool {
    guard forwardRings[sender * workerCount + receiver].push(UInt(bitPattern: packet)) else {
      return false
    }
    box(of: receiver).raiseFlag()
    return true
  }

  func nextToForward(from sender: Int, to receiver: Int) -> UnsafeMutablePointer<baton_packet>? {
    guard let word = forwardRings[sender * workerCount + receiver].pop() else { return nil }
    // Sound: the word was made from a packet's address above.
    return unsafe UnsafeMutablePointer(bitPattern: word)
  }
}

/// Whether something has been sent to a worker since it looked last, on a cache line of its own: so it has to go through the
/// rings of all others only then.
struct MailBox: ~Copyable {
  fileprivate let hasNews = Atomic<Bool>(false)
  private let padding = InlineArray<15, UInt64>(repeating: 0)
}

/// A mail box, for its worker and those that send to it: no object, so that nothing is retained or released.
@safe
struct MailBoxReference {
  fileprivate let box: UnsafeMutablePointer<MailBox>

  /// After something was put into a ring. A store and no more, also where the flag is up: who saw it up by a load might have
  /// done so before its letter could be seen.
  func raiseFlag() { unsafe box.pointee.hasNews.store(true, ordering: .releasing) }

  /// Whether the worker has to look into its rings.
  @inline(__always)
  func lowerFlag() -> Bool {
    guard unsafe box.pointee.hasNews.load(ordering: .relaxed) else { return false }
    return unsafe box.pointee.hasNews.exchange(false, ordering: .acquiring)
  }
}
