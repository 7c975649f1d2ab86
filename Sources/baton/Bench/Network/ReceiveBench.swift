import Devices
import Foundation
import Runtime

/// Packets received on AF_XDP and dropped: the full pipeline with one suspension a packet, beside the least that C does,
/// under frames that the kernel sends as fast as it can from the other core.
struct ReceiveBench {
  let folder: URL
  let repetitions: Int

  private static let milliseconds = 500

  /// One receiver's round.
  private struct Figures {
    /// Millions a second.
    var rate: Double
    /// Nanoseconds.
    var cost: Double

    init(received: UInt64, busy: UInt64, of flood: Flood) {
      rate = Double(received) * 1000 / Double(flood.ns)
      cost = Double(busy) / Double(max(received, 1))
    }
  }

  /// What the sender says of its time.
  private struct Flood: Decodable {
    var ns: UInt64
  }

  private struct Drop: Decodable {
    var received: UInt64
    var busy_ns: UInt64
  }

  func rows() throws -> [BenchRow] {
    guard hasMeans(for: "receiving on AF_XDP", EchoComparison.requireMeans) else { return [] }
    progress("receive and drop on AF_XDP, in turn with C")
    let unit = try loadProgram(
      "\(Installation.root)/Benchmarks/Programs/received.c", engine: .jit, workerCount: 1)
    let drop = try NativePeer.onAFXDP("afxdp_drop", in: folder)
    let flood = try NativePeer.onAFXDP("frame_flood", in: folder)
    let network = try DemoNetwork([.here, .here])
    let device = try AFXDPDevice(interface: network.wires[0].near)
    let runtime = try RealRuntime(
      unit: unit, workerCount: 1, cores: [Int(EchoComparison.serverCore)], idling: .spin,
      frameLimit: 4096, chunkCount: 4096
    ) { _ in DeviceQueue(try device.openQueue(0, poolID: 0)) }
    defer { runtime.shutDown() }
    var (ours, theirs): ([Figures], [Figures]) = ([], [])
    try PollingIdle.whileHeld {
      for _ in 0..<repetitions {
        ours.append(try ourRound(runtime, flood, network))
        theirs.append(try peersRound(drop, flood, network))
      }
    }
    return rows(ours, theirs)
  }

  private func rows(_ ours: [Figures], _ theirs: [Figures]) -> [BenchRow] {
    [
      BenchRow(
        "receive and drop on AF_XDP, one suspension a packet", ours: ours.map(\.rate),
        unit: "Mpps", peer: "C on AF_XDP", theirs: theirs.map(\.rate),
        bar: .ratioAtLeast(0.95)),
      BenchRow(
        "the same, busy CPU a packet", ours: ours.map(\.cost), unit: "ns", peer: "C on AF_XDP",
        theirs: theirs.map(\.cost), bar: .aboveAtMost(50)),
    ]
  }

  private func ourRound(
    _ runtime: RealRuntime, _ flood: NativePeer, _ network: DemoNetwork
  ) throws -> Figures {
    let before = runtime.counters
    runtime.start()
    let sent = try send(flood, network, wire: 0)
    runtime.stop()
    let after = runtime.counters
    return Figures(
      received: after.received - before.received,
      busy: after.busyNanoseconds - before.busyNanoseconds, of: sent)
  }

  private func peersRound(
    _ drop: NativePeer, _ flood: NativePeer, _ network: DemoNetwork
  ) throws -> Figures {
    let receiver = try ServingProcess(
      drop.path,
      ["--interface", network.wires[1].near, "--cpu", "\(EchoComparison.serverCore)"],
      name: "afxdp_drop")
    let sent = try send(flood, network, wire: 1)
    let dropped = try JSONDecoder().decode(Drop.self, from: Data(receiver.stop().utf8))
    return Figures(received: dropped.received, busy: dropped.busy_ns, of: sent)
  }

  /// Sends from the other end of a wire.
  private func send(
    _ flood: NativePeer, _ network: DemoNetwork, wire number: Int
  ) throws -> Flood {
    let text = try NativePeer.run(
      network.clientCommand([
        flood.path, "--interface", network.wires[number].far, "--cpu",
        "\(EchoComparison.clientCore)", "--ms", "\(Self.milliseconds)",
      ]))
    return try JSONDecoder().decode(Flood.self, from: Data(text.utf8))
  }
}
