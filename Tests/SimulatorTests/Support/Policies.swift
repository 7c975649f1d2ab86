import ObjectFile
import Runtime
import SamplePrograms
import Synchronization
import Verifier

/// The scheduling policies of `Programs/scheduling`, compiled and verified when a test first asks for them.
enum Policies {
  static let names = [
    "fcfs", "dfcfs", "ps", "sjf", "edf", "reserved", "admission", "jbsq", "asked", "shares",
  ]
  /// Each is written in these.
  static let languages = ["c", "swift"]
  static let sources = names.flatMap { name in languages.map { "\(name).\($0)" } }

  private static let images = Mutex<[String: ProgramImage]>([:])

  /// A loaded policy, of which some global variables have other values.
  static func load(
    _ source: String, _ variables: [String: Int64] = [:], engine: EngineKind = .interpreter,
    workerCount: Int
  ) throws -> LoadedUnit {
    try load(try image(of: source), variables, engine: engine, workerCount: workerCount)
  }

  /// The same of any image.
  static func load(
    _ image: ProgramImage, _ variables: [String: Int64] = [:],
    engine: EngineKind = .interpreter, workerCount: Int, isChecked: Bool = false
  ) throws -> LoadedUnit {
    var image = image
    for (name, value) in variables { try image.set(name, to: value) }
    let unit = try ProgramUnit(image: image, interface: .baton)
    do {
      return try LoadedUnit(
        try VerifiedUnit.verifying(unit), engine: engine, workerCount: workerCount, seed: 1,
        isChecked: isChecked)
    } catch let refusal as VerifiedUnit.Refusal {
      throw Refused(reports: refusal.verdicts.compactMap { $0.rejection?.report(for: image) })
    }
  }

  static func image(of source: String) throws -> ProgramImage {
    try images.withLock { known in
      if let image = known[source] { return image }
      let image = try SamplePrograms.image(of: "Programs/scheduling/\(source)")
      known[source] = image
      return image
    }
  }

  struct Refused: Error {
    var reports: [String]
  }
}
