import Maps
import Wire

/// The tables of a balancer, as a model and in the maps of an instance.
enum BalancerSetup {
  static let virtualAddress = IPv4Address(198, 51, 100, 1)
  static let hardwareAddress = MACAddress(bits: 0x0200_0000_0001)
  static let web = BalancerModel.Service(
    address: virtualAddress, port: 80, protocolNumber: IPProtocol.tcp)
  static let names = BalancerModel.Service(
    address: virtualAddress, port: 53, protocolNumber: IPProtocol.udp)
  /// No backend of it is up.
  static let dead = BalancerModel.Service(
    address: virtualAddress, port: 81, protocolNumber: IPProtocol.tcp)

  /// Five backends of one service, two of another.
  static let model: BalancerModel = {
    var model = BalancerModel()
    model.services = [web: 0, names: 3, dead: 4]
    for number in 0..<5 { model.backends[number] = backend(number) }
    for number in [0, 9] {
      model.backends[3 * BalancerModel.setSize + number] = backend(20 + number)
    }
    model.backends[4 * BalancerModel.setSize] = backend(40, isUp: false)
    return model
  }()

  private static func backend(_ number: Int, isUp: Bool = true) -> BalancerModel.Backend {
    BalancerModel.Backend(
      address: IPv4Address(10, 0, 0, UInt8(10 + number)), port: UInt16(8000 + number),
      hardwareAddress: MACAddress(bits: 0x0200_0000_1000 + UInt64(number)), isUp: isUp)
  }

  /// Writes a model's tables into the maps.
  static func configure(_ instance: Instance, as model: BalancerModel) {
    for (service, set) in model.services {
      let key = bigEndian(service.address.bits) + bigEndian(service.port)
      let status = instance.map("services").update(
        key: key + [service.protocolNumber, 0], value: littleEndian(UInt32(set)))
      precondition(status == 0, "there is room")
    }
    for (place, backend) in model.backends {
      let value = bigEndian(backend.address.bits) + bigEndian(backend.port)
      let status = instance.map("backends").update(
        key: littleEndian(UInt32(place)),
        value: value + backend.hardwareAddress.octets + littleEndian(UInt32(backend.isUp ? 1 : 0)))
      precondition(status == 0, "there is such a place")
    }
  }
}
