import Timers
import Wire

/// The network stack of one host on one link: Ethernet, ARP and neighbour discovery, IPv4 and IPv6, ICMP, UDP and TCP. Packets
/// and times come in, and packets come out: it makes no system call and reads no clock. For one thread at a time.
///
/// Packets move through three lists. `supply` gives it empty ones to send with; `takeOutgoing` and `takeDiscarded` give back
/// those to be sent, and those it has done with. All that it was given comes back one way or the other.
public struct NetworkStack: ~Copyable {
  public let configuration: HostConfiguration
  public internal(set) var counters = StackCounters()

  @usableFromInline var supply = PacketList()
  @usableFromInline var outgoing = PacketList()
  var discarded = PacketList()
  /// Packets in sockets.
  var heldCount = 0
  /// Packets with octets that connections have acknowledged, and that are not in their sockets yet.
  var unqueuedCount = 0
  /// Blocks that hold what was written.
  var sendBlockCount = 0
  /// Chunks that hold what has arrived beyond gaps.
  var earlyChunkCount = 0
  /// Packets that wait until it is known whom to give them to, and to which address.
  var unresolved: [(address: IPAddress, packet: PacketReference)] = []
  /// When neighbours that don't answer are looked for.
  var neighborsAt = UInt64.max
  /// When routers are told which groups the host is in, and how often that is still news.
  var groupReportAt = UInt64.max
  var newsLeft = 0

  var sockets: SocketMemory
  var table: SocketTable
  var blocks: BlockPool
  var neighbors = NeighborCache()
  var wheel: TimerWheel
  var reassembler: Reassembler
  /// What other stacks with these addresses may have use for.
  var forOthers = ForOthers()
  /// No other stack is asked.
  var isAlone = false
  var datagramPorts: [UInt16: DatagramPort] = [:]
  /// How many datagrams wait at all ports.
  public internal(set) var waitingDatagramCount = 0
  var unsent = SocketRow<UnsentLinking>()
  var ready = SocketRow<ReadyLinking>()
  var identification: UInt16 = 0
  var lastEphemeralPort: UInt16
  var errorLimit = RateLimit(perSecond: 100)
  /// When the last SYN was answered by a cookie; nil: none ever was.
  var cookieSentAt: UInt64?
  /// When other stacks were told so.
  var cookieToldAt: UInt64?

  public init(_ configuration: HostConfiguration, at now: UInt64) {
    precondition(PacketReference.hasRoomForHeads)
    self.configuration = configuration
    sockets = SocketMemory(
      capacity: configuration.socketLimit, worker: configuration.worker)
    table = SocketTable(capacity: configuration.socketLimit, seed: configuration.secret.0)
    blocks = BlockPool(limit: configuration.blockLimit)
    wheel = TimerWheel(now: now)
    reassembler = Reassembler(byteCountMax: configuration.datagramByteCountMax)
    lastEphemeralPort = Self.ephemeralPorts.lowerBound
    if configuration.v6?.reportsGroups == true {
      (groupReportAt, newsLeft) = (now, Self.groupReportCount)
    }
  }

  /// RFC 6335 §6.
  static let ephemeralPorts: ClosedRange<UInt16> = 49152...65535

  // MARK: Packets

  /// How many empty packets it has.
  @inlinable public var supplyCount: Int { supply.count }
  /// How many packets are to be sent.
  @inlinable public var outgoingCount: Int { outgoing.count }
  /// How many sockets are in use.
  public var socketCount: Int { sockets.inUse }
  /// Octets of datagrams that are not whole.
  public var fragmentByteCount: Int { reassembler.byteCount }
  /// How many blocks of memory are in use.
  public var blockCount: Int { blocks.inUse }
  /// Packets that lie in sockets, or wait for an address.
  public var keptPacketCount: Int { heldCount + unresolved.count }

  /// Gives it an empty packet to send with.
  public mutating func supply(_ packet: PacketReference) { supply.append(packet) }

  /// A packet to be sent, in order; nil when there is none.
  public mutating func takeOutgoing() -> PacketReference? { outgoing.removeFirst() }

  /// A packet that it has done with.
  public mutating func takeDiscarded() -> PacketReference? { discarded.removeFirst() }

  mutating func discard(_ packet: PacketReference, _ reason: WritableKeyPath<StackCounters, UInt64>)
  {
    counters[keyPath: reason] += 1
    discarded.append(packet)
  }

  // MARK: Time

  /// When `fire` is to be called at the latest; nil: never.
  @inline(__always)
  public var deadline: UInt64? {
    let wake = wheel.earliestWake ?? .max
    let first = min(wake, neighborsAt, groupReportAt, reassembler.deadline)
    return first == .max ? nil : first
  }

  /// Does what is due; costs little where nothing is.
  public mutating func fire(at now: UInt64) {
    guard let deadline, deadline <= now else { return }
    while let sleeper = unsafe wheel.next(now: now) {
      wake(unsafe SocketReference.of(sleeper), at: now)
    }
    if now >= neighborsAt { expireNeighbors(at: now) }
    if now >= groupReportAt { reportGroups(at: now) }
    if now >= reassembler.deadline { reassembler.expire(at: now) }
    sendUnsent(at: now)
  }
}
