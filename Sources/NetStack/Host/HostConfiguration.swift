import Wire

/// One host on one link: who it is, and what it may use.
public struct HostConfiguration: Sendable {
  public var hardwareAddress: MACAddress
  /// 0.0.0.0: it has none, and takes no part in IPv4.
  public var address: IPv4Address
  public var prefixLength: Int
  /// Where to send what is not on the link; nil: nowhere.
  public var gateway: IPv4Address?
  /// Nil: it takes no part in IPv6.
  public var v6: IPv6Configuration?
  /// The longest packet behind the Ethernet header.
  public var mtu: Int
  public var tcp: TCPConfiguration
  /// How many sockets there may be.
  public var socketLimit: Int
  /// How many blocks of 2 KiB there may be, for what was written and for what is not left in packets.
  public var blockLimit: Int
  /// How many packets may lie in sockets; beyond that, payload is copied out of them.
  public var heldPacketLimit: Int
  /// Secrets of this host: for initial sequence numbers, cookies, and the order of tables.
  public var secret: (UInt64, UInt64)
  /// Where frames begin in their chunks, and how large chunks are.
  public var headroom: Int
  public var chunkByteCount: Int
  /// Whose stack it is, for whoever has several: its sockets say so.
  public var worker = 0
  /// How many stacks have these addresses, each with some of the connections: it is one of them, `worker` by number.
  public var stackCount = 1

  public init(
    hardwareAddress: MACAddress, address: IPv4Address, prefixLength: Int = 24,
    gateway: IPv4Address? = nil, v6: IPv6Configuration? = nil, mtu: Int = 1500,
    tcp: TCPConfiguration = TCPConfiguration(),
    socketLimit: Int = 1 << 17, blockLimit: Int = 1 << 16, heldPacketLimit: Int = 1024,
    secret: (UInt64, UInt64), headroom: Int = 256, chunkByteCount: Int = 2048
  ) {
    precondition(headroom + 14 + mtu <= chunkByteCount, "a chunk has no room for the MTU")
    precondition(v6 == nil || mtu >= IPv6Header.linkMTUMin, "IPv6 is for larger packets")
    self.hardwareAddress = hardwareAddress
    self.address = address
    self.prefixLength = prefixLength
    self.gateway = gateway
    self.v6 = v6
    self.mtu = mtu
    self.tcp = tcp
    self.socketLimit = socketLimit
    self.blockLimit = blockLimit
    self.heldPacketLimit = heldPacketLimit
    self.secret = secret
    self.headroom = headroom
    self.chunkByteCount = chunkByteCount
    self.tcp.maximumSegmentSize = UInt16(mtu - 40)
  }

  /// The longest datagram, headers and all, that is made of fragments or sent in such: as a chunk has room for.
  var datagramByteCountMax: Int { chunkByteCount - headroom - EthernetHeader.byteCount }
}
