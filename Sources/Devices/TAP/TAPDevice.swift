import CLinux
import Glibc
import Synchronization

/// A TAP interface: what the kernel sends out of it comes to us, and what we send comes in through it.
///
/// It is made where it isn't there yet, and then goes away with its last queue, or with the process. A
/// persistent one (`ip tuntap add … mode tap`) is attached to, and stays. It is set up; addresses and
/// routes of the kernel's end are left to whoever runs the machine.
@safe
public final class TAPDevice: Sendable {
  /// How many queues an interface can have (Linux: `MAX_TAP_QUEUES`).
  public static let queueCountMax = 256

  public let interface: String
  public let interfaceIndex: UInt32
  /// Between which the kernel spreads flows, by a hash of its own.
  public let queueCount: Int
  /// The address of the kernel's end, six bytes: where packets to the kernel go.
  public let hardwareAddress: [UInt8]
  /// The longest packet behind the Ethernet header, in bytes, as of now.
  public let mtu: Int
  /// Whether the interface stays when nobody has it open.
  public let isPersistent: Bool
  /// What the user should know, in one line.
  public let notice: String

  /// Descriptors of the queues that nobody has opened yet; nil for one that somebody has.
  private let unopened: Mutex<[Int32?]>

  /// Makes the interface, or attaches to it, with all of its queues, and sets it up.
  public init(interface: String, queueCount: Int = 1) throws(DeviceError) {
    let steps = OpeningSteps(device: interface, taken: .interfaceInUse)
    guard (1...Self.queueCountMax).contains(queueCount) else {
      throw DeviceError(
        .queueOutOfRange(count: Self.queueCountMax), step: "open", device: interface)
    }
    let wasThere = unsafe linux_interface_index(interface) > 0
    let queues = DescriptorList()
    for queue in 0..<queueCount {
      let isOneOfMany = queueCount > 1
      queues.adopt(try Self.attach(interface, queue: queue, isOneOfMany: isOneOfMany, steps))
    }
    isPersistent = linux_tap_is_persistent(queues.numbers[0]) > 0
    try steps.checked("set up", unsafe linux_interface_set_up(interface))
    interfaceIndex = UInt32(
      try steps.checked("find interface", unsafe linux_interface_index(interface)))
    hardwareAddress = try steps.hardwareAddress(of: interface)
    mtu = Int(try steps.checked("read MTU", unsafe linux_interface_mtu(interface)))
    self.interface = interface
    self.queueCount = queueCount
    let address = hardwareAddress.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    notice =
      "\(interface): \(wasThere ? "attached to" : "made"); the kernel's end has the address "
      + "\(address.joined(separator: ":"))"
    unopened = Mutex(queues.release())
  }

  deinit { unopened.withLock { for case let descriptor? in $0 { close(descriptor) } } }

  /// Opens the descriptor of one queue. An interface that has one queue by nature can't have several; where one queue
  /// is wanted of an interface that may have several, it has to be asked for as one of these.
  private static func attach(
    _ interface: String, queue: Int, isOneOfMany: Bool, _ steps: OpeningSteps
  ) throws(DeviceError) -> Int32 {
    // The name is read during the calls.
    var result = unsafe linux_tap_open(interface, isOneOfMany)
    if result == -EINVAL && !isOneOfMany { result = unsafe linux_tap_open(interface, true) }
    guard result != -EINVAL else {
      throw DeviceError(
        isOneOfMany ? .noTAPWithQueues : .noTAP, step: "attach", device: interface,
        errno: Errno(EINVAL))
    }
    guard result != -ENOENT else {
      throw DeviceError(
        .unsupported, step: "open /dev/net/tun", device: interface, errno: Errno(ENOENT))
    }
    return try steps.checked("attach", result)
  }

  /// Opens a queue, which can be done once. `poolID` stands in the descriptors of its packets. `shape` has to be valid.
  public func openQueue(
    _ queue: Int, poolID: UInt32, configuration: TAPQueue.Configuration = .init()
  ) throws(DeviceError) -> TAPQueue {
    precondition(configuration.isValid, "not a TAP queue: \(configuration)")
    let steps = OpeningSteps(device: interface, queue: queue)
    guard (0..<queueCount).contains(queue) else {
      throw DeviceError(
        .queueOutOfRange(count: queueCount), step: "open", device: interface, queue: queue)
    }
    let memory = try steps.packetMemory(configuration.shape)
    let descriptor = unopened.withLock { descriptors in
      defer { descriptors[queue] = nil }
      return descriptors[queue]
    }
    guard let descriptor else {
      throw DeviceError(.queueTaken, step: "open", device: interface, queue: queue)
    }
    return TAPQueue(
      device: self, queue: queue, descriptor: OwnedDescriptor(adopting: descriptor),
      pool: PacketPool(memory: memory, id: poolID), capacity: configuration.transmitCapacity)
  }
}

/// Descriptors that are closed unless somebody takes them over.
private final class DescriptorList {
  private(set) var numbers: [Int32] = []

  func adopt(_ descriptor: Int32) { numbers.append(descriptor) }

  /// Gives all of them up to the caller.
  func release() -> [Int32?] {
    defer { numbers = [] }
    return numbers
  }

  deinit { for number in numbers { close(number) } }
}
