import Synchronization
import Wire

/// A capture file as a device with one queue: its packets come in, and what is sent is gone.
///
/// To have written what is sent, put a ``PcapWriter`` around the queue.
public final class CaptureDevice: Sendable {
  /// When packets come in.
  public enum Pace: Equatable, Sendable {
    /// As fast as they are taken.
    case speed
    /// As far apart as they were captured, by the clock that comes in.
    case recorded
  }

  public struct Configuration: Equatable, Sendable {
    public var pace = Pace.speed
    /// Whether the file begins again after its end.
    public var repeats = false
    public var shape = PacketMemory.Shape()

    public init() {}
  }

  public let path: String
  public let configuration: Configuration
  private let unopened: Mutex<CaptureFile?>
  private let state = Mutex<(isAtEnd: Bool, error: PcapError?)>((false, nil))

  /// Reads the file into memory. `configuration.shape` has to be valid.
  public init(path: String, _ configuration: Configuration = .init()) throws(DeviceError) {
    precondition(configuration.shape.isValid, "not a shape of packet memory")
    self.path = path
    self.configuration = configuration
    unopened = Mutex(try CaptureFile(path: path))
  }

  /// Whether nothing more comes, and all that came is sent or released, as of the last look for packets.
  public var isAtEnd: Bool { state.withLock { $0.isAtEnd } }

  /// What is wrong with the file, which ends there; known once the packets before that were received.
  public var error: PcapError? { state.withLock { $0.error } }

  func noteEnd() { state.withLock { $0.isAtEnd = true } }
  func note(_ error: PcapError) { state.withLock { $0.error = error } }

  /// Opens the only queue, which can be done once. `poolID` stands in the descriptors of its packets.
  public func openQueue(_ queue: Int = 0, poolID: UInt32) throws(DeviceError) -> CaptureQueue {
    let steps = OpeningSteps(device: path, queue: queue)
    guard queue == 0 else {
      throw DeviceError(.queueOutOfRange(count: 1), step: "open", device: path, queue: queue)
    }
    let memory = try steps.packetMemory(configuration.shape)
    guard let file = unopened.withLock({ $0.take() }) else {
      throw DeviceError(.queueTaken, step: "open", device: path, queue: queue)
    }
    return CaptureQueue(self, file, PacketPool(memory: memory, id: poolID))
  }
}
