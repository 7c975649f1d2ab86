/// The octet that IPv4 calls type of service and IPv6 traffic class: six bits of DSCP (RFC 2474), two of
/// congestion notification (RFC 3168).
@frozen
public struct TrafficClass: Hashable, Sendable {
  /// Explicit congestion notification (RFC 3168 §5).
  @frozen
  public enum Congestion: UInt8, Sendable {
    case notCapable = 0
    case capable1 = 1
    case capable0 = 2
    case experienced = 3
  }

  public var bits: UInt8

  @inlinable
  public init(bits: UInt8) { self.bits = bits }

  @inlinable
  public init(dscp: UInt8, congestion: Congestion = .notCapable) {
    precondition(dscp < 1 << 6, "a code point has six bits")
    bits = dscp << 2 | congestion.rawValue
  }

  /// Best effort, and no congestion notification.
  @inlinable public static var none: TrafficClass { TrafficClass(bits: 0) }

  /// The code point of differentiated services, 0 to 63.
  @inlinable public var dscp: UInt8 { bits >> 2 }

  @inlinable
  public var congestion: Congestion {
    get {
      switch bits & 3 {
      case 0: .notCapable
      case 1: .capable1
      case 2: .capable0
      default: .experienced
      }
    }
    set { bits = bits & ~3 | newValue.rawValue }
  }
}
