import CLinux
import Glibc
import SamplePrograms
import Scheduling
import Synchronization
import Testing

@testable import Runtime

/// Threads that share their cores with ordinary ones, for real.
@Suite(
  .serialized, .enabled(if: geteuid() == 0, "SCHED_DEADLINE needs root"),
  .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SharingTests {
  private static let processor: UInt32 = 0

  /// A turn takes for more than a second. The system takes the core from it again and again meanwhile, and an ordinary thread
  /// goes on there.
  @Test(.enabled(if: SystemControlTree.cpusets()?.version == .one, "there are no cpusets"))
  func ordinaryThreadsGoOnWhereATurnDoesNotEnd() throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/stalling.c", engine: .jit, workerCount: 1)
    let instance = try Instance(
      unit, in: .real, cores: [Int(Self.processor)],
      timeShare: TimeShare(run: 900_000, period: 1_000_000), sharing: .only(.deadline))
    let runtime = try #require(instance.realRuntime)
    let other = OrdinaryThread()
    defer { other.stop() }
    // More than a second: see stalling.h.
    let frame: [UInt8] =
      Array(repeating: 0x55, count: 14) + [255] + Array(repeating: 0, count: 45)
    #expect(instance.peers[0].offer(frame))
    while runtime.counters.received == 0 { usleep(1_000) }
    let before = other.turnCount
    #expect(instance.advance { instance.peers[0].collect { _ in } == 1 })
    let count = other.turnCount - before
    #expect(runtime.sharing == SharingSummary(means: .deadline, refusals: []))
    // With SCHED_FIFO, it would be one or two.
    #expect(count > 20, "\(count)")
    instance.expectBalanceAfterShutDown()
  }

  /// Computes on the processor, and counts how often it has come to its turn there.
  private final class OrdinaryThread {
    private final class State: Sendable {
      let isOver = Atomic<Bool>(false)
      let turnCount = Atomic<Int>(0)
    }

    private let state = State()
    private let thread: WorkerThread

    init() {
      thread = WorkerThread { [state] in
        _ = linux_thread_pin(SharingTests.processor)
        var usage = rusage()
        while !state.isOver.load(ordering: .relaxed) {
          // Sound: it is filled in during the call. 1 is RUSAGE_THREAD, which is not declared for Swift.
          unsafe getrusage(__rusage_who_t(1), &usage)
          // Each time that it had to leave, it had come before.
          state.turnCount.store(usage.ru_nivcsw, ordering: .relaxed)
        }
      }
    }

    var turnCount: Int { state.turnCount.load(ordering: .relaxed) }

    func stop() {
      state.isOver.store(true, ordering: .relaxed)
      thread.join()
    }
  }

  // MARK: Control groups, version 2

  /// A partition is made of all cores, and undone with what the root had not got before.
  @Test(arguments: [true, false])
  func partitionsAreMadeAndUndone(_ hadSets: Bool) throws {
    let tree = PretendedTree(hasSets: hadSets)
    let before = tree.contents
    let partition = try CorePartition(cores: [2, 1], in: tree)
    #expect(!partition.pinsThreads)
    #expect(tree.contents["cgroup.subtree_control"]?.contains("cpuset") == true)
    #expect(tree.contents["baton.cpu1+2/cpuset.cpus"] == "1,2")
    #expect(tree.contents["baton.cpu1+2/cpuset.cpus.partition"] == "root")
    #expect(tree.contents["baton.cpu1+2/cgroup.procs"] == "\(getpid())")
    // Whoever clears up leaves it, as it is in use.
    CorePartitionPlan(tree).clearUp()
    #expect(tree.names().contains("baton.cpu1+2"))
    partition.leave()
    #expect(tree.contents["home/cgroup.procs"] == "\(getpid())")
    #expect(tree.contents.filter { $0.key != "home/cgroup.procs" } == before)
    #expect(tree.names() == ["home"])
  }

  @Test func partitionsThatDoNotComeAboutLeaveNothing() throws {
    let tree = PretendedTree(hasSets: false)
    tree.refusal = "root invalid (Parent is not a partition root)"
    let before = tree.contents
    let problem = #expect(throws: CorePartition.Problem.self) {
      try CorePartition(cores: [1], in: tree)
    }
    #expect(problem?.reason.contains("not a partition root") == true)
    #expect(tree.contents == before && tree.names() == ["home"])
  }
}

/// Files of a hierarchy of version 2, as far as partitions need them, for one thread.
private final class PretendedTree: ControlTree, @unchecked Sendable {
  let version = ControlVersion.two(home: "home/")
  private(set) var contents: [String: String]
  private var groups: Set<String> = ["home"]
  private var users: [String: Int] = [:]
  /// What a group says that is to be a partition, and is none.
  var refusal: String?

  init(hasSets: Bool) { contents = ["cgroup.subtree_control": hasSets ? "cpu cpuset" : "cpu"] }

  func names() -> [String] { groups.sorted() }

  func read(_ path: String) throws(ControlProblem) -> String {
    guard let text = contents[path] else { throw ControlProblem("there is no \(path)") }
    return text
  }

  func write(_ text: String, to path: String) throws(ControlProblem) {
    switch (path, text) {
    case ("cgroup.subtree_control", "+cpuset"): contents[path] = "cpu cpuset"
    case ("cgroup.subtree_control", "-cpuset"): contents[path] = "cpu"
    default:
      let isPartition = path.hasSuffix("cpuset.cpus.partition")
      contents[path] = isPartition ? refusal ?? text : text
    }
  }

  func make(_ name: String) throws(ControlProblem) { groups.insert(name) }

  func remove(_ name: String) throws(ControlProblem) {
    groups.remove(name)
    contents = contents.filter { !$0.key.hasPrefix("\(name)/") }
  }

  func lock(_ name: String?, _ kind: ControlLockKind) throws(ControlProblem) -> any ControlLock {
    let path = name ?? ""
    guard kind != .aloneNow || users[path, default: 0] == 0 else {
      throw ControlProblem("\(path) is in use")
    }
    users[path, default: 0] += 1
    return Lock { [self] in users[path, default: 0] -= 1 }
  }

  private final class Lock: ControlLock, @unchecked Sendable {
    private let end: () -> Void
    init(_ end: @escaping () -> Void) { self.end = end }
    deinit { end() }
  }
}
