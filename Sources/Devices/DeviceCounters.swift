/// What happened on one queue since it was opened; one field a reason.
public struct DeviceCounters: Equatable, Sendable {
  public var received: UInt64 = 0
  /// Packets that the device took; they were sent but for the reasons below.
  public var transmitted: UInt64 = 0
  /// Those of them that are other queues', and were sent from where they lie.
  public var sentForOthers: UInt64 = 0
  /// Offers refused since the ring was full. The packets stayed their callers'.
  public var refusedRingFull: UInt64 = 0
  /// Packets that were dropped instead of sent: shorter than an Ethernet header, or out of bounds.
  public var droppedInvalid: UInt64 = 0
  /// Packets that have come in, and are longer than a chunk holds: they are dropped as a whole. On AF_XDP the kernel does
  /// that, and counts `kernel.receiveDropped`.
  public var droppedTooLong: UInt64 = 0
  /// Packets that were taken to be sent while the interface was down.
  public var droppedInterfaceDown: UInt64 = 0
  /// Packets that were taken to be sent, and that the kernel refused for another reason.
  public var droppedByKernel: UInt64 = 0
  /// Requests for a packet while no chunk was free.
  public var refusedNoChunk: UInt64 = 0
  /// Flushes that left the device without a single chunk to receive into.
  public var fillRingEmpty: UInt64 = 0
  /// Times that the kernel refused to hand over packets, which were not lost by that.
  public var receiveFailures: UInt64 = 0
  /// System calls made to wake the other side, and how many of them failed for good.
  public var kicks: UInt64 = 0
  public var kickFailures: UInt64 = 0
  /// What stages around the device did by chance; nil where there is none.
  public var faults: FaultCounters?
  /// Always zero on devices that are no AF_XDP sockets.
  public var kernel = KernelCounters()

  public init() {}
}

/// What the kernel counted on one AF_XDP socket (`struct xdp_statistics`).
public struct KernelCounters: Equatable, Sendable {
  /// Packets dropped for other reasons than those below, such as being too long for a chunk.
  public var receiveDropped: UInt64 = 0
  public var receiveInvalid: UInt64 = 0
  public var transmitInvalid: UInt64 = 0
  public var receiveRingFull: UInt64 = 0
  public var fillRingEmpty: UInt64 = 0
  public var transmitRingEmpty: UInt64 = 0

  public init() {}
}
