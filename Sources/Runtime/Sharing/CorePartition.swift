import Devices
import Glibc
import Synchronization

/// Cpusets that have processors to themselves, so that threads which are bound to one of these may run by deadline: the system
/// admits such threads by part of the machine (its “root domain”), and to all processors of a part alone.
///
/// Below the root of the cpuset hierarchy lie, while anybody needs them:
///
/// | control groups, version 1 | |
/// | --- | --- |
/// | `baton.cpu1` | processor 1, exclusively, of each core; the core's thread is in it |
/// | `baton.rest` | all processors that none of those has, so that threads go on being moved among them |
///
/// and the root's own `cpuset.sched_load_balance`, which makes all one part, is off. Ordinary threads stay where they are, those that
/// run on processor 1 among them.
///
/// | control groups, version 2 | |
/// | --- | --- |
/// | `baton.cpu1+2` | a partition of all the cores' processors, and the instance's process in it. Other processes leave them; who is to share them is put there, too |
/// | `baton.rest` | a sign that the root had no cpusets before |
///
/// Whoever uses a directory has it locked. So what is left of an instance that was killed is found by its lock's absence: by
/// whoever comes next, or leaves last. `baton.rest` says that the root's setting is to be put back. One lock on the root
/// is for changes.
final class CorePartition: Sendable {
  struct Problem: Error { let reason: String }

  private let tree: any ControlTree
  /// What keeps others from removing what is used here; nil when it isn't any more.
  private let uses: Mutex<[any ControlLock]?>

  /// Whether each thread has a part for itself, and is bound to its processor.
  let pinsThreads: Bool

  convenience init(cores: [Int]) throws(Problem) {
    guard let tree = SystemControlTree.cpusets() else {
      throw Problem(reason: "SCHED_DEADLINE takes cpusets, which no control groups here have")
    }
    try self.init(cores: cores, in: tree)
  }

  init(cores: [Int], in tree: any ControlTree) throws(Problem) {
    let cores = Array(Set(cores)).sorted()
    self.tree = tree
    pinsThreads = tree.version == .one || cores.count == 1
    do {
      uses = Mutex(try CorePartitionPlan(tree).build(cores))
    } catch {
      // What was made of it is in nobody's use.
      CorePartitionPlan(tree).clearUp()
      throw Problem(reason: "SCHED_DEADLINE takes a cpuset of its own: \(error)")
    }
  }

  deinit { leave() }

  /// Has the calling thread be in its core's cpuset.
  func join(_ core: Int) {
    guard tree.version == .one else { return }
    // Where that fails, the thread still has the processor's part of the machine.
    try? tree.write("0", to: "\(CorePartitionPlan.name([core]))/tasks")
  }

  /// Undoes all of it that nobody else needs. No thread is in it any more.
  func leave() {
    let hadLeft = uses.withLock { uses in
      defer { uses = nil }
      return uses == nil
    }
    guard !hadLeft else { return }
    if case .two(let home) = tree.version {
      try? tree.write("\(getpid())", to: home + "cgroup.procs")
    }
    CorePartitionPlan(tree).clearUp()
  }

  /// Whether any instance has one.
  static var areInUse: Bool {
    SystemControlTree.cpusets().map { CorePartitionPlan($0).isInUse } ?? false
  }

  /// Removes what instances have left that were killed.
  static func clearUp() {
    if let tree = SystemControlTree.cpusets() { CorePartitionPlan(tree).clearUp() }
  }
}
