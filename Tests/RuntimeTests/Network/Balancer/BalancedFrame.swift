import Wire

/// What a balancer looks at first, whatever a frame is.
enum BalancedFrame {
  case transport(TransportFrame)
  case error(ErrorFrame)
  /// Nothing is sent.
  case other(BalancerModel.Fate)

  init(_ frame: [UInt8]) {
    let octets = frame.span
    guard frame.count >= 34, octets.uint16(at: 12) == EthernetHeader.EtherType.ipv4,
      !MACAddress(from: octets, at: 0).isMulticast, frame[14] >> 4 == 4,
      [IPProtocol.tcp, IPProtocol.udp, IPProtocol.icmp].contains(frame[23])
    else {
      self = .other(.passed)
      return
    }
    guard frame[14] & 15 == 5 else {
      self = .other(.options)
      return
    }
    guard !IPv4Header.Fragmentation(bits: octets.uint16(at: 20)).isFragment else {
      self = .other(.fragment)
      return
    }
    self = Self.whole(frame, length: Int(octets.uint16(at: 16)))
  }

  private static func whole(_ frame: [UInt8], length: Int) -> BalancedFrame {
    guard EthernetHeader.byteCount + length <= frame.count else { return .other(.malformed) }
    if frame[23] == IPProtocol.icmp {
      return ErrorFrame(frame, length: length).map { .error($0) } ?? .other(.passed)
    }
    return TransportFrame(frame, length: length).map { .transport($0) } ?? .other(.malformed)
  }

  // MARK: What is sent

  /// The frame with other Ethernet addresses and one off its time to live.
  static func sent(_ frame: [UInt8], to next: MACAddress) -> [UInt8] {
    var sent = frame
    sent.replaceSubrange(0..<12, with: next.octets + frame[..<6])
    sent[22] -= 1
    return sent
  }

  /// Where an answer differs, but for these numbers of two octets.
  static func mistake(in answer: [UInt8], _ expected: [UInt8], but places: [Int]) -> String? {
    guard answer.count == expected.count else { return "it has \(answer.count) octets" }
    let place = answer.indices.first { index in
      answer[index] != expected[index] && !places.contains { ($0..<$0 + 2).contains(index) }
    }
    return place.map { "octet \($0) is \(answer[$0]), and not \(expected[$0])" }
  }

  /// What octets come to that contain their own checksum: 0 where that is right.
  static func sum(_ octets: ArraySlice<UInt8>) -> UInt16 {
    var sum = InternetChecksum()
    sum.add(octets.span)
    return sum.value
  }
}
