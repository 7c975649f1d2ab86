import Wire
import World

/// Random parts of packets.
enum Addresses {
  static func octets(_ count: Int, _ random: inout RandomSource) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255, using: &random) }
  }

  static func v4(_ random: inout RandomSource) -> IPv4Address {
    IPv4Address(bits: .random(in: 0...UInt32.max, using: &random))
  }

  static func v6(_ random: inout RandomSource) -> IPv6Address {
    IPv6Address(
      high: .random(in: 0...UInt64.max, using: &random),
      low: .random(in: 0...UInt64.max, using: &random))
  }

  static func mac(_ random: inout RandomSource) -> MACAddress {
    MACAddress(bits: .random(in: 0..<1 << 48, using: &random))
  }

  /// Two addresses of one version.
  static func pair(_ random: inout RandomSource) -> (IPAddress, IPAddress) {
    Bool.random(using: &random)
      ? (IPAddress(v4(&random)), IPAddress(v4(&random)))
      : (IPAddress(v6(&random)), IPAddress(v6(&random)))
  }
}
