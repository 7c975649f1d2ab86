/// A place in a connection's sequence space, which is a circle: comparisons hold for two places that lie less than 2³¹
/// apart (RFC 9293 §3.4).
@frozen
public struct SequenceNumber: Hashable, Sendable, BitwiseCopyable {
  public var value: UInt32

  @inlinable
  public init(_ value: UInt32) { self.value = value }

  /// How far it lies behind another one; negative before that.
  @inlinable
  public static func - (left: Self, right: Self) -> Int {
    Int(Int32(bitPattern: left.value &- right.value))
  }

  @inlinable
  public static func + (left: Self, count: Int) -> Self {
    Self(left.value &+ UInt32(truncatingIfNeeded: count))
  }

  @inlinable
  public static func - (left: Self, count: Int) -> Self {
    Self(left.value &- UInt32(truncatingIfNeeded: count))
  }

  @inlinable
  public static func += (left: inout Self, count: Int) { left = left + count }

  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left - right < 0 }
  @inlinable
  public static func <= (left: Self, right: Self) -> Bool { left - right <= 0 }
  @inlinable
  public static func > (left: Self, right: Self) -> Bool { left - right > 0 }
  @inlinable
  public static func >= (left: Self, right: Self) -> Bool { left - right >= 0 }

  /// The one that comes later, or earlier.
  @inlinable
  public static func max(_ left: Self, _ right: Self) -> Self { left < right ? right : left }
  @inlinable
  public static func min(_ left: Self, _ right: Self) -> Self { left < right ? left : right }
}

extension SequenceNumber: CustomStringConvertible {
  public var description: String { "\(value)" }
}
