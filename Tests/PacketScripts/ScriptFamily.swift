import NetStack
import Wire

/// The version of IP that a script's host and its peer speak.
public enum ScriptFamily: String, CaseIterable, Sendable {
  case v4, v6
}

/// Who speaks in scripts.
enum ScriptAddress {
  static let peer = IPv4Address(10, 0, 0, 99)
  static let host = IPv4Address(10, 0, 0, 1)
  static let peer6 = IPv6Address(high: 0xfd00 << 48, low: 0x63)
  static let host6 = IPv6Address(high: 0xfd00 << 48, low: 1)

  static func peer(_ family: ScriptFamily) -> IPAddress {
    family == .v4 ? IPAddress(peer) : IPAddress(peer6)
  }

  static func host(_ family: ScriptFamily) -> IPAddress {
    family == .v4 ? IPAddress(host) : IPAddress(host6)
  }
}
