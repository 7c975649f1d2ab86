import CBaton
import Devices
import NetStack

/// A host at a device queue without any program: for clients in this process. For one thread at a time.
@safe
public final class DeviceHost {
  public var stack: NetworkStack
  private var queue: DeviceQueue
  private let batch: PacketBatch
  private static let batchCount = 64

  public init(_ configuration: HostConfiguration, queue: consuming DeviceQueue, at now: UInt64) {
    stack = NetworkStack(configuration, at: now)
    self.queue = queue
    unsafe batch = .allocate(capacity: Self.batchCount)
    // What comes first can be answered, too.
    flush(at: now)
  }

  deinit {
    stack.tearDown(through: &queue)
    unsafe batch.deallocate()
  }

  /// Takes in what has arrived, does what is due, and sends what is to be sent. Whether anything arrived.
  @discardableResult
  public func poll(at now: UInt64) -> Bool {
    let count = unsafe queue.receive(into: batch, at: now)
    for index in 0..<count { unsafe stack.receive(PacketReference(batch[index]), at: now) }
    stack.fire(at: now)
    flush(at: now)
    return count > 0
  }

  /// Sends what is to be sent.
  public func flush(at now: UInt64) {
    _ = stack.exchange(with: &queue, worker: 0, at: now)
    queue.flush()
  }
}
