import Applications
import ArgumentParser
import NetStack
import Runtime
import Wire
import World

/// What makes workers hosts: addresses, and the services that listen there.
struct HostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Be a host with this address: net_rcv gives packets to its network stack. One of IPv4, one of IPv6, or both.",
      valueName: "ADDRESS/PREFIX"))
  var address: [String] = []

  @Option(
    help: "Where to send what is not on the link, over IPv4 or IPv6; may be given for each.")
  var gateway: [String] = []

  @Option(
    help: ArgumentHelp(
      "A service to have: echo, http or kv, and its TCP port (echo: UDP, too); may be given several times.",
      valueName: "NAME:PORT"))
  var service: [String] = []

  /// Nil where no address is given.
  func configuration(_ link: OpenDevices.Link?) throws -> NetworkConfiguration? {
    guard !address.isEmpty else {
      guard service.isEmpty, gateway.isEmpty else {
        throw BadInput("--service and --gateway go with --address")
      }
      return nil
    }
    let mtu = min(link?.mtu ?? 1500, 1500)
    let addresses = try HostAddresses(address, gateways: gateway, mtu: mtu)
    var host = HostConfiguration(
      hardwareAddress: MACAddress(octets: link?.hardwareAddress ?? Self.madeUpAddress),
      address: .any, v6: addresses.v6, mtu: mtu, heldPacketLimit: 512,
      secret: drawSecret())
    if let v4 = addresses.v4 { (host.address, host.prefixLength) = (v4.address, v4.prefixLength) }
    host.gateway = addresses.v4?.gateway
    return NetworkConfiguration(
      host: host, services: try service.map(parseService), application: .ofThisProcess)
  }

  /// Of a device that has none: locally administered.
  private static let madeUpAddress: [UInt8] = [2, 0, 0, 0, 0, 1]

  private func parseService(_ text: String) throws -> (name: String, port: UInt16) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]), port > 0 else {
      throw BadInput("--service \(text): give a name and a port, such as http:80")
    }
    return (String(parts[0]), port)
  }
}

extension ApplicationConfiguration {
  /// Of services that this process has: the system's time, and a secret of their own.
  static var ofThisProcess: ApplicationConfiguration {
    ApplicationConfiguration(
      epochNanoseconds: WorldClock.monotonicEpoch, hashKey: drawSecret())
  }
}

/// A secret that nobody else has.
func drawSecret() -> (UInt64, UInt64) {
  var random = SystemRandomNumberGenerator()
  return (random.next(), random.next())
}
