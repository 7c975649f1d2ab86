import Devices
import NetStack
import Runtime
import Wire

/// Whom the programs of a trial get their packets from, besides such that are nothing: a host that asks where the server is,
/// opens a connection to it, sends some octets there, and a datagram, all of it over both versions of IP.
struct TrialClient {
  private let host: DeviceHost
  private let connections: [SocketReference]

  /// What the worker is that runs the programs: they read and write its connections themselves.
  static var server: NetworkConfiguration {
    NetworkConfiguration(
      host: configuration(1), services: [(NetworkConfiguration.programService, port)])
  }

  private static let port: UInt16 = 7

  private static func configuration(_ number: UInt8) -> HostConfiguration {
    HostConfiguration(
      hardwareAddress: MACAddress(bits: 0x0200_0000_0000 | UInt64(number)),
      address: IPv4Address(10, 0, 0, number),
      v6: IPv6Configuration(
        address: IPv6Address(high: 0xfd00 << 48, low: UInt64(number)), reportsGroups: false),
      socketLimit: 8, blockLimit: 8, heldPacketLimit: 8, secret: (UInt64(number), 0))
  }

  /// Takes over the other end of the server's device.
  init(_ queue: consuming DeviceQueue, at now: UInt64) throws {
    host = DeviceHost(Self.configuration(2), queue: queue, at: now)
    // It needs packets to send with.
    host.flush(at: now)
    let server = Self.configuration(1)
    let addresses =
      [IPAddress(server.address)] + [server.v6?.address].compactMap { $0.map(IPAddress.init) }
    let host = host
    connections = try addresses.map { address in
      let connection = try host.stack.connect(to: address, port: Self.port, at: now)
      _ = host.stack.write(Self.octets.span, to: connection)
      host.stack.sendDatagram(
        Self.octets.span, from: Self.port, to: address, port: Self.port, at: now)
      return connection
    }
  }

  private static let octets: [UInt8] = [1, 2, 3, 4]

  /// Answers what has come, and sends what is due.
  func poll(at now: UInt64) {
    for connection in connections { host.stack.flush(connection, at: now) }
    host.poll(at: now)
  }
}
