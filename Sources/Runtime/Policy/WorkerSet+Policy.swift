import Devices
import Scheduling

extension WorkerSet {
  /// Gives groups their cores. Where there is a policy, the last worker runs it, and cores change hands as it wishes; else
  /// groups keep what they wish for at first.
  func partition(_ policy: PolicyConfiguration) throws(PolicyProblem) {
    guard policyLog != nil || !policy.groups.isEmpty else { return }
    var arbiter = try arbiter(policy)
    board.ownership.adopt(arbiter.groups)
    guard let policyLog else {
      arbiter.settle(at: 0) { decision in
        if case .move(let worker, _, let core) = decision { board.move(worker, to: core) }
      }
      return board.follow(arbiter)
    }
    workers[packetWorkerCount].take(
      PolicySeat(
        target: policy.target, arbiter: arbiter, board: board,
        workers: workers[..<packetWorkerCount], log: policyLog))
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
