import Glibc
import Testing
import Wire
import World

@Suite struct AddressTests {
  /// The examples of RFC 5952 and RFC 4291, in the one form that is right.
  @Test(
    arguments: [
      ("2001:db8::1", 0x2001_0db8_0000_0000, 0x1),
      ("2001:db8::2:1", 0x2001_0db8_0000_0000, 0x2_0001),
      // A single group of zeros stays (§4.2.2).
      ("2001:db8:0:1:1:1:1:1", 0x2001_0db8_0000_0001, 0x1_0001_0001_0001),
      // The longest run; of equal ones the first (§4.2.3).
      ("2001:0:0:1::1", 0x2001_0000_0000_0001, 0x1),
      ("2001:db8::1:0:0:1", 0x2001_0db8_0000_0000, 0x0001_0000_0000_0001),
      ("::", 0, 0), ("::1", 0, 1), ("1::", 1 << 48, 0), ("::1:0:0:0", 0, 1 << 48),
      ("0:1::", 1 << 32, 0), ("::ffff:192.0.2.128", 0, 0xffff_c000_0280),
      ("ff02::1:ffab:cdef", 0xff02 << 48, 0x1_ffab_cdef),
      ("fe80::a:b:c:d", 0xfe80 << 48, 0x000a_000b_000c_000d),
      ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
    ] as [(String, UInt64, UInt64)])
  func theFormIsThatOfRFC5952(_ text: String, _ high: UInt64, _ low: UInt64) {
    let address = IPv6Address(high: high, low: low)
    #expect(address.description == text)
    #expect(IPv6Address(text) == address)
  }

  @Test(arguments: [
    "", ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "12345::", ":1", "1:", "1:2:3:4:5:6:7:", "::g",
    "::1.2.3", "::1.2.3.4.5", "::256.1.1.1", "1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5",
    " ::1", "::1 ", "::1%eth0", "::1/64", "[::1]", "::１", "::-1", "::+1", "::0x1", "fe80:\0:1",
    "::01.2.3.4", "1.2.3.4::",
  ])
  func othersAreNoIPv6Addresses(_ text: String) {
    #expect(IPv6Address(text) == nil)
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.256", "01.2.3.4", "1.2.3.04", "00.0.0.0",
    "1..2.3", ".1.2.3.4", "1.2.3.4.", "1.2.3.-4", "1.2.3.4 ", " 1.2.3.4", "0x1.2.3.4", "1,2,3,4",
    "1.2.3.a", "4294967296", "1.2.3.0000", "１.2.3.4", "1.2.3.999999999999999999999",
  ])
  func othersAreNoIPv4Addresses(_ text: String) {
    #expect(IPv4Address(text) == nil)
    #expect(IPAddress(text) == nil)
  }

  private func system(_ family: Int32, _ text: String) -> [UInt8]? {
    var octets = [UInt8](repeating: 0, count: 16)
    let result = unsafe octets.withUnsafeMutableBytes { buffer in
      // Sound: sixteen octets are enough for either family.
      unsafe inet_pton(family, text, buffer.baseAddress)
    }
    return result == 1 ? octets : nil
  }

  /// Texts that are nearly addresses mean what the C library says.
  @Test(arguments: UInt64(1)...2000)
  func textsMeanWhatTheSystemSays(seed: UInt64) {
    var random = RandomSource(seed: seed)
    var text = Array(
      Bool.random(using: &random)
        ? Addresses.v4(&random).description : Self.sparse(&random).description)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0...text.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: text.insert("0123456789abcdefF:.::g ".randomElement(using: &random)!, at: place)
      case 1 where place < text.count: text.remove(at: place)
      default: text.insert(contentsOf: text[place...].prefix(4), at: place)
      }
    }
    let string = String(text)
    let v4 = system(AF_INET, string).map { $0.span.uint32(at: 0) }
    let v6 = system(AF_INET6, string).map { $0.span.uint128(at: 0) }
    #expect(IPv4Address(string)?.bits == v4, "seed \(seed): \(string)")
    #expect(IPv6Address(string)?.bits == v6, "seed \(seed): \(string)")
  }

  /// With many groups of zeros.
  private static func sparse(_ random: inout RandomSource) -> IPv6Address {
    var bits: UInt128 = 0
    for _ in 0..<8 {
      let group: UInt16 = [0, 0, 0, 1, .random(in: 0...UInt16.max, using: &random)]
        .randomElement(using: &random)!
      bits = bits << 16 | UInt128(group)
    }
    return IPv6Address(bits: bits)
  }

  @Test(arguments: UInt64(1)...500)
  func textIsReadBack(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let v4 = Addresses.v4(&random)
    let v6 = Self.sparse(&random)
    let mac = Addresses.mac(&random)
    #expect(IPv4Address(v4.description) == v4)
    #expect(IPv6Address(v6.description) == v6)
    #expect(MACAddress(mac.description) == mac)
    for address in [IPAddress(v4), IPAddress(v6)] {
      #expect(IPAddress(address.description) == address)
    }
  }

  @Test func anAddressOfEitherVersionIsOneValue() {
    let v4 = IPAddress(IPv4Address(192, 0, 2, 1))
    #expect(v4 == IPAddress("::ffff:192.0.2.1") && v4 == IPAddress("192.0.2.1"))
    #expect(v4.isV4 && v4.v4 == IPv4Address(192, 0, 2, 1) && v4.description == "192.0.2.1")
    #expect(v4.v6.description == "::ffff:192.0.2.1")
    let v6 = IPAddress(IPv6Address.loopback)
    #expect(!v6.isV4 && v6.v4 == nil && v6.description == "::1")
    #expect(Set([v4, v6, IPAddress("192.0.2.1")!]).count == 2)
    #expect(IPAddress(IPv4Address.any).isUnspecified && IPAddress(IPv6Address.any).isUnspecified)
    #expect(!v6.isUnspecified && !v4.isMulticast)
    #expect(IPAddress("224.0.0.1")!.isMulticast && IPAddress("ff0e::1")!.isMulticast)
  }

  @Test func kindsOfAddressesAreTold() throws {
    func v6(_ text: String) throws -> IPv6Address { try #require(IPv6Address(text)) }
    #expect(try v6("fe80::1").isLinkLocal && v6("febf::1").isLinkLocal)
    #expect(try !v6("fec0::1").isLinkLocal && !v6("fe00::1").isLinkLocal)
    #expect(try v6("fd00::1").isUniqueLocal && v6("fc00::").isUniqueLocal)
    #expect(try !v6("fe00::").isUniqueLocal)
    #expect(try v6("ff05::2").isMulticast && v6("ff05::2").multicastScope == 5)
    #expect(try v6("2001:db8::12:3456:789a").solicitedNode == v6("ff02::1:ff56:789a"))
    #expect(try v6("ff02::1:ff56:789a").isSolicitedNode && !v6("ff02::1:fe56:789a").isSolicitedNode)
    #expect(IPv6Address.allNodes.description == "ff02::1")
    #expect(IPv6Address.allRouters.description == "ff02::2")
    #expect(IPv6Address.loopback.isLoopback && IPv6Address.any.isUnspecified)
    // RFC 4291, appendix A: the bit for universal addresses is turned over.
    let mac = try #require(MACAddress("34:56:78:9a:bc:de"))
    #expect(IPv6Address(linkLocal: mac).description == "fe80::3656:78ff:fe9a:bcde")
    #expect(IPv4Address(127, 9, 9, 9).isLoopback && IPv4Address(169, 254, 1, 1).isLinkLocal)
    #expect(IPv4Address(239, 0, 0, 1).isMulticast && !IPv4Address(240, 0, 0, 1).isMulticast)
  }

  @Test func prefixesMatch() throws {
    let address = IPv4Address(192, 168, 17, 1)
    #expect(address.matches(IPv4Address(192, 168, 16, 0), prefixLength: 20))
    #expect(!address.matches(IPv4Address(192, 168, 16, 0), prefixLength: 24))
    #expect(address.matches(.any, prefixLength: 0) && address.matches(address, prefixLength: 32))
    #expect(!address.matches(IPv4Address(192, 168, 17, 0), prefixLength: 32))
    let v6 = try #require(IPv6Address("2001:db8:0:8000::1"))
    let net = try #require(IPv6Address("2001:db8::"))
    #expect(v6.matches(net, prefixLength: 48) && !v6.matches(net, prefixLength: 49))
    #expect(v6.matches(.any, prefixLength: 0) && v6.matches(v6, prefixLength: 128))
    #expect(!v6.matches(net, prefixLength: 128))
  }

  @Test(arguments: [
    "", "02:00:00:00:00", "02:00:00:00:00:00:00", "2:0:0:0:0:100", "02-00-00-00-00-01",
    "0g:00:00:00:00:00", "02:00:00:00:00:", ":02:00:00:00:00:00",
  ])
  func othersAreNoHardwareAddresses(_ text: String) {
    #expect(MACAddress(text) == nil)
  }
}
