import CLinux
import Devices
import Glibc
import Scheduling
import Synchronization
import World

/// Finds out by which means the threads of an instance may share their cores, and has them do so.
final class CoreSharing: Sendable {
  let share: TimeShare
  private let chosen: SharingMeans
  private let refusals: [SharingRefusal]
  private let partition: CorePartition?
  /// The weakest that a thread has; 0 before any has begun.
  private let weakest = Atomic<UInt8>(0)

  /// Tries what `choice` allows, in threads of its own, on each of the cores; empty where threads have none of their own.
  ///
  /// - Throws: where none of it is allowed.
  init(_ share: TimeShare, _ choice: SharingChoice, cores: [Int]) throws(SharingRefusal) {
    self.share = share
    // What an instance that was killed has left is nobody's.
    CorePartition.clearUp()
    (chosen, partition, refusals) = try Self.choose(among: choice.candidates, share, cores)
  }

  /// Nil before any thread has begun.
  var summary: SharingSummary? {
    SharingMeans(rawValue: weakest.load(ordering: .relaxed)).map {
      SharingSummary(means: $0, refusals: refusals)
    }
  }

  /// Prepares the calling thread, which is to run on this core, or anywhere.
  func prepare(core: Int?) -> CoreSlice {
    linux_thread_sleep_exactly()
    let isAllowed = Self.take(chosen, share, core, partition) == 0
    let means = isAllowed ? chosen : SharingMeans.none
    weakest.max(means.rawValue, ordering: .relaxed)
    return CoreSlice(share, means, at: WorldClock.monotonic.now())
  }

  /// Undoes what was changed of the system; no thread runs any more.
  func end() { partition?.leave() }

  // MARK: Trying

  private struct Obstacle: Error {
    var reason: String
    var needsCapability = false
  }

  private static func choose(
    among candidates: [SharingMeans], _ share: TimeShare, _ cores: [Int]
  ) throws(SharingRefusal) -> (SharingMeans, CorePartition?, [SharingRefusal]) {
    var refusals: [SharingRefusal] = []
    for means in candidates {
      do {
        return (means, try attempt(means, share, cores), refusals)
      } catch {
        refusals.append(
          SharingRefusal(
            means: means, reason: error.reason, needsCapability: error.needsCapability))
      }
    }
    throw refusals[0]
  }

  /// What the threads need for it, if anything.
  private static func attempt(
    _ means: SharingMeans, _ share: TimeShare, _ cores: [Int]
  ) throws(Obstacle) -> CorePartition? {
    // Where others have processors for themselves, this one may be on its own for as long as they are there.
    let takesSet = means == .deadline && !cores.isEmpty && linux_may_schedule()
    var status = takesSet && CorePartition.areInUse ? -EPERM : tryOut(means, share, cores, nil)
    guard status != 0 else { return nil }
    guard takesSet, status == -EPERM else { throw obstacle(means, status) }
    let partition: CorePartition
    do {
      partition = try CorePartition(cores: cores)
    } catch {
      throw Obstacle(reason: error.reason)
    }
    status = tryOut(means, share, cores, partition)
    guard status == 0 else {
      partition.leave()
      throw obstacle(means, status)
    }
    return partition
  }

  /// Whether all cores allow it: 0, or what the first one says that doesn't.
  private static func tryOut(
    _ means: SharingMeans, _ share: TimeShare, _ cores: [Int], _ partition: CorePartition?
  ) -> Int32 {
    let places: [Int?] = cores.isEmpty ? [nil] : cores
    for core in places {
      let status = Atomic<Int32>(0)
      // As what a thread has changed of itself may not be undone by it.
      withThread { status.store(take(means, share, core, partition), ordering: .relaxed) }
      let found = status.load(ordering: .relaxed)
      if found != 0 { return found }
    }
    return 0
  }

  private static func withThread(_ body: () -> Void) {
    withoutActuallyEscaping(body) { WorkerThread($0).join() }
  }

  /// For the calling thread.
  private static func take(
    _ means: SharingMeans, _ share: TimeShare, _ core: Int?, _ partition: CorePartition?
  ) -> Int32 {
    if let core { place(on: core, partition) }
    return switch means {
    case .fifo: linux_thread_run_first()
    case .deadline: linux_thread_run_by_deadline(share.run, share.period)
    case .nice: linux_thread_run_nicely(-20)
    case .none: 0
    }
  }

  /// Where the core does not exist or may not be used, the thread runs anywhere.
  private static func place(on core: Int, _ partition: CorePartition?) {
    partition?.join(core)
    if partition?.pinsThreads != false { _ = linux_thread_pin(UInt32(core)) }
  }

  // MARK: Reasons

  private static func obstacle(_ means: SharingMeans, _ status: Int32) -> Obstacle {
    guard !linux_may_schedule(), status == -EPERM || status == -EACCES else {
      return Obstacle(reason: reason(means, -status))
    }
    let limit =
      switch means {
      case .fifo: ", or a limit RLIMIT_RTPRIO"
      case .nice: ", or a limit RLIMIT_NICE of 40"
      case .deadline, .none: ""
      }
    return Obstacle(
      reason: "\(means.systemName) needs CAP_SYS_NICE, as root has it\(limit)",
      needsCapability: true)
  }

  private static func reason(_ means: SharingMeans, _ number: Int32) -> String {
    switch (means, number) {
    case (.fifo, EPERM): "SCHED_FIFO has no time in this control group (cpu.rt_runtime_us)"
    case (.deadline, EPERM):
      "SCHED_DEADLINE takes a cpuset that has its processors to itself, which did not come about"
    case (.deadline, EBUSY):
      "SCHED_DEADLINE may not have that much of a processor, but nine tenths of it in most systems"
    case (.deadline, EINVAL):
      "SCHED_DEADLINE has no such periods (kernel.sched_deadline_period_min_us, _max_us)"
    default: "\(means.systemName): \(Errno(number))"
    }
  }
}
