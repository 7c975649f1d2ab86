import Wire

/// Who on the link has which address: what was learnt by ARP (RFC 826), as RFC 4861 §7.3 has it for neighbours. Bounded: who
/// was heard of last stays.
struct NeighborCache: ~Copyable {
  enum Answer: Equatable {
    case known(MACAddress)
    /// It was known, and is asked again: meanwhile it counts.
    case stale(MACAddress, mustAsk: Bool)
    /// It is being asked for; whether a request is to be sent now.
    case unknown(mustAsk: Bool)
  }

  struct Entry {
    var address: IPv4Address
    var hardware: MACAddress?
    /// When it was heard of last, or asked for first.
    var at: UInt64
    var askedAt: UInt64?
    var askedCount: UInt8 = 0
  }

  static let capacity = 1024
  /// How long what was heard counts, and how long an answer is waited for, in nanoseconds.
  static let life: UInt64 = 30_000_000_000
  /// How long it is not noted again that somebody is there.
  static let notingInterval: UInt64 = 1_000_000_000
  static let askingInterval: UInt64 = 1_000_000_000
  static let askingCountMax: UInt8 = 3

  private var entries: [UInt32: Entry] = [:]
  private var recent: (address: IPv4Address, hardware: MACAddress, until: UInt64)?

  /// What is known of a neighbour.
  mutating func find(_ address: IPv4Address, at now: UInt64) -> Answer {
    if let recent, recent.address == address, now < recent.until { return .known(recent.hardware) }
    guard let entry = entries[address.bits] else { return ask(address, at: now) }
    if let hardware = entry.hardware {
      guard now - entry.at >= Self.life else {
        recent = (address, hardware, entry.at + Self.life)
        return .known(hardware)
      }
      return .stale(hardware, mustAsk: askAgain(entry, at: now))
    }
    return .unknown(mustAsk: askAgain(entry, at: now))
  }

  /// Whether it is time for another request; after some, it is forgotten.
  private mutating func askAgain(_ entry: Entry, at now: UInt64) -> Bool {
    let since = entry.askedAt ?? 0
    guard entry.askedAt == nil || now - since >= Self.askingInterval else { return false }
    guard entry.askedCount < Self.askingCountMax else {
      if entry.hardware != nil { entries[entry.address.bits] = nil }
      return false
    }
    entries[entry.address.bits]?.askedAt = now
    entries[entry.address.bits]?.askedCount += 1
    return true
  }

  private mutating func ask(_ address: IPv4Address, at now: UInt64) -> Answer {
    makeRoom()
    entries[address.bits] = Entry(
      address: address, hardware: nil, at: now, askedAt: now, askedCount: 1)
    return .unknown(mustAsk: true)
  }

  /// A neighbour says who it is. Who is not known yet is learnt only where it speaks to us.
  mutating func learn(
    _ address: IPv4Address, _ hardware: MACAddress, speaksToUs: Bool, at now: UInt64
  ) {
    guard !hardware.isMulticast, !address.isMulticast, address.bits != 0 else { return }
    guard speaksToUs || entries[address.bits] != nil else { return }
    if entries[address.bits] == nil { makeRoom() }
    entries[address.bits] = Entry(address: address, hardware: hardware, at: now)
    if recent?.address == address { recent = nil }
  }

  /// A datagram from a neighbour shows that it is there, but not where: what comes by way of the gateway may bear any
  /// source, and who is known is not believed to be elsewhere without ARP.
  mutating func note(
    _ address: IPv4Address, _ hardware: MACAddress, gateway: IPv4Address?, at now: UInt64
  ) {
    if let recent, recent.address == address, recent.hardware == hardware,
      now < recent.until - Self.life + Self.notingInterval
    {
      return
    }
    if let known = entries[address.bits]?.hardware {
      guard known == hardware else { return }
    } else if let gateway, gateway != address {
      guard let router = entries[gateway.bits]?.hardware, router != hardware else { return }
    }
    learn(address, hardware, speaksToUs: true, at: now)
  }

  /// Those who did not answer, and are forgotten.
  mutating func expire(at now: UInt64) -> [IPv4Address] {
    let silent = entries.values.filter {
      $0.hardware == nil && now - ($0.askedAt ?? $0.at) >= Self.askingInterval
        && $0.askedCount >= Self.askingCountMax
    }
    for entry in silent { entries[entry.address.bits] = nil }
    return silent.map(\.address)
  }

  private mutating func makeRoom() {
    guard entries.count >= Self.capacity, let oldest = entries.values.min(by: { $0.at < $1.at })
    else { return }
    entries[oldest.address.bits] = nil
  }
}
