import Wire

extension HostConfiguration {
  /// Writes what stands before `payloadByteCount` octets of a packet that the host sends from `source`, one of its addresses:
  /// Ethernet's header, and IP's without options.
  ///
  /// Inlined, with each field by itself, as every segment has them: one value of all fields cost a request over TCP 25 ns.
  ///
  /// - Parameters:
  ///   - hardware: whom the packet is given to on the link, where that is known already.
  ///   - identification: of IPv4. What is never fragmented needs none (RFC 6864 §4.1).
  ///   - fragmentation: the same; over IPv6 a header of its own says it.
  @inline(__always)
  func writeHeaders(
    to frame: inout MutableSpan<UInt8>, from source: IPAddress, to destination: IPAddress,
    at hardware: MACAddress = .zero, protocolNumber: UInt8, identification: UInt16 = 0,
    fragmentation: IPv4Header.Fragmentation = .dont, hopLimit: UInt8, payloadByteCount: Int
  ) {
    if let v4 = destination.v4 {
      // The only one that the host has.
      IPv4Header(
        payloadByteCount: payloadByteCount, identification: identification,
        timeToLive: hopLimit, fragmentation: fragmentation, protocolNumber: protocolNumber,
        source: address, destination: v4
      ).write(to: &frame, at: EthernetHeader.byteCount)
    } else {
      IPv6Header(
        payloadByteCount: payloadByteCount, nextHeader: protocolNumber, hopLimit: hopLimit,
        source: source.v6, destination: destination.v6
      ).write(to: &frame, at: EthernetHeader.byteCount)
    }
    EthernetHeader(
      destination: hardware, source: hardwareAddress, etherType: destination.version.etherType
    ).write(to: &frame)
  }
}
