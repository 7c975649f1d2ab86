import Devices
import NetStack
import Runtime
import Wire

/// Whom the programs of a trial get their packets from, besides such that are nothing: a host that asks where the server is,
/// opens a connection to it, sends some octets there, some more when the first ones can be read, and a datagram, all of it over
/// both versions of IP.
struct TrialClient {
  private let host: DeviceHost
  private let connections: [SocketReference]
  /// How often it sends more.
  private var writesLeft = 3

  /// What the worker is that runs the programs: they read and write its connections themselves.
  static var server: NetworkConfiguration {
    NetworkConfiguration(
      host: configuration(1), services: [(NetworkConfiguration.programService, port)])
  }

  private static let port: UInt16 = 7

  private static func configuration(_ number: UInt8) -> HostConfiguration {
    var configuration = HostConfiguration(
      hardwareAddress: MACAddress(bits: 0x0200_0000_0000 | UInt64(number)),
      address: IPv4Address(10, 0, 0, number),
      v6: IPv6Configuration(
        address: IPv6Address(high: 0xfd00 << 48, low: UInt64(number)), reportsGroups: false),
      socketLimit: 8, blockLimit: 8, heldPacketLimit: 8, secret: (UInt64(number), 0))
    // What is sent later comes by itself.
    configuration.tcp.usesNagle = false
    return configuration
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

  /// As much as a part of what can be read has, and more.
  private static let octets: [UInt8] = Array(1...16)

  /// Answers what has come, and sends what is due.
  mutating func poll(at now: UInt64) {
    let areOpen = connections.allSatisfy { $0.value.connection.state == .established }
    let isTime = areOpen && writesLeft > 0
    if isTime { writesLeft -= 1 }
    for connection in connections {
      if isTime { _ = host.stack.write(Self.octets.span, to: connection) }
      host.stack.flush(connection, at: now)
    }
    host.poll(at: now)
  }
}
