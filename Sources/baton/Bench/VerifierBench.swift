import ArgumentParser
import Foundation
import Kernel
import ObjectFile
import Verifier

/// The verifier beside the running kernel's, on programs that both accept.
struct VerifierBench {
  let judge: Judge
  let options: ObjectOptions
  let repetitions: Int

  /// A program with the times of both sides, in microseconds.
  private struct Times {
    var name: String
    var ours: [Double] = []
    var theirs: [Double] = []

    var ratio: Double { median(ours) / median(theirs) }
  }

  /// What one group of objects promises.
  struct Group {
    var name: String
    var paths: [String]
    /// Of the total over the kernel's.
    var totalBar: Double
    /// Of each program by itself; nil where nothing is promised, and only the total is shown.
    var singleBar: Double?
  }

  func rows(_ groups: [Group]) throws -> [BenchRow] {
    let system = Kernel.SystemTypes(try KernelTypes.read())
    var rows: [BenchRow] = []
    for group in groups {
      let programs = try group.paths.flatMap { path in
        progress("verifying \(path)")
        return try times(of: path, system)
      }
      rows += Self.rows(group, programs)
    }
    return rows + [try Self.memory()]
  }

  private func times(of path: String, _ system: Kernel.SystemTypes) throws -> [Times] {
    try Subject.all(in: path, options, program: nil).flatMap { subject in
      let object = KernelObject(subject.image, system: system)
      return subject.programs.compactMap { times(of: $0, in: subject, object) }
    }
  }

  /// Nil where not both accept the program, or the kernel doesn't say how long that took.
  private func times(
    of program: Int, in subject: Subject, _ object: borrowing KernelObject
  ) -> Times? {
    let flags = subject.expectations[program]?.flags ?? []
    var times = Times(name: "\(subject.name) \(subject.image.functions[program].name)")
    for _ in 0..<repetitions {
      let judgement = judge.judge(program, of: subject)
      guard judgement.word == .accept else { return nil }
      let verdict = object.verdict(on: program, flags: flags)
      guard verdict.outcome == .accepted, let theirs = verdict.microseconds, theirs > 0 else {
        return nil
      }
      times.ours.append(judgement.microseconds)
      times.theirs.append(Double(theirs))
    }
    return times
  }

  private static func rows(_ group: Group, _ programs: [Times]) -> [BenchRow] {
    guard !programs.isEmpty else { return [] }
    let repetitions = programs[0].ours.indices
    func totals(_ side: (Times) -> [Double]) -> [Double] {
      repetitions.map { repetition in
        programs.reduce(0) { $0 + side($1)[repetition] } / 1000
      }
    }
    let total = BenchRow(
      "\(group.name), \(programs.count) programs", ours: totals(\.ours), unit: "ms",
      peer: "this kernel", theirs: totals(\.theirs), bar: group.totalBar)
    guard let bar = group.singleBar else { return [total] }
    return [total]
      + programs.sorted { $0.ratio > $1.ratio }.map { one in
        BenchRow(
          one.name, ours: one.ours.map { $0 / 1000 }, unit: "ms", peer: "this kernel",
          theirs: one.theirs.map { $0 / 1000 }, bar: bar)
      }
  }

  /// The most memory that the process has had, with the kernel's types and all objects in it.
  private static func memory() throws -> BenchRow {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line.flatMap { Double($0.filter(\.isNumber)) } ?? .nan
    return BenchRow(
      "memory of the whole process at most", kibibytes / 1024, "MiB", bar: .atMost(512))
  }
}

/// `baton bench verifier`.
struct VerifierBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifier", abstract: "The verifier beside the running kernel's; as root.",
    discussion: """
      Programs that not both accept are left out. Without objects, those of Linux's selftests are \
      taken, which Scripts/linux-selftests has compiled.

      Examples:
        sudo baton bench verifier
        sudo baton bench verifier --objects tests/*.o --large big.o --json
      """)

  @Option(parsing: .upToNextOption, help: "Objects whose total time is compared.")
  var objects: [String] = []

  @Option(parsing: .upToNextOption, help: "Objects whose programs are compared one by one, too.")
  var large: [String] = []

  @Flag(help: "Print one JSON object instead of a table.")
  var json = false

  @Option(help: "Repetitions of each side.")
  var repetitions = 5

  @OptionGroup var options: ObjectOptions

  /// Where the compiled selftests lie.
  private static let folder = ".build-selftests/objects"

  func run() throws {
    guard geteuid() == 0 else {
      throw BadInput("this needs root, to ask the running kernel how long its verifier takes")
    }
    let ownAlone = objects.isEmpty && large.isEmpty
    let groups = [
      VerifierBench.Group(
        name: "examination", paths: ownAlone ? try Self.tests(["verifier", "annotated"]) : objects,
        totalBar: 1.5),
      VerifierBench.Group(
        name: "large programs", paths: ownAlone ? try Self.tests(["large"]) : large,
        totalBar: 1.5, singleBar: 3),
    ]
    let bench = VerifierBench(
      judge: Judge(limits: VerifierLimits(), progress: nil), options: options,
      repetitions: repetitions)
    print(try BenchReport(rows: try bench.rows(groups)).text(asJSON: json))
  }

  private static func tests(_ groups: [String]) throws -> [String] {
    let paths = groups.flatMap { group in
      let files = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(group)")
      return (files ?? []).filter { $0.hasSuffix(".o") && !$0.hasSuffix(".bpf.o") }
        .map { "\(folder)/\(group)/\($0)" }
    }
    guard !paths.isEmpty else {
      throw BadInput(
        "there are no objects in \(folder): run Scripts/linux-selftests first, or name some")
    }
    return paths.sorted()
  }
}
