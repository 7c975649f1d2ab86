import Testing
import Wire
import World

@Suite struct NeighborTests {
  private static func randomOptions(_ random: inout RandomSource) -> NeighborOptions {
    var options = NeighborOptions()
    if Bool.random(using: &random) { options.sourceLinkAddress = Addresses.mac(&random) }
    if Bool.random(using: &random) { options.targetLinkAddress = Addresses.mac(&random) }
    if Bool.random(using: &random) { options.mtu = .random(in: 0...UInt32.max, using: &random) }
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      options.prefixes.append(
        PrefixInformation(
          prefix: Addresses.v6(&random), prefixLength: .random(in: 0...128, using: &random),
          isOnLink: .random(using: &random), isAutonomous: .random(using: &random),
          validLifetime: .random(in: 0...UInt32.max, using: &random),
          preferredLifetime: .random(in: 0...UInt32.max, using: &random)))
    }
    return options
  }

  private static func randomBody(_ random: inout RandomSource) -> NeighborMessage.Body {
    let target = IPv6Address(bits: Addresses.v6(&random).bits >> 1)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return .routerSolicitation
    case 1:
      return .routerAdvertisement(
        RouterAdvertisement(
          hopLimit: .random(in: 0...255, using: &random), isManaged: .random(using: &random),
          hasOtherConfiguration: .random(using: &random),
          routerLifetime: .random(in: 0...UInt16.max, using: &random),
          reachableTime: .random(in: 0...UInt32.max, using: &random),
          retransmissionTime: .random(in: 0...UInt32.max, using: &random)))
    case 2: return .neighborSolicitation(target: target)
    case 3:
      return .neighborAdvertisement(
        target: target, flags: NeighborFlags(rawValue: .random(in: 0..<8, using: &random) << 5))
    default: return .redirect(target: Addresses.v6(&random), destination: target)
    }
  }

  /// What is written is read; pieces that end between options are messages, all others are not.
  @Test(arguments: UInt64(1)...200)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let message = NeighborMessage(
      Self.randomBody(&random), options: Self.randomOptions(&random))
    let (source, destination) = (Addresses.v6(&random), Addresses.v6(&random))
    var octets: [UInt8] = []
    message.append(to: &octets, from: source, to: destination)
    #expect(octets.count == message.byteCount)
    _ = try ICMPHeader(parsing: octets.span, from: source, to: destination)
    #expect(try NeighborMessage(parsing: octets.span) == message, "seed \(seed)")
    let bodyByteCount = octets.count - message.options.byteCount
    for count in 0..<octets.count where count < bodyByteCount || count % 8 != 0 {
      #expect(throws: WireError.self, "seed \(seed), \(count) octets") {
        try NeighborMessage(parsing: octets.span.extracting(0..<count))
      }
    }
  }

  /// By RFC 4861 §4.2, §4.6.2 and §4.6.4.
  @Test func anAdvertisementOfARouterIsRead() throws {
    let octets: [UInt8] =
      [134, 0, 0, 0, 64, 0xc0, 7, 8, 0, 0, 0x75, 0x30, 0, 0, 3, 0xe8]
      + [1, 1, 2, 0, 0, 0, 0, 2] + [5, 1, 0, 0, 0, 0, 5, 0xdc]
      + [3, 4, 64, 0xc0, 0, 1, 0x51, 0x80, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]
      + [0xfd, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + [99, 1, 0, 0, 0, 0, 0, 0]
    let message = try NeighborMessage(parsing: octets.span)
    #expect(
      message.body
        == .routerAdvertisement(
          RouterAdvertisement(
            hopLimit: 64, isManaged: true, hasOtherConfiguration: true, routerLifetime: 1800,
            reachableTime: 30000, retransmissionTime: 1000)))
    #expect(message.options.sourceLinkAddress == MACAddress("02:00:00:00:00:02"))
    #expect(message.options.mtu == 1500 && message.options.targetLinkAddress == nil)
    #expect(message.options.prefixes.count == 1)
    #expect(
      message.options.prefixes[0]
        == PrefixInformation(
          prefix: IPv6Address("fd00:9::")!, prefixLength: 64, validLifetime: 86400,
          preferredLifetime: PrefixInformation.infinite))
  }

  @Test(
    arguments: [
      ([1, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 1, length: 0, offset: 0)),
      ([99, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 99, length: 0, offset: 0)),
      (
        [99, 1, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0],
        .badOption(kind: 1, length: 16, offset: 8)
      ),
      (
        [2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 2, length: 16, offset: 0)
      ),
      ([3, 1, 64, 0, 0, 0, 0, 0], .badOption(kind: 3, length: 8, offset: 0)),
      (
        [5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .badOption(kind: 5, length: 16, offset: 0)
      ),
      ([3, 4, 129] + Array(repeating: 0, count: 29), .badOption(kind: 3, length: 32, offset: 0)),
      ([1], .badOption(kind: 1, length: 0, offset: 0)),
    ] as [([UInt8], WireError)])
  func impossibleOptionsAreErrors(_ list: [UInt8], _ error: WireError) {
    #expect(throws: error) {
      try NeighborMessage(parsing: ([133, 0, 0, 0, 0, 0, 0, 0] + list).span)
    }
  }

  @Test func otherMessagesAreErrors() {
    func read(_ octets: [UInt8]) throws(WireError) -> NeighborMessage {
      try NeighborMessage(parsing: octets.span)
    }
    let zeros = [UInt8](repeating: 0, count: 60)
    #expect(throws: WireError.badType(128)) { try read([128] + zeros) }
    #expect(throws: WireError.badField(value: 1, offset: 1)) { try read([133, 1] + zeros) }
    for type: UInt8 in [135, 136] {
      #expect(throws: WireError.badField(value: 0xff, offset: 8)) {
        try read([type, 0, 0, 0, 0, 0, 0, 0, 0xff] + zeros.prefix(15))
      }
    }
    #expect(throws: WireError.badField(value: 0xff, offset: 24)) {
      try read([137] + zeros.prefix(23) + [0xff] + zeros.prefix(15))
    }
  }

  /// More prefixes than are kept are counted.
  @Test func furtherPrefixesAreCounted() throws {
    let prefix: [UInt8] = [3, 4, 64, 0] + Array(repeating: 0, count: 28)
    let octets =
      [134] + [UInt8](repeating: 0, count: 15) + repeatElement(prefix, count: 11).joined()
    let options = try NeighborMessage(parsing: octets.span).options
    #expect(options.prefixes.count == 8 && options.omittedPrefixCount == 3)
  }

  // MARK: Validity

  private static let target = IPv6Address("fe80::2")!
  private static let router = RouterAdvertisement(routerLifetime: 0)

  private func header(
    from source: String, to destination: String, hopLimit: UInt8 = 255
  ) -> IPv6Header {
    IPv6Header(
      payloadByteCount: 0, nextHeader: IPProtocol.icmpv6, hopLimit: hopLimit,
      source: IPv6Address(source)!, destination: IPv6Address(destination)!)
  }

  /// RFC 4861 §6.1, §7.1 and §8.1, sentence by sentence.
  @Test(
    arguments: [
      (.routerSolicitation, false, "fe80::1", "ff02::2", true),
      (.routerSolicitation, true, "fe80::1", "ff02::2", true),
      (.routerSolicitation, false, "::", "ff02::2", true),
      (.routerSolicitation, true, "::", "ff02::2", false),
      (.routerAdvertisement(router), false, "fe80::1", "ff02::1", true),
      (.routerAdvertisement(router), false, "fd00::1", "ff02::1", false),
      (.neighborSolicitation(target: target), true, "fd00::1", "ff02::1:ff00:2", true),
      (.neighborSolicitation(target: target), false, "::", "ff02::1:ff00:2", true),
      (.neighborSolicitation(target: target), true, "::", "ff02::1:ff00:2", false),
      (.neighborSolicitation(target: target), false, "::", "fe80::2", false),
      (
        .neighborAdvertisement(target: target, flags: .solicited), false, "fe80::2", "fe80::1", true
      ),
      (
        .neighborAdvertisement(target: target, flags: .solicited), false, "fe80::2", "ff02::1",
        false
      ),
      (.neighborAdvertisement(target: target, flags: .override), false, "fe80::2", "ff02::1", true),
      (.redirect(target: target, destination: .loopback), false, "fe80::1", "fd00::1", true),
      (.redirect(target: .loopback, destination: .loopback), false, "fe80::1", "fd00::1", true),
      (.redirect(target: .loopback, destination: target), false, "fe80::1", "fd00::1", false),
      (.redirect(target: target, destination: .loopback), false, "fd00::9", "fd00::1", false),
    ] as [(NeighborMessage.Body, Bool, String, String, Bool)])
  func onlyProperMessagesAreValid(
    _ body: NeighborMessage.Body, _ hasSource: Bool, _ source: String, _ destination: String,
    _ isValid: Bool
  ) {
    let options = NeighborOptions(sourceLinkAddress: hasSource ? .zero : nil)
    let message = NeighborMessage(body, options: options)
    #expect(message.isValid(under: header(from: source, to: destination)) == isValid)
    #expect(!message.isValid(under: header(from: source, to: destination, hopLimit: 254)))
  }
}
