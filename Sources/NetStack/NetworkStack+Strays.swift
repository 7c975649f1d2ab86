import Wire

/// Where several stacks have the same addresses, each behind a device queue of its own (`HostConfiguration.stackCount`): a
/// connection belongs to one of them, and who spreads packets over the queues may bring its segments to another one, as after
/// a timeout, errors about it, or the answers to what it asks of neighbours. Whoever has the stacks brings them together:
/// takes strays and news here, and gives them to the others.
extension NetworkStack {
  /// A packet for a connection that is not here.
  public struct Stray: Equatable {
    /// Whoever takes it owns it.
    public let packet: PacketReference
    /// Which connection that is.
    public let key: SocketKey
  }

  /// What a neighbour has said.
  public struct NeighborNews: Equatable, Sendable {
    let address: IPAddress
    let hardware: MACAddress?
    /// Of an advertisement (RFC 4861 §4.4); nil: an answer of ARP.
    let flags: NeighborFlags?
  }

  /// What a stack has for others, in the order in which it came.
  public struct ForOthers {
    /// Whoever takes them owns their packets.
    public private(set) var strays: [Stray] = []
    private(set) var news: [NeighborNews] = []
    /// When a SYN was answered by a cookie: what proves it may come to any of them.
    var cookieSentAt: UInt64?

    /// How many of either wait at most: further strays are lost, as if on the way, and further news is not told.
    private static let limit = 256

    public init() {}

    @inline(__always)
    public var isEmpty: Bool { strays.isEmpty && !hasNews }
    /// Whether there is anything that all of them are to hear.
    @inline(__always)
    public var hasNews: Bool { !news.isEmpty || cookieSentAt != nil }

    /// Keeps the memory for what comes next.
    public mutating func removeAll() {
      strays.removeAll(keepingCapacity: true)
      news.removeAll(keepingCapacity: true)
      cookieSentAt = nil
    }

    mutating func append(_ stray: Stray) -> Bool {
      guard strays.count < Self.limit else { return false }
      strays.append(stray)
      return true
    }

    mutating func append(_ piece: NeighborNews) {
      if news.count < Self.limit { news.append(piece) }
    }
  }

  /// Whether there is anything for other stacks.
  @inline(__always)
  public var hasForOthers: Bool { !forOthers.isEmpty }

  /// Changes what there is for others for what its caller has done with, so that no memory is asked for.
  public mutating func exchangeForOthers(_ emptied: inout ForOthers) {
    precondition(emptied.isEmpty)
    swap(&forOthers, &emptied)
  }

  /// Whether a stray is for a connection of this stack.
  public func hasConnection(of stray: Stray) -> Bool { table.find(stray.key) != nil }

  /// Takes a stray back that no other stack has a connection for.
  public mutating func receiveUnclaimed(_ stray: Stray, at now: UInt64) {
    counters.received -= 1
    isAlone = true
    receive(stray.packet, at: now)
    isAlone = false
  }

  /// What another stack has for all: who asks for a neighbour here knows it, too, and a cookie of another one is as good as ours,
  /// as all have one secret.
  public mutating func hear(_ others: ForOthers, at now: UInt64) {
    for piece in others.news { hear(piece, at: now) }
    if let sentAt = others.cookieSentAt { cookieSentAt = max(cookieSentAt ?? 0, sentAt) }
  }

  private mutating func hear(_ news: NeighborNews, at now: UInt64) {
    if let flags = news.flags {
      neighbors.noteAdvertisement(news.address, news.hardware, flags, at: now)
    } else if let hardware = news.hardware {
      neighbors.learn(news.address, hardware, speaksToUs: false, at: now)
    }
    sendResolved(news.address)
  }

  // MARK: What is for others

  /// Whether others may have what is not found here.
  var mayBeElsewhere: Bool { configuration.stackCount > 1 && !isAlone }

  /// Whether a segment may be for another stack's connection, where `found` is what is here for it: also a SYN, which may have
  /// come before. Under a flood of SYNs nobody is asked for those; what proves a cookie may have done so elsewhere.
  @inline(__always)
  func mayStray(_ flags: TCPFlags, found: SocketReference?, at now: UInt64) -> Bool {
    mayBeElsewhere && found?.value.kind != .connection
      && !(flags.beginConnection && areCookiesOut(at: now))
  }

  /// The connection of another stack that an error may be about; nil: it is about ours, or about none.
  func strayKey(of quoted: QuotedDatagram) -> SocketKey? {
    guard mayBeElsewhere, let key = quoted.segmentKey, table.find(key) == nil else { return nil }
    return key
  }

  mutating func keepStray(_ packet: PacketReference, _ key: SocketKey) {
    counters.strays += 1
    if !forOthers.append(Stray(packet: packet, key: key)) { discarded.append(packet) }
  }

  mutating func tellOthers(_ address: IPAddress, _ hardware: MACAddress?, _ flags: NeighborFlags?) {
    guard mayBeElsewhere else { return }
    forOthers.append(NeighborNews(address: address, hardware: hardware, flags: flags))
  }

  /// How long others are not told anew that cookies are out: shorter than these are good for.
  private static let cookieNewsInterval = SynchronizationCookie.slot / 4

  mutating func tellOthersOfCookie(at now: UInt64) {
    let isNews = cookieToldAt.map { now - $0 >= Self.cookieNewsInterval } ?? true
    guard configuration.stackCount > 1, isNews else { return }
    cookieToldAt = now
    forOthers.cookieSentAt = now
  }
}

extension TCPFlags {
  /// Whether a segment begins a connection: a SYN that answers none.
  var beginConnection: Bool { contains(.synchronize) && !contains(.acknowledgment) }
}

extension QuotedDatagram {
  /// Which of our connections it is a segment of; nil where it is none.
  var segmentKey: SocketKey? {
    guard protocolNumber == IPProtocol.tcp, let ports else { return nil }
    return SocketKey(
      local: source, localPort: ports.source, remote: destination, remotePort: ports.destination)
  }
}
