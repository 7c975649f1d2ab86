import Foundation
import Testing
import Wire
import WireChecking
import World

/// Frames that a kernel made, and what became of them in transit.
@Suite struct KernelFrameTests {
  /// Every header is read, and written again octet by octet as the kernel wrote it, checksums included.
  @Test func headersAreWrittenAsTheKernelDoes() throws {
    var counts: [String: Int] = [:]
    for (index, frame) in try Sample.kernelFrames().enumerated() {
      let check = FrameCheck(frame.span)
      #expect(check.complaints.isEmpty, "frame \(index)")
      for layer in check.layers {
        counts[layer.name, default: 0] += 1
        #expect(
          layer.isExact || Self.isLegitimatelyOther(layer.name, frame),
          "frame \(index): \(layer.name), \(FrameSummary(frame.span))")
      }
    }
    let names: Set = [
      "Ethernet", "ARP", "IPv4", "IPv6", "fragment", "TCP", "UDP", "ICMP", "ICMPv6",
      "neighbor discovery", "quoted datagram",
    ]
    #expect(Set(counts.keys) == names)
  }

  /// First fragments hold but a part of what their checksum covers; a redirect quotes a packet, and who asks whether
  /// an address is taken adds a nonce (RFC 7527), which aren't kept; and a datagram that was made by hand
  /// has no checksum.
  private static func isLegitimatelyOther(_ layer: String, _ frame: [UInt8]) -> Bool {
    let summary = FrameSummary(frame.span).description
    return switch layer {
    case "ICMP", "ICMPv6": frame.count > 1400
    case "neighbor discovery": summary.contains("redirect") || summary.hasPrefix("IP6 :: >")
    case "UDP": summary.hasPrefix("vlan")
    default: false
    }
  }

  /// Golden; equal to what `tcpdump -n -t -S` 4.99.3 prints, but where `FrameSummary` says that it differs.
  @Test func summariesAreTcpdumps() throws {
    let lines = try Sample.kernelFrames().map { FrameSummary($0.span).description + "\n" }.joined()
    let file = Sample.corpus.appending(path: "wire/kernel.txt")
    let known = try? String(contentsOf: file, encoding: .utf8)
    if known != lines, ProcessInfo.processInfo.environment["BATON_WRITE_REPORTS"] != nil {
      try lines.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(known == lines, "set BATON_WRITE_REPORTS, run this again, and look at what changed")
  }

  /// However much is cut off, parsing says so or gives what is there; a header that is not whole is none.
  @Test func framesMayBeCutAnywhere() throws {
    for (index, frame) in try Sample.kernelFrames().enumerated() {
      let layerCount = FrameCheck(frame.span).layers.count
      for count in 0..<min(frame.count, 200) {
        let cut = frame.span.extracting(0..<count)
        let check = FrameCheck(cut)
        #expect(check.complaints.isEmpty, "frame \(index), \(count) octets")
        #expect(check.layers.count <= layerCount, "frame \(index), \(count) octets")
        #expect(!FrameSummary(cut).description.isEmpty)
      }
    }
  }

  @Test(arguments: UInt64(1)...64)
  func damagedFramesDoNoHarm(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    for (index, original) in try Sample.kernelFrames().enumerated() {
      var frame = original
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        // Mostly among the headers, and mostly values at edges.
        let place = Int.random(in: 0..<min(frame.count, 120), using: &random)
        frame[place] = [0, 1, 0x7f, 0x80, 0xff, .random(in: 0...255, using: &random)]
          .randomElement(using: &random)!
      }
      let complaints = FrameCheck(frame.span).complaints
      #expect(complaints.isEmpty, "seed \(seed), frame \(index)")
      #expect(!FrameSummary(frame.span).description.isEmpty)
    }
  }

  @Test(arguments: UInt64(1)...200)
  func randomOctetsDoNoHarm(seed: UInt64) {
    var random = RandomSource(seed: seed)
    var frame = Addresses.octets(.random(in: 0...120, using: &random), &random)
    if frame.count > 14 {
      let types: [[UInt8]] = [[8, 0], [8, 6], [0x86, 0xdd], [0x81, 0]]
      frame.replaceSubrange(12..<14, with: types.randomElement(using: &random)!)
      frame[14] = [0x45, 0x46, 0x60].randomElement(using: &random)!
    }
    #expect(FrameCheck(frame.span).complaints.isEmpty, "seed \(seed)")
    #expect(!FrameSummary(frame.span).description.isEmpty)
    #expect(!FrameSummary(packet: frame.span).description.isEmpty)
  }
}
