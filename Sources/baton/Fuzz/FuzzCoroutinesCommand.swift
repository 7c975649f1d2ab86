import ArgumentParser
import CoroutineFuzzing

/// `baton fuzz coroutines`: whether programs that are suspended do what they do when they are not.
struct FuzzCoroutinesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coroutines",
    abstract: "Look for coroutines that are lost, run twice, leak, or compute something else.",
    discussion: """
      Makes random data paths: with suspensions at any depth, loops, callbacks, throws, owned coroutines and packets \
      that are given away. Queue programs put them into lists, trees, rings, places in maps and on timer wheels, or \
      refuse or destroy them; worker programs take them out, resume, move and destroy them, and have others suspended. \
      Each data path runs under several circumstances, by both engines and in checked mode. What it notes and answers \
      has to be what it does without suspensions, every coroutine has to end once, and nothing may be left.

      In the virtual world a seed decides everything, and is printed: --seed and --programs 1 run one program again. \
      There, workers that have just given a handle away wait until others have run the coroutine; and of some programs \
      a coroutine is ended at every suspension, and stopped at every safe point. --real takes threads instead.

      --plant makes a mistake on purpose, which has to be found: \
      \(PlantedMistake.allCases.map(\.rawValue).joined(separator: ", ")).

      Exit status: 0 when nothing was found, 1 when something was, 2 on bad input.

      Examples:
        baton fuzz coroutines --seconds 60
        baton fuzz coroutines --programs 1 --seed 7
        baton fuzz coroutines --seconds 60 --real
        baton fuzz coroutines --plant handle-lost
      """)

  @Option(help: "For how long; 10 where neither this nor --programs is given.")
  var seconds: Double?

  @Option(help: "How many programs to make.")
  var programs: Int?

  @Option(
    help: "What the first program is made from; the next one is made from the number after it.")
  var seed: UInt64?

  @Option(help: "A mistake to make.")
  var plant: PlantedMistake?

  @Flag(help: "Run them on threads.")
  var real = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if let seconds, !(seconds > 0) { throw BadInput("--seconds takes more than 0") }
    if let programs, programs <= 0 { throw BadInput("--programs takes 1 or more") }
    if real, plant != nil { throw BadInput("--plant goes without --real") }
    var generator = SystemRandomNumberGenerator()
    var run = CoroutineFuzzRun(
      CoroutineFuzzer(
        Surroundings(try compiledPrograms(Surroundings.source)),
        seed: seed ?? generator.next() >> 32, isReal: real, mistake: plant),
      duration: seconds.map { .seconds($0) } ?? (programs == nil ? .seconds(10) : nil),
      programLimit: programs ?? .max, replayOptions: replayOptions)
    let finding = try run.findOne()
    if json { try printJSON(run.object(finding)) } else { print(try run.text(finding)) }
    if finding != nil { throw ExitCode(1) }
  }

  /// What has to be said again to run a program again, beside its seed.
  private var replayOptions: String {
    (real ? " --real" : "") + (plant.map { " --plant \($0.rawValue)" } ?? "")
  }
}

extension PlantedMistake: ExpressibleByArgument {}
