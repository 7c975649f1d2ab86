import Applications
import ArgumentParser
import NetStack
import Runtime
import Wire
import World

/// What makes workers hosts: an address, and the services that listen there.
struct HostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Be a host with this address: net_rcv gives packets to its network stack.",
      valueName: "ADDRESS/PREFIX"))
  var address: String?

  @Option(help: "Where to send what is not on the link.")
  var gateway: String?

  @Option(
    help: ArgumentHelp(
      "A service to have: echo, http or kv, and its TCP port; may be given several times.",
      valueName: "NAME:PORT"))
  var service: [String] = []

  /// Nil where no address is given.
  func configuration(_ link: OpenDevices.Link?) throws -> NetworkConfiguration? {
    guard let address else {
      guard service.isEmpty, gateway == nil else {
        throw BadInput("--service and --gateway go with --address")
      }
      return nil
    }
    let (own, prefixLength) = try parseAddress(address)
    var random = SystemRandomNumberGenerator()
    let host = HostConfiguration(
      hardwareAddress: MACAddress(octets: link?.hardwareAddress ?? Self.madeUpAddress),
      address: own, prefixLength: prefixLength,
      gateway: try gateway.map { try parse($0, of: "--gateway") },
      mtu: min(link?.mtu ?? 1500, 1500),
      heldPacketLimit: 512, secret: (random.next(), random.next()))
    return NetworkConfiguration(
      host: host, services: try service.map(parseService),
      application: ApplicationConfiguration(
        epochNanoseconds: WorldClock.monotonicEpoch, hashKey: (random.next(), random.next())))
  }

  /// Of a device that has none: locally administered.
  private static let madeUpAddress: [UInt8] = [2, 0, 0, 0, 0, 1]

  private func parseAddress(_ text: String) throws -> (IPv4Address, Int) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let length = Int(parts[1]), (0...32).contains(length) else {
      throw BadInput(
        "--address \(text): give an address and the length of its prefix, such as 10.0.0.2/24")
    }
    return (try parse(String(parts[0]), of: "--address"), length)
  }

  private func parse(_ text: String, of option: String) throws -> IPv4Address {
    guard let address = IPv4Address(text) else {
      throw BadInput("\(option) \(text): not an IPv4 address")
    }
    return address
  }

  private func parseService(_ text: String) throws -> (name: String, port: UInt16) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]), port > 0 else {
      throw BadInput("--service \(text): give a name and a port, such as http:80")
    }
    return (String(parts[0]), port)
  }
}
