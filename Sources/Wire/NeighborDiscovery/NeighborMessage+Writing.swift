extension NeighborMessage {
  /// How many octets `write` takes.
  public var byteCount: Int { bodyByteCount + options.byteCount }

  private var bodyByteCount: Int {
    switch body {
    case .routerSolicitation: 8
    case .routerAdvertisement: 16
    case .neighborSolicitation, .neighborAdvertisement: 24
    case .redirect: 40
    }
  }

  /// Writes the whole ICMPv6 message, `byteCount` octets, with its checksum. Traps unless they fit.
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, from source: IPv6Address,
    to destination: IPv6Address
  ) {
    writeBody(to: &octets, at: offset + ICMPHeader.byteCount)
    options.write(to: &octets, at: offset + bodyByteCount)
    var sum = ICMPHeader.pseudoHeader(from: source, to: destination, byteCount: byteCount)
    sum.add(octets.span.extracting(offset + ICMPHeader.byteCount..<offset + byteCount))
    header.write(to: &octets, at: offset, including: sum)
  }

  public func append(
    to octets: inout [UInt8], from source: IPv6Address, to destination: IPv6Address
  ) {
    octets.appendHeader(byteCount) { write(to: &$0, at: $1, from: source, to: destination) }
  }

  /// What the message begins with.
  private var header: ICMPHeader {
    switch body {
    case .routerSolicitation: ICMPHeader(type: NeighborMessageType.routerSolicitation)
    case .routerAdvertisement(let router):
      ICMPHeader(type: NeighborMessageType.routerAdvertisement, word: router.word)
    case .neighborSolicitation: ICMPHeader(type: NeighborMessageType.neighborSolicitation)
    case .neighborAdvertisement(_, let flags):
      ICMPHeader(
        type: NeighborMessageType.neighborAdvertisement, word: UInt32(flags.rawValue & 0xe0) << 24)
    case .redirect: ICMPHeader(type: NeighborMessageType.redirect)
    }
  }

  /// What lies between the first eight octets and the options.
  private func writeBody(to octets: inout MutableSpan<UInt8>, at offset: Int) {
    switch body {
    case .routerSolicitation: break
    case .routerAdvertisement(let router):
      octets.store(router.reachableTime, at: offset)
      octets.store(router.retransmissionTime, at: offset + 4)
    case .neighborSolicitation(let target), .neighborAdvertisement(let target, _):
      octets.store(target.bits, at: offset)
    case .redirect(let target, let destination):
      octets.store(target.bits, at: offset)
      octets.store(destination.bits, at: offset + 16)
    }
  }
}
