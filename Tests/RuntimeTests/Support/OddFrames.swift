import Wire

/// Frames at and beyond the edges of what a datagram is.
struct OddFrame {
  enum Fate { case invalid, passed, answered }

  var octets: [UInt8]
  var fate: Fate
}

enum OddFrames {
  static func all(from good: [UInt8]) -> [OddFrame] {
    lengths(good) + lies(good)
  }

  /// Every length up to one octet beyond the headers, and the longest that a chunk holds.
  private static func lengths(_ good: [UInt8]) -> [OddFrame] {
    let headers = Datagram.payloadOffset
    var frames = (0...headers + 1).map { count in
      OddFrame(
        octets: Array((good + good).prefix(count)),
        fate: count < EthernetHeader.byteCount ? .invalid : count < headers ? .passed : .answered)
    }
    let longest = good.prefix(headers) + Array(repeating: 0xaa, count: 1792 - headers)
    frames.append(OddFrame(octets: Array(longest), fate: .answered))
    return frames
  }

  /// Each octet of the length fields, the type, version and protocol set to anything.
  private static func lies(_ good: [UInt8]) -> [OddFrame] {
    let ip = EthernetHeader.byteCount
    let udp = ip + IPv4Header.byteCountMin
    // The echo looks at type, version, header length and protocol, and trusts no length field.
    let decisive = [ip - 2, ip - 1, ip, ip + 9]
    let ignored = [ip + 2, ip + 3, udp + 4, udp + 5]
    return (decisive + ignored).flatMap { offset in
      (0...UInt8.max).map { value in
        var octets = good
        octets[offset] = value
        let isPassed = decisive.contains(offset) && value != good[offset]
        return OddFrame(octets: octets, fate: isPassed ? .passed : .answered)
      }
    }
  }
}
