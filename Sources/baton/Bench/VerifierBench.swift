import ArgumentParser
import Foundation
import Kernel
import ObjectFile
import Verifier

/// The verifier beside the running kernel's, on programs that both accept; those that only the kernel
/// accepts are counted.
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

  /// The programs of a group that the kernel accepts.
  private struct Accepted {
    var byBoth: [Times] = []
    var byKernelAloneCount = 0
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
      var accepted = Accepted()
      for path in group.paths {
        progress("verifying \(path)")
        try measure(path, system, &accepted)
      }
      rows += self.rows(group, accepted)
    }
    return rows + [try Self.memory()]
  }

  private func measure(
    _ path: String, _ system: Kernel.SystemTypes, _ accepted: inout Accepted
  ) throws {
    for subject in try Subject.all(in: path, options, program: nil) {
      let object = KernelObject(subject.image, system: system)
      for program in subject.programs { measure(program, of: subject, object, &accepted) }
    }
  }

  private func measure(
    _ program: Int, of subject: Subject, _ object: borrowing KernelObject,
    _ accepted: inout Accepted
  ) {
    let flags = subject.expectations[program]?.flags ?? []
    var times = Times(name: "\(subject.name) \(subject.image.functions[program].name)")
    for _ in 0..<repetitions {
      let verdict = object.verdict(on: program, flags: flags)
      // A program of less than a microsecond has no ratio.
      guard verdict.outcome == .accepted, let theirs = verdict.microseconds, theirs > 0 else {
        return
      }
      let judgement = judge.judge(program, of: subject)
      guard judgement.word == .accept else {
        progress("only this kernel accepts \(times.name): \(judgement.reason ?? "")")
        accepted.byKernelAloneCount += 1
        return
      }
      times.ours.append(judgement.microseconds)
      times.theirs.append(Double(theirs))
    }
    accepted.byBoth.append(times)
  }

  private func rows(_ group: Group, _ accepted: Accepted) -> [BenchRow] {
    let programs = accepted.byBoth
    let alone = BenchRow(
      "\(group.name) that only this kernel accepts", Double(accepted.byKernelAloneCount),
      "programs", bar: group.singleBar == nil ? nil : .atMost(0))
    guard !programs.isEmpty else { return [alone] }
    func totals(_ side: (Times) -> [Double]) -> [Double] {
      (0..<repetitions).map { repetition in
        programs.reduce(0) { $0 + side($1)[repetition] } / 1000
      }
    }
    let total = BenchRow(
      "\(group.name), \(programs.count) programs", ours: totals(\.ours), unit: "ms",
      peer: "this kernel", theirs: totals(\.theirs), bar: .ratioAtMost(group.totalBar))
    guard let bar = group.singleBar else { return [total, alone] }
    return [total, alone]
      + programs.sorted { $0.ratio > $1.ratio }.map { one in
        BenchRow(
          one.name, ours: one.ours.map { $0 / 1000 }, unit: "ms", peer: "this kernel",
          theirs: one.theirs.map { $0 / 1000 }, bar: .ratioAtMost(bar))
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
    commandName: "verifier", abstract: "The verifier beside the running kernel's, as root.",
    discussion: """
      Programs that this kernel refuses are left out. Without objects, those of Linux's selftests are \
      taken, which Scripts/linux-selftests has compiled.

      Examples:
        sudo baton bench verifier
        sudo baton bench verifier --objects tests/*.o --large big.o --json
      """)

  @Option(parsing: .upToNextOption, help: "Objects whose total time is compared.")
  var objects: [String] = []

  @Option(parsing: .upToNextOption, help: "Objects whose programs are compared one by one, too.")
  var large: [String] = []

  @OptionGroup var measuring: BenchOptions

  @OptionGroup var options: ObjectOptions

  /// Where the compiled selftests lie.
  private static let folder = ".build-selftests/objects"

  func run() throws {
    guard geteuid() == 0 else {
      throw BadInput("this needs root, to ask the running kernel how long its verifier takes")
    }
    let isDefault = objects.isEmpty && large.isEmpty
    let groups = [
      VerifierBench.Group(
        name: "examination",
        paths: isDefault ? try Self.tests(["verifier", "annotated"]) : objects,
        totalBar: 1.5),
      VerifierBench.Group(
        name: "large programs", paths: isDefault ? try Self.tests(["large"]) : large,
        totalBar: 1.5, singleBar: 3),
    ]
    let bench = VerifierBench(
      judge: Judge(limits: VerifierLimits(), progress: nil), options: options,
      repetitions: measuring.repetitions)
    print(try BenchReport(rows: try bench.rows(groups)).text(asJSON: measuring.json))
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
