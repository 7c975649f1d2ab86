import Devices
import Foundation
import Testing
import Wire

/// `baton run --device pcap:FILE`, and the stages that lie around any device. No root is needed.
@Suite struct RunOnCaptureTests {
  private let echo: EchoObject
  private static let count = 20

  init() throws {
    echo = try EchoObject()
    _ = try echo.folder.write(Self.octets, to: "in.pcap")
  }

  private var input: String { echo.folder.path("in.pcap") }
  private var output: String { echo.folder.path("out.pcap") }

  /// A UDP datagram of a client, or its answer.
  private static func frame(_ number: Int, isAnswer: Bool = false) -> [UInt8] {
    let client = MACAddress(bits: 0x0200_0000_0001)
    let server = MACAddress(bits: 0x0200_0000_0002)
    let payload = [UInt8](repeating: UInt8(number), count: 20 + number)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: isAnswer ? client : server, source: isAnswer ? server : client,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: UDPHeader.byteCount + payload.count, timeToLive: isAnswer ? 64 : 9,
      protocolNumber: IPProtocol.udp,
      source: IPv4Address(10, 0, 0, isAnswer ? 2 : 1),
      destination: IPv4Address(10, 0, 0, isAnswer ? 1 : 2)
    ).append(to: &frame)
    UDPHeader(
      sourcePort: isAnswer ? 7000 : 5000, destinationPort: isAnswer ? 5000 : 7000,
      payloadByteCount: payload.count
    ).appendUnchecked(to: &frame)
    return frame + payload
  }

  /// Datagrams 2 ms apart.
  private static let octets = (0..<count).reduce(PcapFile.ethernet.header) { file, number in
    let packet = frame(number)
    let time = UInt64(5_000_000_000 + 2_000_000 * number)
    return file + PcapFile.ethernet.recordHeader(nanoseconds: time, byteCount: packet.count)
      + packet
  }

  private func frames(_ path: String) throws -> [(time: UInt64, octets: [UInt8])] {
    var file = try CaptureFile(path: path)
    var frames: [(UInt64, [UInt8])] = []
    while let record = try file.next() {
      frames.append((record.nanoseconds, Array(file.octets[record.octets])))
    }
    return frames
  }

  /// Runs the echo over the file until that ends; the report.
  private func run(_ device: String, _ options: [String] = []) throws -> (Ending, [String: Any]) {
    let ending = try BatonProcess(
      ["run", echo.path, "--device", "pcap:\(input)\(device)", "--json"] + options
    ).waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["stoppedBy"] as? String == "end of capture")
    #expect(report["isClean"] as? Bool == true)
    return (ending, report)
  }

  private func counters(_ report: [String: Any]) throws -> [String: Int] {
    let queues = try #require(report["queues"] as? [[String: Any]])
    return try #require(queues[0]["counters"] as? [String: Int])
  }

  @Test(arguments: ["jit", "interpreter"])
  func answersToAFileAreWritten(_ engine: String) throws {
    let all = echo.folder.path("all.pcap")
    let before = UInt64(Date().timeIntervalSince1970 * 1e9)
    let (ending, report) = try run(
      ",out=\(output)", ["--engine", engine, "--capture", all, "--trace-packets"])
    #expect((report["workers"] as? [String: Int])?["transmitted"] == Self.count)
    #expect(try counters(report)["received"] == Self.count)
    #expect(try counters(report).keys.allSatisfy { !$0.hasPrefix("faults") }, "there are none")
    let answers = (0..<Self.count).map { Self.frame($0, isAnswer: true) }
    #expect(try frames(output).map(\.octets) == answers)
    let copies = try frames(all)
    #expect(copies.count == 2 * Self.count)
    #expect(
      copies.filter { $0.octets[22] == 9 }.map(\.octets) == (0..<Self.count).map { Self.frame($0) })
    #expect(copies.filter { $0.octets[22] == 64 }.map(\.octets) == answers)
    #expect(copies.allSatisfy { $0.time > before && $0.time < before + 600_000_000_000 })
    let lines = ending.errors.split(separator: "\n").filter { $0.hasPrefix("packet: ") }
    #expect(lines.count == 2 * Self.count)
    let first = "\(input):0 < 02:00:00:00:00:01 > 02:00:00:00:00:02, type 0x800, 62 octets"
    #expect(lines.first?.hasSuffix(first) == true, "\(lines)")
    let answer = "\(input):0 > 02:00:00:00:00:02 > 02:00:00:00:00:01, type 0x800, 62 octets"
    #expect(lines.contains { $0.hasSuffix(answer) })
  }

  /// Between the first and the last datagram lie 38 ms.
  @Test func atTheRecordedPaceTimePassesAsItDid() throws {
    let all = echo.folder.path("all.pcap")
    _ = try run(",pace=recorded,out=\(output)", ["--capture", all])
    let times = try frames(all).filter { $0.octets[22] == 9 }.map(\.time)
    #expect(times.count == Self.count)
    for (number, time) in times.enumerated() {
      #expect(time - times[0] >= UInt64(2_000_000 * number), "none comes early")
    }
    #expect(try frames(output).count == Self.count)
  }

  @Test func faultsAreCountedAndReplayed() throws {
    let (_, lossy) = try run(",out=\(output)", ["--faults", "in.loss=100%"])
    #expect(try counters(lossy)["faults.lost"] == Self.count)
    #expect(try frames(output).isEmpty)
    let (_, doubled) = try run(
      ",out=\(output)", ["--faults", "faults:in.dup=100%,out.delay=30ms±10ms"])
    #expect(try counters(doubled)["faults.duplicated"] == Self.count)
    #expect(try counters(doubled)["faults.delayed"] == 2 * Self.count)
    let answers = (0..<Self.count).map { Self.frame($0, isAnswer: true) }
    #expect(try frames(output).map(\.octets) == answers.flatMap { [$0, $0] })

    var results: [[[UInt8]]] = []
    for seed in [5, 5, 6] {
      let faults = "in.loss=30%,in.reorder=30%,in.corrupt=20%,seed=\(seed)"
      _ = try run(",out=\(output)", ["--faults", faults])
      results.append(try frames(output).map(\.octets))
    }
    #expect(!results[0].isEmpty)
    #expect(results[0] == results[1])
    #expect(results[0] != results[2])
  }

  @Test func aFileThatIsCutEndsWithAnError() throws {
    let cut = try echo.folder.write(Self.octets.dropLast(3), to: "cut.pcap")
    let ending = try baton(
      "run", echo.path, "--device", "pcap:\(cut),out=\(output)")
    #expect(ending.status == 2)
    #expect(ending.errors.contains("\(cut): cut off at octet"), "\(ending.errors)")
    #expect(ending.output.contains("stopped by end of capture"))
    #expect(try frames(output).count == Self.count - 1)
  }

  @Test func whatCannotBeUsedIsNamedInOneLine() throws {
    for (arguments, words) in [
      (["--device", "pcap:"], "--device pcap:: not a device; give memory, afxdp:"),
      (["--device", "pcap:\(input),pace=slow"], "“pace=slow” is no option of a capture file"),
      (["--device", "pcap:\(input),out="], "“out=” is no option of a capture file"),
      (["--device", "pcap:/no/file"], "/no/file: the file can't be used (at: read: No such file"),
      (["--device", "pcap:\(echo.path)"], "\(echo.path): not a capture file"),
      (["--device", "pcap:\(input)", "--workers", "2"], "--workers 2: \(input) has one queue"),
      (["--device", "memory", "--faults", "loss=2"], "--faults: “loss=2”: not a probability"),
      (["--device", "memory", "--capture", "/no/x"], "--capture: /no/x: the file can't be used"),
    ] {
      let ending = try BatonProcess(["run", echo.path] + arguments).waitForEnd()
      #expect(ending.status == 2 && ending.output.isEmpty, "\(ending)")
      #expect(ending.message.hasPrefix("baton: ") && !ending.message.contains("\n"), "\(ending)")
      #expect(ending.message.contains(words), "\(ending.message)")
    }
    let usage = try baton("run", echo.path, "--pcap", input, "--faults", "loss=1%")
    #expect(usage.status == 2 && usage.errors.contains("go with --device"))
  }
}
