import Wire

/// Who on the link has which address: what was learnt by ARP (RFC 826) and by neighbour discovery (RFC 4861 §7.3). Bounded:
/// who was heard of last stays, and who has answered us before who only says that it is there (RFC 6583 §7).
struct NeighborCache: ~Copyable {
  enum Answer: Equatable {
    case known(MACAddress)
    /// It was known, and is asked again: meanwhile it counts.
    case stale(MACAddress, mustAsk: Bool)
    /// It is being asked for; whether a request is to be sent now.
    case unknown(mustAsk: Bool)
  }

  struct Entry {
    var address: IPAddress
    var hardware: MACAddress?
    /// When it was heard of last, or asked for first.
    var at: UInt64
    /// Until when it counts without being asked again.
    var until: UInt64
    /// It has answered us, or speaks to us.
    var isConfirmed = false
    var askedAt: UInt64?
    var askedCount: UInt8 = 0
  }

  static let capacity = 1024
  /// How long what was heard counts, what nobody has confirmed counts, and how long an answer is waited for, in nanoseconds
  /// (RFC 4861 §10).
  static let life: UInt64 = 30_000_000_000
  static let unconfirmedLife: UInt64 = 5_000_000_000
  static let askingInterval: UInt64 = 1_000_000_000
  static let askingCountMax: UInt8 = 3

  private var entries: [IPAddress: Entry] = [:]
  /// The one that was looked for last.
  private var recent: Entry?

  /// What is known of a neighbour.
  mutating func find(_ address: IPAddress, at now: UInt64) -> Answer {
    if let recent, recent.address == address, now < recent.until, let hardware = recent.hardware {
      return .known(hardware)
    }
    guard let entry = entries[address] else { return ask(address, at: now) }
    if let hardware = entry.hardware {
      guard now >= entry.until else {
        recent = entry
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
      if entry.hardware != nil { entries[entry.address] = nil }
      return false
    }
    entries[entry.address]?.askedAt = now
    entries[entry.address]?.askedCount += 1
    return true
  }

  private mutating func ask(_ address: IPAddress, at now: UInt64) -> Answer {
    makeRoom()
    entries[address] = Entry(
      address: address, hardware: nil, at: now, until: now, askedAt: now, askedCount: 1)
    return .unknown(mustAsk: true)
  }

  /// Where a neighbour was heard of, however long ago.
  func hardware(of address: IPAddress) -> MACAddress? { entries[address]?.hardware }

  // MARK: What is heard

  /// A neighbour says who it is. Who is not known yet is learnt only where it speaks to us.
  mutating func learn(
    _ address: IPAddress, _ hardware: MACAddress, speaksToUs: Bool, at now: UInt64
  ) {
    guard speaksToUs || entries[address] != nil else { return }
    set(address, hardware, isConfirmed: true, at: now)
  }

  private mutating func set(
    _ address: IPAddress, _ hardware: MACAddress, isConfirmed: Bool, at now: UInt64
  ) {
    guard !hardware.isMulticast, !address.isMulticast, !address.isUnspecified else { return }
    if entries[address] == nil { makeRoom() }
    entries[address] = Entry(
      address: address, hardware: hardware, at: now,
      until: now + (isConfirmed ? Self.life : Self.unconfirmedLife), isConfirmed: isConfirmed)
    if recent?.address == address { recent = nil }
  }

  /// Whether it is the one that was looked for last, and was heard of within a second: often enough to know that it is there.
  @inline(__always)
  func wasHeard(_ address: IPAddress, _ hardware: MACAddress, at now: UInt64) -> Bool {
    guard let recent else { return false }
    return recent.address == address && recent.hardware == hardware
      && now - recent.at < Self.askingInterval
  }

  /// A datagram from a neighbour shows that it is there, but not where: what comes by way of the gateway may bear any
  /// source, and who is known is not believed to be elsewhere without ARP.
  mutating func note(
    _ address: IPAddress, _ hardware: MACAddress, gateway: IPAddress?, at now: UInt64
  ) {
    if wasHeard(address, hardware, at: now) { return }
    if let known = entries[address]?.hardware {
      guard known == hardware else { return }
    } else if let gateway, gateway != address {
      guard let router = entries[gateway]?.hardware, router != hardware else { return }
    }
    learn(address, hardware, speaksToUs: true, at: now)
  }

  /// A neighbour has asked for us, and says who it is (RFC 4861 §7.2.3): that it hears our answers is not known yet.
  mutating func noteSolicitation(_ address: IPAddress, _ hardware: MACAddress, at now: UInt64) {
    guard entries[address]?.hardware != hardware else { return }
    set(address, hardware, isConfirmed: false, at: now)
  }

  /// A neighbour advertises who it is (RFC 4861 §7.2.5); whom nobody has asked for is not learnt.
  mutating func noteAdvertisement(
    _ address: IPAddress, _ hardware: MACAddress?, _ flags: NeighborFlags, at now: UInt64
  ) {
    guard let entry = entries[address] else { return }
    guard let told = hardware ?? entry.hardware else { return }
    let isNews = told != entry.hardware
    if isNews, entry.hardware != nil, !flags.contains(.override) {
      // Two say that they have it. The first one counts, until it is asked again, which is now.
      entries[address]?.until = now
      if recent?.address == address { recent = nil }
    } else if flags.contains(.solicited) {
      set(address, told, isConfirmed: true, at: now)
    } else if isNews {
      set(address, told, isConfirmed: false, at: now)
    }
  }

  // MARK: Ends

  /// Those who did not answer, and are forgotten.
  mutating func expire(at now: UInt64) -> [IPAddress] {
    let silent = entries.values.filter {
      $0.hardware == nil && now - ($0.askedAt ?? $0.at) >= Self.askingInterval
        && $0.askedCount >= Self.askingCountMax
    }
    for entry in silent { entries[entry.address] = nil }
    return silent.map(\.address)
  }

  private mutating func makeRoom() {
    guard entries.count >= Self.capacity else { return }
    let oldest = entries.values.min {
      $0.isConfirmed == $1.isConfirmed ? $0.at < $1.at : $1.isConfirmed
    }
    guard let oldest else { return }
    entries[oldest.address] = nil
    if recent?.address == oldest.address { recent = nil }
  }
}
