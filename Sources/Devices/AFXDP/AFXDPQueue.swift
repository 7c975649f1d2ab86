import CBaton
import CLinux
import Glibc

/// One queue of an interface: an AF_XDP socket with packet memory of its own, or a section of one that it shares with other
/// queues. For one thread at a time.
public struct AFXDPQueue: PacketQueue, ~Copyable {
  public struct Configuration: Equatable, Sendable {
    public var shape = PacketMemory.Shape()
    /// Entries of each of the four rings, a power of two. Half of the chunks or less, so that the
    /// chunks in the fill ring leave some to send from.
    public var ringCapacity = 1024
    /// Never use zero-copy mode, even where the driver has it.
    public var forcesCopy = false
    public var busyPoll: BusyPoll?

    public init() {}

    public var isValid: Bool {
      shape.isValid && ringCapacity.nonzeroBitCount == 1
        && (1...shape.chunkCount / 2).contains(ringCapacity)
    }
  }

  /// Has the queue polled by our system calls instead of by interrupts (SO_PREFER_BUSY_POLL).
  public struct BusyPoll: Equatable, Sendable {
    /// How long one call polls, in microseconds.
    public var microseconds: Int32 = 20
    /// How many packets one call handles at most.
    public var budget: Int32 = 64

    public init() {}
  }

  public let queue: Int
  public let device: AFXDPDevice
  /// Whether the device reads and writes the packet memory itself.
  public let isZeroCopy: Bool
  var localCounters = DeviceCounters()
  var pool: PacketPool
  var rings: AFXDPRings
  /// Packets of its own that the kernel has yet to report as sent.
  var unsentCount = 0
  var guests: GuestPackets
  let isBusyPolling: Bool
  let socket: OwnedDescriptor

  /// Opens the socket; no packet gets to it before `device` passes them on.
  init(
    device: AFXDPDevice, queue: Int, poolID: UInt32, configuration: Configuration,
    sharing shared: AFXDPMemory?, _ steps: OpeningSteps
  ) throws(DeviceError) {
    let socket = try steps.owned("open socket", linux_xdp_socket())
    let rings = try AFXDPRings(
      socket: socket.number, capacity: configuration.ringCapacity, steps)
    let isBusyPolling = Self.setBusyPolling(configuration.busyPoll, socket.number, device)
    let binding = SocketBinding(
      socket: socket.number, device: device, queue: queue, configuration: configuration,
      steps: steps)
    let place = try binding.bind(sharing: shared)

    isZeroCopy = linux_xdp_is_zero_copy(socket.number) > 0
    self.isBusyPolling = isBusyPolling
    if !isZeroCopy && !configuration.forcesCopy {
      device.note("no zero-copy mode in this driver; packets are copied")
    }
    pool = PacketPool(memory: place.memory, section: place.section, id: poolID)
    guests = GuestPackets(in: place.memory)
    self.device = device
    self.queue = queue
    self.socket = socket
    self.rings = rings
  }

  /// Whether the queue is polled by our system calls. Where the kernel refuses that, it is woken by interrupts.
  private static func setBusyPolling(
    _ busyPoll: BusyPoll?, _ socket: Int32, _ device: AFXDPDevice
  ) -> Bool {
    guard let busyPoll else { return false }
    let result = linux_socket_set_busy_poll(socket, busyPoll.microseconds, busyPoll.budget)
    if result < 0 { device.note("no busy polling (\(Errno(-result))); interrupts are used") }
    return result >= 0
  }
}

extension AFXDPDevice {
  /// Opens a queue, which nobody else may have open. `poolID` stands in the descriptors of its
  /// packets. `configuration` has to be valid.
  ///
  /// - Parameter shared: memory of the same shape, for packets that leave by another queue; nil: the queue has its own.
  public func openQueue(
    _ queue: Int, poolID: UInt32, configuration: AFXDPQueue.Configuration = .init(),
    sharing shared: AFXDPMemory? = nil
  ) throws(DeviceError) -> AFXDPQueue {
    precondition(configuration.isValid, "not an AF_XDP queue: \(configuration)")
    let count = queueCount ?? Self.queueCountMax
    guard (0..<count).contains(queue) else {
      throw DeviceError(
        .queueOutOfRange(count: count), step: "open", device: interface, queue: queue)
    }
    let steps = OpeningSteps(device: interface, queue: queue)
    var opened = try AFXDPQueue(
      device: self, queue: queue, poolID: poolID, configuration: configuration,
      sharing: shared, steps)
    opened.refill()
    try pass(queue: queue, to: opened.socket.number, steps)
    return opened
  }
}

// Its raw memory is its own; being non-copyable, it is on one thread at a time.
extension AFXDPQueue: @unchecked Sendable {}
