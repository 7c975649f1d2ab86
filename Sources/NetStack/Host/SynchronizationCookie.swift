import Hashing
import Wire

/// What a host that has no room for another half-open connection puts into its answer to a SYN, and needs not remember: an
/// initial sequence number that only it can make of the peer's addresses, ports and number (Bernstein, “SYN cookies”, 1996;
/// RFC 4987 §3.6).
///
///     31                            3 2    0
///     | SipHash of all, and the slot | size |
///
/// `size` is a place in a table of segment sizes. The hash also depends on a slot of time, so that a cookie is of use for one
/// to two slots. Who guesses is right once in 2²⁸ times.
struct SynchronizationCookie: Equatable {
  var sequence: SequenceNumber
  var segmentSize: UInt16

  static let slot: UInt64 = 64_000_000_000
  /// What most peers name, and what is small enough for the others.
  private static let sizes: InlineArray<8, UInt16> = [64, 216, 536, 1220, 1360, 1440, 1460, 8960]

  /// The answer to a SYN.
  init(answering segment: TCPSegment, _ key: SocketKey, secret: (UInt64, UInt64), at now: UInt64) {
    let size =
      segment.options.maximumSegmentSize ?? TCPConfiguration.assumedSegmentSize(to: key.remote)
    var index = Self.sizes.count - 1
    while index > 0, Self.sizes[index] > size { index -= 1 }
    segmentSize = Self.sizes[index]
    sequence = Self.sequence(key, segment.sequence, index, secret, slot: now / Self.slot)
  }

  /// The one that a segment acknowledges; nil where that is none of ours, or too old.
  init?(
    provenBy segment: TCPSegment, _ key: SocketKey, secret: (UInt64, UInt64), at now: UInt64
  ) {
    let claimed = segment.acknowledgment - 1
    let index = Int(claimed.value & 7)
    let current = now / Self.slot
    let isOurs = [current, current &- 1].contains { slot in
      Self.sequence(key, segment.sequence - 1, index, secret, slot: slot) == claimed
    }
    guard isOurs else { return nil }
    (sequence, segmentSize) = (claimed, Self.sizes[index])
  }

  private static func sequence(
    _ key: SocketKey, _ peerSequence: SequenceNumber, _ sizeIndex: Int, _ secret: (UInt64, UInt64),
    slot: UInt64
  ) -> SequenceNumber {
    var hash = SipHash(key: secret)
    hash.add(key.local.v6.bits)
    hash.add(key.remote.v6.bits)
    hash.add(UInt64(key.localPort) << 32 | UInt64(key.remotePort) << 8 | 3)
    hash.add(UInt64(peerSequence.value) << 32 | UInt64(sizeIndex))
    hash.add(slot)
    return SequenceNumber(UInt32(truncatingIfNeeded: hash.finish()) & ~7 | UInt32(sizeIndex))
  }
}

/// What a peer that sends timestamps has offered beside them, in our timestamp's last bits, which it gives back:
///
///     5   4      3               0
///     | 0 | SACK | shift, 15: none |
///
/// Who forges them harms only its own connection.
struct CookieTimestamp {
  private static let mask: UInt32 = 0x3f
  private static let noShift: UInt32 = 15

  /// Not later than now, so that timestamps don't go back afterwards (RFC 7323 §5.4).
  static func value(_ now: UInt32, offered options: TCPOptions) -> UInt32 {
    let shift = options.windowShift.map(UInt32.init) ?? noShift
    let value = now & ~mask | (options.isSACKPermitted ? 0x10 : 0) | shift
    return Int32(bitPattern: value &- now) > 0 ? value &- (mask + 1) : value
  }

  /// What was offered.
  static func options(echo: UInt32) -> TCPOptions {
    let shift = echo & 0xf
    return TCPOptions(
      windowScale: shift == noShift ? nil : UInt8(shift), isSACKPermitted: echo & 0x10 != 0)
  }
}
