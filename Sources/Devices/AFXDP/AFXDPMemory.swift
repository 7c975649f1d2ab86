import Glibc
import Synchronization

/// Packet memory that several AF_XDP queues have in common, of one interface or of several (`XDP_SHARED_UMEM`): each
/// receives into a section of its own, and sends from any, so that what goes on by another queue is not copied.
///
/// It is of use while queues are opened; the memory stays for as long as one of them.
public final class AFXDPMemory: Sendable {
  private struct State: ~Copyable {
    /// How many sections have a queue.
    var takenCount = 0
    /// The socket at which the memory is registered; nil where none is yet, and once all queues are open.
    var owner: OwnedDescriptor?
  }

  let memory: PacketMemory
  private let state = Mutex(State())

  /// Maps memory for so many queues. `shape` has to be valid.
  public init(shape: PacketMemory.Shape = .init(), queueCount: Int) throws(DeviceError) {
    memory = try OpeningSteps(device: "shared memory").packetMemory(shape, sectionCount: queueCount)
  }

  /// The section of the next queue. There may be as many as the memory was mapped for.
  func takeSection() -> Int {
    state.withLock { state in
      precondition(state.takenCount < memory.sectionCount, "no section is left for another queue")
      defer { state.takenCount += 1 }
      return state.takenCount
    }
  }

  /// Has `bind` bind a socket to the memory that another one has; its result, or nil where none has.
  func bindToOwner(_ bind: (Int32) -> Int32) -> Int32? {
    state.withLock { state in
      let owner = state.owner.take()
      switch consume owner {
      case .none: return nil
      case .some(let owner):
        let result = bind(owner.number)
        if state.takenCount < memory.sectionCount { state.owner = consume owner }
        return result
      }
    }
  }

  /// A socket has registered the memory, and is bound.
  func noteOwner(_ socket: Int32, _ steps: OpeningSteps) throws(DeviceError) {
    guard state.withLock({ $0.takenCount < memory.sectionCount }) else { return }
    let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    let owner = try steps.checked("share packet memory", copy < 0 ? -errno : copy)
    state.withLock { $0.owner = OwnedDescriptor(adopting: owner) }
  }
}
