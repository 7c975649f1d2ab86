/// The control bits of TCP (RFC 9293 §3.1; RFC 3168 §6.1 for the first two).
@frozen
public struct TCPFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// CWR: the congestion window was reduced.
  @inlinable public static var congestionWindowReduced: Self { Self(rawValue: 0x80) }
  /// ECE: congestion was experienced.
  @inlinable public static var congestionEcho: Self { Self(rawValue: 0x40) }
  @inlinable public static var urgent: Self { Self(rawValue: 0x20) }
  @inlinable public static var acknowledgment: Self { Self(rawValue: 0x10) }
  @inlinable public static var push: Self { Self(rawValue: 0x08) }
  @inlinable public static var reset: Self { Self(rawValue: 0x04) }
  @inlinable public static var synchronize: Self { Self(rawValue: 0x02) }
  @inlinable public static var finish: Self { Self(rawValue: 0x01) }
}

extension TCPFlags: CustomStringConvertible {
  /// As tcpdump prints them: `S.` is SYN and ACK, `none` no flag.
  public var description: String {
    let letters: [(TCPFlags, Character)] = [
      (.finish, "F"), (.synchronize, "S"), (.reset, "R"), (.push, "P"), (.acknowledgment, "."),
      (.urgent, "U"), (.congestionEcho, "E"), (.congestionWindowReduced, "W"),
    ]
    return isEmpty ? "none" : String(letters.filter { contains($0.0) }.map(\.1))
  }
}
