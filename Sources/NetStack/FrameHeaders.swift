import Wire

/// What stands before the octets of a packet that a program sends: Ethernet's header, and IP's without options. Both addresses are of
/// one version. `NetworkStack.sendIP` writes them by itself: one value of them cost a request 25 ns.
struct FrameHeaders {
  var hardwareSource: MACAddress
  var hardwareDestination = MACAddress.zero
  var source: IPAddress
  var destination: IPAddress
  var protocolNumber: UInt8
  /// Of IPv4. What is never fragmented needs none (RFC 6864 §4.1).
  var identification: UInt16 = 0
  var hopLimit: UInt8 = 64

  /// Where what they introduce begins in the frame.
  @inline(__always)
  var byteCount: Int { EthernetHeader.byteCount + destination.version.leastHeaderByteCount }

  /// Writes them before `payloadByteCount` octets.
  func write(to frame: inout MutableSpan<UInt8>, payloadByteCount: Int) {
    if let source = source.v4, let destination = destination.v4 {
      IPv4Header(
        payloadByteCount: payloadByteCount, identification: identification,
        timeToLive: hopLimit, protocolNumber: protocolNumber, source: source,
        destination: destination
      ).write(to: &frame, at: EthernetHeader.byteCount)
    } else {
      IPv6Header(
        payloadByteCount: payloadByteCount, nextHeader: protocolNumber, hopLimit: hopLimit,
        source: source.v6, destination: destination.v6
      ).write(to: &frame, at: EthernetHeader.byteCount)
    }
    EthernetHeader(
      destination: hardwareDestination, source: hardwareSource,
      etherType: destination.version.etherType
    ).write(to: &frame)
  }
}
