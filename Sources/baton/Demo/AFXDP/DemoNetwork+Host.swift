import NetStack
import Runtime
import Wire

extension DemoNetwork.Wire {
  /// A host on AF_XDP at the near end, with these services.
  ///
  /// - Throws: ``BadInput`` where the interface has no address.
  func host(
    _ link: OpenDevices.Link?, services: [(name: String, port: UInt16)]
  ) throws(BadInput) -> NetworkConfiguration {
    guard let address = IPv4Address(serverAddress),
      let hardware = link?.hardwareAddress.map({ MACAddress(octets: $0) })
    else { throw BadInput("\(near) has no address") }
    return NetworkConfiguration(
      host: HostConfiguration(
        hardwareAddress: hardware, address: address, heldPacketLimit: 512, secret: drawSecret()),
      services: services, application: .ofThisProcess)
  }
}
