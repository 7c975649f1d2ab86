/// The options of a message of neighbour discovery (RFC 4861 §4.6), in a value of fixed size. Unknown ones
/// and the redirected header are skipped; of one that is there twice, the last one counts.
@frozen
public struct NeighborOptions: Equatable, Sendable {
  public var sourceLinkAddress: MACAddress?
  public var targetLinkAddress: MACAddress?
  /// Of the link, in octets.
  public var mtu: UInt32?
  public var prefixes: PrefixList
  /// How many prefixes more there were than are kept.
  public var omittedPrefixCount: Int

  @inlinable
  public init(
    sourceLinkAddress: MACAddress? = nil, targetLinkAddress: MACAddress? = nil,
    mtu: UInt32? = nil, prefixes: PrefixList = PrefixList()
  ) {
    self.sourceLinkAddress = sourceLinkAddress
    self.targetLinkAddress = targetLinkAddress
    self.mtu = mtu
    self.prefixes = prefixes
    omittedPrefixCount = 0
  }

  private enum Kind {
    static let sourceLinkAddress: UInt8 = 1
    static let targetLinkAddress: UInt8 = 2
    static let prefix: UInt8 = 3
    static let mtu: UInt8 = 5
  }

  /// Throws `badOption`: for a length of 0, one beyond the list, and one that is wrong for the kind; lengths
  /// are in octets.
  init(parsing list: Span<UInt8>) throws(WireError) {
    self.init()
    var offset = 0
    while offset < list.count {
      let byteCount = offset + 1 < list.count ? 8 * Int(list[offset + 1]) : 0
      guard byteCount > 0, byteCount <= list.count - offset,
        take(list[offset], list.extracting(offset..<offset + byteCount))
      else { throw .badOption(kind: list[offset], length: byteCount, offset: offset) }
      offset += byteCount
    }
  }

  /// Returns whether the option can be what it says.
  private mutating func take(_ kind: UInt8, _ option: Span<UInt8>) -> Bool {
    switch (kind, option.count) {
    case (Kind.sourceLinkAddress, 8): sourceLinkAddress = MACAddress(from: option, at: 2)
    case (Kind.targetLinkAddress, 8): targetLinkAddress = MACAddress(from: option, at: 2)
    case (Kind.mtu, 8): mtu = option.uint32(at: 4)
    case (Kind.prefix, PrefixInformation.optionByteCount): return takePrefix(option)
    case (Kind.sourceLinkAddress...Kind.prefix, _), (Kind.mtu, _): return false
    default: break
    }
    return true
  }

  private mutating func takePrefix(_ option: Span<UInt8>) -> Bool {
    guard let prefix = PrefixInformation(option: option) else { return false }
    if !prefixes.append(prefix) { omittedPrefixCount += 1 }
    return true
  }
}

// MARK: Writing

extension NeighborOptions {
  /// How many octets `write` takes.
  public var byteCount: Int {
    (sourceLinkAddress == nil ? 0 : 8) + (targetLinkAddress == nil ? 0 : 8) + (mtu == nil ? 0 : 8)
      + PrefixInformation.optionByteCount * prefixes.count
  }

  func write(to octets: inout MutableSpan<UInt8>, at offset: Int) {
    var place = offset
    if let sourceLinkAddress {
      octets.store(UInt16(Kind.sourceLinkAddress) << 8 | 1, at: place)
      sourceLinkAddress.write(to: &octets, at: place + 2)
      place += 8
    }
    if let targetLinkAddress {
      octets.store(UInt16(Kind.targetLinkAddress) << 8 | 1, at: place)
      targetLinkAddress.write(to: &octets, at: place + 2)
      place += 8
    }
    if let mtu {
      octets.store(UInt32(Kind.mtu) << 24 | 1 << 16, at: place)
      octets.store(mtu, at: place + 4)
      place += 8
    }
    for index in 0..<prefixes.count {
      octets.store(UInt16(Kind.prefix) << 8 | 4, at: place)
      prefixes[index].write(to: &octets, at: place)
      place += PrefixInformation.optionByteCount
    }
  }
}
