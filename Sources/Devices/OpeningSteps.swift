import CLinux
import Glibc

/// Turns what the steps of opening a device return into descriptors, or into errors that say where.
struct OpeningSteps {
  let device: String
  var queue: Int?
  /// What it means that a whole device is taken.
  var taken: DeviceError.Reason = .interfaceTaken

  /// A result ≥ 0; throws for a negated `errno`.
  @discardableResult
  func checked(_ step: String, _ result: Int32) throws(DeviceError) -> Int32 {
    guard result < 0 else { return result }
    throw DeviceError(
      reason(of: -result), step: step, device: device, queue: queue, errno: Errno(-result))
  }

  func owned(_ step: String, _ result: Int32) throws(DeviceError) -> OwnedDescriptor {
    OwnedDescriptor(adopting: try checked(step, result))
  }

  /// An interface's own address, six bytes.
  func hardwareAddress(of interface: String) throws(DeviceError) -> [UInt8] {
    var address = [UInt8](repeating: 0, count: 6)
    // Six bytes, as the function writes.
    try checked("read address", unsafe linux_interface_hardware_address(interface, &address))
    return address
  }

  func packetMemory(
    _ shape: PacketMemory.Shape, sectionCount: Int = 1
  ) throws(DeviceError) -> PacketMemory {
    do {
      return try PacketMemory(shape: shape, sectionCount: sectionCount)
    } catch {
      throw mappingFailed(error)
    }
  }

  func mapping(byteCount: Int) throws(DeviceError) -> Mapping {
    do { return try Mapping(byteCount: byteCount) } catch { throw mappingFailed(error) }
  }

  private func mappingFailed(_ errno: Errno) -> DeviceError {
    DeviceError(.outOfMemory, step: "map memory", device: device, queue: queue, errno: errno)
  }

  private func reason(of errno: Int32) -> DeviceError.Reason {
    switch errno {
    case ENODEV, ENXIO: .noSuchInterface
    case EPERM, EACCES: .notPermitted
    case EBUSY, EEXIST: queue == nil ? taken : .queueTaken
    case ENOMEM, ENOBUFS: .outOfMemory
    case EOPNOTSUPP, ENOSYS, EAFNOSUPPORT, EPROTONOSUPPORT: .unsupported
    default: .failed
    }
  }
}
