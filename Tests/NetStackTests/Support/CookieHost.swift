import NetStack
import PacketScripts
import Testing
import Wire

/// A host whose backlog is full, and one peer that comes after that.
final class CookieHost {
  let configuration = TestNetwork.configuration(1)
  let host: TestHost
  let listener: SocketReference
  private var now: UInt64 = 1_000_000_000
  private let peer: IPAddress
  private static let sequence: UInt32 = 0xffff_ffff

  init(_ family: ScriptFamily) throws {
    peer =
      family == .v4
      ? IPAddress(IPv4Address(10, 0, 0, 50)) : IPAddress(IPv6Address(high: 0xfd00 << 48, low: 50))
    host = TestHost(configuration, at: now)
    host.refill()
    listener = try host.stack.listen(port: 7, backlog: 1)
    if !peer.isV4 { deliver(TestFrame.solicitation(from: peer.v6, for: configuration)) }
    deliver(
      TCPHeader(
        sourcePort: 9, destinationPort: 7, sequenceNumber: 1, flags: .synchronize, window: 1))
    _ = host.takeFrames(at: now)
  }

  private func deliver(_ header: TCPHeader) {
    deliver(TestFrame.tcp(header, from: peer, to: configuration))
  }

  private func deliver(_ frame: [UInt8]) {
    if let packet = host.packets.take(frame) { host.stack.receive(packet, at: now) }
  }

  /// The answer to the peer's SYN.
  func cookie(_ options: TCPOptions = TCPOptions()) throws -> TCPHeader {
    deliver(
      TCPHeader(
        sourcePort: 5000, destinationPort: 7, sequenceNumber: Self.sequence, flags: .synchronize,
        window: 100, options: options))
    let headers = host.takeFrames(at: now).compactMap { TestFrame.tcpHeader(of: $0) }
    return try #require(headers.first { $0.destinationPort == 5000 })
  }

  /// Acknowledges it, later. `change`: from another port, or of another number.
  func prove(_ answer: TCPHeader, after time: UInt64, _ change: Int) {
    now += time
    var options = TCPOptions()
    if let timestamps = answer.options.timestamps {
      options.timestamps = TCPOptions.Timestamps(value: 6, echo: timestamps.value)
    }
    deliver(
      TCPHeader(
        sourcePort: change == 1 ? 5001 : 5000, destinationPort: 7,
        sequenceNumber: Self.sequence &+ (change == 2 ? 2 : 1),
        acknowledgmentNumber: answer.sequenceNumber &+ 1, flags: .acknowledgment, window: 100,
        options: options))
    _ = host.takeFrames(at: now)
  }

  func accepted() -> SocketReference? { host.stack.accept(listener) }
}
