import NetStack
import Wire

/// The addresses and gateways of `--address` and `--gateway`: one of each version at most.
struct HostAddresses {
  private(set) var v4: (address: IPv4Address, prefixLength: Int, gateway: IPv4Address?)?
  private(set) var v6: IPv6Configuration?

  /// `mtu` is that of the link.
  init(_ addresses: [String], gateways: [String], mtu: Int) throws(BadInput) {
    for text in addresses { try take(address: text) }
    for text in gateways { try take(gateway: text) }
    guard v6 == nil || mtu >= IPv6Header.linkMTUMin else {
      throw BadInput(
        "--address: the device's packets have \(mtu) octets; IPv6 needs \(IPv6Header.linkMTUMin)")
    }
  }

  private mutating func take(address text: String) throws(BadInput) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let length = Int(parts[1]) else { throw Self.needsPrefix(text) }
    let address = try Self.parse(String(parts[0]), of: "--address")
    guard (0...(address.isV4 ? 32 : 128)).contains(length) else { throw Self.needsPrefix(text) }
    guard address.isV4 ? v4 == nil : v6 == nil else {
      throw BadInput("--address \(text): there is one of IPv\(address.isV4 ? 4 : 6) already")
    }
    if let own = address.v4 {
      v4 = (own, length, nil)
    } else {
      v6 = IPv6Configuration(address: address.v6, prefixLength: length)
    }
  }

  private static func needsPrefix(_ text: String) -> BadInput {
    BadInput(
      "--address \(text): give an address and the length of its prefix, such as 10.0.0.2/24 or fd00::2/64"
    )
  }

  private mutating func take(gateway text: String) throws(BadInput) {
    let address = try Self.parse(text, of: "--gateway")
    let version = address.isV4 ? 4 : 6
    guard address.isV4 ? v4 != nil : v6 != nil else {
      throw BadInput("--gateway \(text): there is no --address of IPv\(version)")
    }
    guard address.isV4 ? v4?.gateway == nil : v6?.gateway == nil else {
      throw BadInput("--gateway \(text): there is one of IPv\(version) already")
    }
    if let gateway = address.v4 {
      v4?.gateway = gateway
    } else {
      v6?.gateway = address.v6
    }
  }

  /// An address that a host may have.
  private static func parse(_ text: String, of option: String) throws(BadInput) -> IPAddress {
    guard let address = IPAddress(text) else {
      throw BadInput("\(option) \(text): not an address of IP")
    }
    guard !address.isMulticast, !address.isUnspecified,
      address != IPAddress(IPv4Address.broadcast),
      !(address.v4?.isLoopback ?? address.v6.isLoopback)
    else { throw BadInput("\(option) \(text): no host has this address") }
    return address
  }
}
