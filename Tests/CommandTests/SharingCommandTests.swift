import Foundation
import Testing

/// By what means `baton run` shares its cores with ordinary threads, and what it leaves of that.
///
/// Other tests may have cpusets for core 0 meanwhile; these have them for core 1.
@Suite(.serialized, .enabled(if: SharingSupport.isThere))
struct SharingCommandTests {
  private static let sets = SharingSupport.sets
  private let echo: EchoObject

  init() throws { echo = try EchoObject() }

  private func arguments(
    _ sharing: String, share: String = "900/1000", core: Int = 1
  ) -> [String] {
    [
      "run", echo.path, "--device", "memory", "--cores", "\(core)", "--spin", "--time-share", share,
      "--sharing", sharing,
    ]
  }

  private func run(
    _ sharing: String, share: String = "900/1000", behind words: [String] = []
  ) throws -> Ending {
    try BatonProcess(
      arguments(sharing, share: share) + ["--seconds", "0.1", "--json"], behind: words
    ).waitForEnd()
  }

  private func means(_ ending: Ending) throws -> String? {
    #expect(ending.status == 0, "\(ending.errors)")
    return try report(ending)["means"] as? String
  }

  private func report(_ ending: Ending) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
    return try #require(json?["timeShare"] as? [String: Any], "\(ending.errors)")
  }

  // MARK: Which one is in force

  @Test(arguments: [
    ("fifo", "by SCHED_FIFO"), ("deadline", "with SCHED_DEADLINE"), ("nice", "by nice −20"),
    ("none", "by a duty cycle of their own alone"),
  ])
  func meansAreChosen(_ name: String, _ text: String) throws {
    let ending = try run(name)
    #expect(try means(ending) == name)
    #expect(ending.errors.contains("time share 900/1000 by "), "\(ending.errors)")
    #expect(ending.errors.contains(text), "\(ending.errors)")
    #expect(isAsBefore(), "\(names)")
  }

  @Test func thoseThatRunFirstComeFirst() throws {
    let ending = try run("auto")
    #expect(try means(ending) == "fifo")
    #expect(try report(ending)["refused"] as? [[String: String]] == [])
  }

  /// Where a control group has no time for SCHED_FIFO, it is the next; where that is refused, the one after it.
  @Test(arguments: [
    ("900/1000", ["fifo"], "deadline"), ("990/1000", ["fifo", "deadline"], "nice"),
  ])
  func nextOneIsTaken(_ share: String, _ refused: [String], _ means: String) throws {
    let group = try GroupWithoutRealTime()
    let ending = try run("auto", share: share, behind: group.words)
    #expect(try self.means(ending) == means, "\(ending.errors)")
    let refusals = try report(ending)["refused"] as? [[String: String]]
    #expect(refusals?.map { $0["means"] } == refused, "\(ending.errors)")
    #expect(ending.errors.contains("cpu.rt_runtime_us"), "\(ending.errors)")
    #expect(isAsBefore(), "\(names)")
  }

  private static let withoutCapability = ["setpriv", "--bounding-set=-sys_nice"]

  @Test func withoutTheCapabilityItIsSaidWhatRootWouldAdd() throws {
    let ending = try run("auto", behind: Self.withoutCapability)
    #expect(try means(ending) == "none")
    #expect(
      ending.errors.contains("own alone; root, or CAP_SYS_NICE, would add SCHED_FIFO\n"),
      "\(ending.errors)")
  }

  @Test(arguments: ["fifo", "deadline", "nice"])
  func whatIsAskedForAndNotAllowedIsBadInput(_ name: String) throws {
    let ending = try run(name, behind: Self.withoutCapability)
    #expect(ending.status == 2)
    #expect(ending.message.hasPrefix("baton: --sharing \(name): "), "\(ending.errors)")
    #expect(ending.message.contains("needs CAP_SYS_NICE, as root has it"), "\(ending.errors)")
  }

  @Test func moreThanTheSystemAllowsIsBadInput() throws {
    let ending = try run("deadline", share: "990/1000")
    #expect(ending.status == 2)
    #expect(ending.message.contains("nine tenths"), "\(ending.errors)")
    #expect(try run("deadline", share: "9/10").message.contains("no such periods"))
    #expect(isAsBefore(), "\(names)")
  }

  /// A control group whose threads may not run by SCHED_FIFO, as new ones are.
  private final class GroupWithoutRealTime {
    private let path = "/sys/fs/cgroup/cpu/baton-test-\(getpid())"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
      // Who ended a moment ago may still be in it.
      for _ in 0..<1_000 {
        if unsafe rmdir(path) == 0 { return }
        usleep(10_000)
      }
    }

    var words: [String] { ["sh", "-c", "echo $$ > \(path)/tasks && exec \"$@\"", "sh"] }
  }

  // MARK: What is left

  private var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.sets)) ?? []
    return names.filter { $0.hasPrefix("baton.") }
  }

  private var isBalanced: Bool {
    let path = "\(Self.sets)/cpuset.sched_load_balance"
    return (try? String(contentsOfFile: path, encoding: .utf8)) == "1\n"
  }

  /// Whether nobody's cpusets are there, or those alone that other tests have.
  private func isAsBefore() -> Bool {
    for _ in 0..<1_000 {
      let names = self.names
      if names.isEmpty ? isBalanced : names.contains("baton.cpu0") && !names.contains("baton.cpu1")
      {
        return true
      }
      usleep(10_000)
    }
    return false
  }

  private func begin(share: String = "900/1000") throws -> BatonProcess {
    let process = try BatonProcess(arguments("deadline", share: share))
    #expect(process.says("as the backstop"))
    #expect(names.contains("baton.cpu1") && names.contains("baton.rest") && !isBalanced)
    return process
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func nothingIsLeftAfterSignals(_ signal: Int32) throws {
    let process = try begin()
    process.send(signal)
    #expect(process.waitForEnd().status == 0)
    #expect(isAsBefore(), "\(names)")
  }

  /// The next one has what it left, or clears it up, by whatever means it shares its cores.
  @Test(arguments: ["deadline", "none"])
  func whatAKilledOneLeftIsClearedUp(_ next: String) throws {
    let process = try begin()
    process.send(SIGKILL)
    #expect(process.waitForEnd().isSignal)
    #expect(names.contains("baton.cpu1") && !isBalanced)
    #expect(try means(run(next)) == next)
    #expect(isAsBefore(), "\(names)")
  }

  /// What several have together goes with the last one.
  @Test func severalShareACore() throws {
    let (first, second) = (try begin(share: "400/1000"), try begin(share: "400/1000"))
    first.send(SIGTERM)
    #expect(first.waitForEnd().status == 0)
    #expect(names.contains("baton.cpu1") && names.contains("baton.rest") && !isBalanced)
    second.send(SIGTERM)
    #expect(second.waitForEnd().status == 0)
    #expect(isAsBefore(), "\(names)")
  }
}

/// Whether all means can be tried here. Prints the reason where not.
private enum SharingSupport {
  static let sets = "/sys/fs/cgroup/cpuset"

  static let isThere: Bool = {
    let files = FileManager.default
    guard geteuid() == 0, files.isWritableFile(atPath: "\(sets)/cpuset.cpus"),
      files.isWritableFile(atPath: "/sys/fs/cgroup/cpu/cpu.rt_runtime_us"),
      ProcessInfo.processInfo.processorCount > 1
    else {
      print(
        "tests of time shares are skipped: they need root, two cores, and cpu and cpuset of version 1"
      )
      return false
    }
    return has("setpriv")
  }()
}
