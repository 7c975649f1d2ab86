import Devices
import Scheduling

extension WorkerSet {
  /// Has the last worker run the policy.
  func seat(_ policy: PolicyConfiguration, _ log: PolicyLog) throws(PolicyProblem) {
    workers[packetWorkerCount].take(
      PolicySeat(
        target: policy.target, arbiter: try arbiter(policy), board: board,
        workers: workers[..<packetWorkerCount], log: log))
    openOffice()
  }

  private func openOffice() {
    let last = workers[packetWorkerCount]
    guard let seat = unsafe last.services.pointee.seat else { return }
    for worker in workers[..<packetWorkerCount] {
      unsafe worker.services.pointee.office = PolicyOffice(of: last, seat)
    }
  }

  private func arbiter(_ policy: PolicyConfiguration) throws(PolicyProblem) -> Arbiter {
    let groups =
      policy.groups.isEmpty
      ? [CoreGroup("workers", workers: 0..<packetWorkerCount)] : policy.groups
    let count = groups.reduce(0) { $0 + $1.workers.count }
    guard count == packetWorkerCount else {
      throw .workers(inGroups: count, workerCount: packetWorkerCount)
    }
    do {
      return try Arbiter(coreCount: board.coreCount, groups: groups, dwell: policy.dwell)
    } catch { throw .groups(error) }
  }
}

extension DeviceQueue {
  /// A queue for a worker that has no device: nothing arrives there.
  static func unconnected() throws -> DeviceQueue {
    var configuration = MemoryLink.Configuration()
    configuration.wireCapacity = 1
    configuration.shape = PacketMemory.Shape(chunkCount: 1, chunkByteCount: 4096)
    return DeviceQueue(try MemoryLink(configuration).openQueue(0, at: .near, poolID: 0))
  }
}
