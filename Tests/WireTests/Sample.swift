import Foundation
import Wire

/// Files of the corpus.
enum Sample {
  static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus")

  /// What a Linux 6.18 sent and received at one end of a veth, from bringing it up on: duplicate address
  /// detection, solicitations and a (hand-made) advertisement of a router, ARP, pings of both versions with a
  /// record of the route, with too short a life, with too long a packet and in fragments, datagrams
  /// to closed ports, with options of IPv6, with a DSCP and with a (hand-made) tag, two TCP connections and one
  /// that is refused, and redirects. Offloading was off: checksums are whole. `Corpus/wire/record` makes it.
  static func kernelFrames() throws -> [[UInt8]] {
    let file = try [UInt8](Data(contentsOf: corpus.appending(path: "wire/kernel.pcap")))
    let format = try PcapFile(parsing: file.span)
    var frames: [[UInt8]] = []
    var offset = PcapFile.headerByteCount
    while let record = try format.record(in: file.span, at: offset) {
      frames.append(Array(file[record.octets]))
      offset = record.octets.upperBound
    }
    return frames
  }
}
