import Runtime
import Scheduling
import Testing

/// In which language programs are written, and what runs them where.
struct Setting: CustomTestStringConvertible, Sendable {
  var language: String
  var engine: EngineKind
  var world: WorldKind
  var testDescription: String { "\(language), \(engine.rawValue), \(world.rawValue)" }

  static let all = ["c", "swift"].flatMap { language in
    EngineKind.allCases.flatMap { engine in
      WorldKind.allCases.map { Setting(language: language, engine: engine, world: $0) }
    }
  }

  /// An instance of the programs of this name in Tests/Corpus/runtime.
  func instance(
    of program: String, workerCount: Int = 1, seed: UInt64, runLimit: UInt64? = nil,
    waitLimit: UInt64? = nil, groups: [CoreGroup] = []
  ) throws -> Instance {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/\(program).\(language)", engine: engine, workerCount: workerCount)
    #expect(unit.engineKind == engine)
    return try Instance(
      unit, in: world, workerCount: workerCount, seed: seed, runLimit: runLimit,
      waitLimit: waitLimit, groups: groups)
  }
}
