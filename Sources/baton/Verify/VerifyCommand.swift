import ArgumentParser
import ObjectFile
import Verifier

/// `baton verify`: the verdict on each program of objects.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Decide whether the programs of objects may run.",
    discussion: """
      Prints one verdict a program; a refusal comes with the instruction, the source line and a hint, \
      with --explain also with the contract that it violates, what is known there, and the path that leads there; \
      with --log the whole path, instruction by instruction, with which “log” begins then in --json.

      Objects may say themselves what is expected of their programs, as Linux's selftests do in \
      declaration tags (comment:test_expect_failure …): program flags among them always hold, \
      --expectations compares all of them with the verdicts, and runs accepted programs that say what they \
      return (comment:test_retval=…) in both engines, as those tests do: on 64 zero octets, with maps of their \
      own. --against-kernel (root) loads the programs into the running kernel, one at a time, and compares.

      Exit status: 0 when all are accepted, 1 when one is refused or can't be judged yet, 2 on bad input. \
      With --expectations, 0 when all verdicts and return values are the expected ones; with \
      --against-kernel, when the verdicts are the kernel's.

      Examples:
        baton verify udp_echo.o
        baton verify Programs/udp_echo.swift --program stash --explain
        baton verify filter.o --set port=8080 --json
        baton verify verifier_and.o verifier_xdp.o --expectations
        baton verify filter.o --against-kernel
        baton verify lean.c --interface lean.h
        baton verify lean.c --interface lean.h --replace ip_rcv=my_ip_rcv.c
      """)

  @Argument(help: "BPF objects, or .c or .swift files to build them from.")
  var objects: [String]

  @Option(help: "Verify only the program of this name.")
  var program: String?

  @Option(help: "How many instructions may be processed for one program.")
  var instructionLimit = 1_000_000

  @Option(
    help: ArgumentHelp(
      "How many instructions of a preemptible program may run without a safe point.",
      valueName: "COUNT"))
  var stretchLimit = VerifierLimits().stretchLength

  @Option(
    help: ArgumentHelp(
      "Judge by the contracts of this header (default: Baton's, or Linux's for programs of its hooks).",
      valueName: "HEADER"))
  var interface: String?

  @Flag(help: "Refuse accesses that are not aligned to their size.")
  var strictAlignment = false

  @Flag(help: "Take the programs for ones that may wait.")
  var sleepable = false

  @Flag(help: "Show the contract and the path of each refusal, too.")
  var explain = false

  @Flag(
    help:
      "Show the verifier's log, too, in Linux's notation: the instructions of a refused path, with what each has changed."
  )
  var log = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Compare the verdicts with what the objects expect of their programs.")
  var expectations = false

  @Option(
    help: ArgumentHelp(
      "With --expectations: what a map has in it before a program is run, in hexadecimal; may be given "
        + "several times.",
      valueName: "OBJECT:MAP:KEY=VALUE"))
  var mapEntry: [MapEntryOption] = []

  @Flag(help: "Compare the verdicts with the running kernel's; needs root.")
  var againstKernel = false

  @OptionGroup
  var options: ObjectOptions

  @OptionGroup
  var replacements: ReplacementOptions

  func validate() throws {
    if expectations && againstKernel {
      throw ValidationError(
        "--expectations and --against-kernel don't go together: give one of them")
    }
  }

  func run() throws {
    guard instructionLimit > 0 else { throw BadInput("--instruction-limit takes 1 or more") }
    let judge = Judge(
      limits: VerifierLimits(
        instructionCount: instructionLimit, isAlignmentStrict: strictAlignment,
        maySleep: sleepable, stretchLength: stretchLimit),
      progress: ProgressLine(), listsPaths: explain || log)
    defer { judge.progress?.end() }
    if expectations { return try score(judge) }
    if againstKernel { return try compareWithKernel(judge) }
    try verify(judge)
  }

  private func verify(_ judge: Judge) throws {
    let subjects = try self.subjects()
    for subject in subjects {
      if let problem = subject.problem { throw BadInput("\(subject.path): \(problem)") }
    }
    var isRefused = false
    var programs: [[String: Any]] = []
    var path: String?
    judge.judge(subjects) { judgement in
      isRefused = isRefused || judgement.word != .accept
      if json { return programs.append(judgement.object(withPath: objects.count > 1)) }
      if objects.count > 1, path != judgement.subject.path { print("\(judgement.subject.path):") }
      path = judgement.subject.path
      print(judgement.text(isExplained: explain, withLog: log, .output))
    }
    if json { try printJSON(["programs": programs]) }
    if isRefused { throw ExitCode(1) }
  }

  /// The objects with the programs that were asked for.
  func subjects() throws -> [Subject] {
    let interface = try self.interface.map { path in
      (header: path, contents: try InterfaceFile(path: path).read())
    }
    let subjects = try objects.flatMap {
      try Subject.all(in: $0, options, replacements, program: program, interface: interface)
    }
    guard !subjects.isEmpty else {
      throw BadInput("\(objects.joined(separator: ", ")): no such program")
    }
    return subjects
  }
}
