import Synchronization

/// A wire inside this process: two ends that pass packets to each other without copying them.
///
/// What one end transmits, the other receives *in place*: ownership of the packet moves through a
/// ring, its bytes stay. A packet whose memory belongs to the other end's pool goes home through a
/// ring of its own when it is released. A link has one or more queues that share nothing.
///
///     near end                                            far end
///     pool of near chunks                     pool of far chunks
///     transmit ──────────────── wire ───────────────▶ receive
///     receive  ◀─────────────── wire ──────────────── transmit
///     take back ◀────────── near chunks ───────────── release
///     release  ──────────── far chunks ─────────────▶ take back
public final class MemoryLink: Sendable {
  public enum End: Int, Sendable, CaseIterable {
    case near, far

    var other: End { self == .near ? .far : .near }
  }

  public struct Configuration: Equatable, Sendable {
    public var queueCount = 1
    /// How many packets may be on the wire in one direction of a queue; a power of two.
    public var wireCapacity = 1024
    /// The packet memory of each end of each queue.
    public var shape = PacketMemory.Shape()
    /// What stands in `ingress_ifindex` of packets that the near end receives; at the far end, one
    /// more.
    public var interfaceIndex: UInt32 = 1

    public init() {}

    public var isValid: Bool {
      (1...1024).contains(queueCount) && (1...1 << 20).contains(wireCapacity)
        && wireCapacity.nonzeroBitCount == 1 && shape.isValid
    }
  }

  public let configuration: Configuration
  let wires: [MemoryWire]
  /// Which ends of which queues were opened.
  private let taken = Mutex<Set<[Int]>>([])

  /// Maps the memory of all queues. `configuration` has to be valid.
  public init(_ configuration: Configuration = .init()) throws(DeviceError) {
    precondition(configuration.isValid, "not a memory link: \(configuration)")
    self.configuration = configuration
    var wires: [MemoryWire] = []
    for queue in 0..<configuration.queueCount {
      wires.append(try MemoryWire(configuration, queue: queue))
    }
    self.wires = wires
  }

  static let name = "memory"

  /// Opens one end of one queue, which can be done once. `poolID` stands in the descriptors of the
  /// packets that the end allocates.
  public func openQueue(_ queue: Int, at end: End, poolID: UInt32) throws(DeviceError)
    -> MemoryQueue
  {
    guard wires.indices.contains(queue) else {
      throw DeviceError(
        .queueOutOfRange(count: wires.count), step: "open", device: Self.name, queue: queue)
    }
    guard taken.withLock({ $0.insert([queue, end.rawValue]).inserted }) else {
      throw DeviceError(.queueTaken, step: "open", device: Self.name, queue: queue)
    }
    return MemoryQueue(link: self, queue: queue, end: end, poolID: poolID)
  }
}
