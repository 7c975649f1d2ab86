import Maps
import Wire

/// The tables of a router, as a model and in the maps of an instance.
enum ForwarderSetup {
  static let ownAddress = IPv4Address(10, 0, 0, 1)
  static let ownAddress6 = address6("fd00::1")

  static let model: ForwarderModel = {
    var model = ForwarderModel()
    model.ports = [
      .init(address: MACAddress(bits: 0x0200_0000_0001), mtu: 1400, reflects: true),
      .init(address: MACAddress(bits: 0x0200_0000_0002)),
      .init(address: MACAddress(bits: 0x0200_0000_0003), isUp: false),
    ]
    model.routes = [
      (IPv4Address(10, 1, 0, 0), 16, 1), (IPv4Address(10, 1, 2, 0), 24, 2),
      (IPv4Address(10, 1, 2, 3), 32, 3), (IPv4Address(10, 8, 0, 0), 16, 4),
      (IPv4Address(10, 9, 0, 0), 16, 9),
      (ownAddress, 32, ForwarderModel.here),
    ]
    model.routes6 = [
      (address6("fd00:1::"), 32, 1), (address6("fd00:1:2::"), 48, 2),
      (address6("fd00:1:2::3"), 128, 3), (address6("fd00:9::"), 32, 9),
      (ownAddress6, 128, ForwarderModel.here),
    ]
    model.nextHops = [
      1: .init(address: MACAddress(bits: 0x0200_0000_1001), mtu: 0, port: 0),
      2: .init(address: MACAddress(bits: 0x0200_0000_1002), mtu: 1300, port: 1),
      3: .init(address: MACAddress(bits: 0x0200_0000_1003), mtu: 9000, port: 1),
      4: .init(address: MACAddress(bits: 0x0200_0000_1004), mtu: 0, port: 2),
    ]
    return model
  }()

  static func address6(_ text: String) -> IPv6Address {
    guard let address = IPv6Address(text) else { preconditionFailure("\(text) is an address") }
    return address
  }

  /// Writes a model's tables into the maps.
  static func configure(_ instance: Instance, as model: ForwarderModel) {
    func update(_ name: String, _ key: [UInt8], _ value: [UInt8]) {
      let status = instance.map(name).update(key: key, value: value)
      precondition(status == 0, "\(name) takes what it is given: \(status)")
    }
    for (number, port) in model.ports.enumerated() {
      let flags: UInt32 = (port.isUp ? 1 : 0) | (port.reflects ? 2 : 0)
      update(
        "ports", littleEndian(UInt32(number)),
        port.address.octets + littleEndian(UInt16(port.mtu)) + littleEndian(flags))
    }
    for (number, hop) in model.nextHops {
      update(
        "next_hops", littleEndian(number),
        hop.address.octets + littleEndian(UInt16(hop.mtu)) + littleEndian(UInt32(hop.port)))
    }
    for route in model.routes {
      let key = littleEndian(UInt32(route.length)) + bigEndian(route.prefix.bits)
      update("routes", key, littleEndian(route.hop))
    }
    for route in model.routes6 {
      let key = littleEndian(UInt32(route.length)) + bigEndian(route.prefix.bits)
      update("routes6", key, littleEndian(route.hop))
    }
  }
}
