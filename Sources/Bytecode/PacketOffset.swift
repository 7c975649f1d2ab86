/// What the offset of a legacy packet load is counted from: the packet's data or, where it is negative, one of
/// its headers (Linux: `SKF_NET_OFF`, `SKF_LL_OFF`).
public enum PacketOffset: Equatable, Sendable {
  case data(UInt32)
  case network(UInt32)
  case link(UInt32)

  /// How far below zero the first octet of each header lies.
  public static let networkBase: Int32 = 0x10_0000
  public static let linkBase: Int32 = 0x20_0000

  public init(_ offset: Int32) {
    switch offset {
    case -Self.networkBase..<0: self = .network(UInt32(offset + Self.networkBase))
    case -Self.linkBase ..< -Self.networkBase: self = .link(UInt32(offset + Self.linkBase))
    // What is further below is further behind than packets are long.
    default: self = .data(UInt32(bitPattern: offset))
    }
  }
}
