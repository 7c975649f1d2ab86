import Interpreter
import Runtime

/// Every suspension, and every pass of a safe point, is the one at which a coroutine is ended.
extension Examiner {
  /// Of more than so many places, as many are taken at equal distances.
  private static let placeCountMax = 48

  /// The first circumstances under which something is wrong.
  func systematicFault(
    _ subject: Subject, _ engine: EngineKind, seed: UInt64
  ) throws -> (fault: Fault, circumstances: Circumstances)? {
    var base = Circumstances(
      engine: engine, world: .virtual, workerCount: 1, packetCount: 4, seed: seed)
    // Counts the passes, and stops in none.
    base.stops = .at(pass: .max, .goOn)
    let (fault, measured) = try run(subject, under: base)
    if let fault { return (fault, base) }
    for circumstances in Self.destructions(of: measured, base) + Self.stops(in: measured, base) {
      let (fault, _) = try run(subject, under: circumstances)
      if let fault { return (fault, circumstances) }
    }
    return nil
  }

  private static func destructions(
    of measured: Observation, _ base: Circumstances
  ) -> [Circumstances] {
    places(Int(measured.tally.suspended)).flatMap { number in
      [false, true].map { isKept in
        var circumstances = base
        circumstances.wishes.victim = UInt64(number)
        circumstances.wishes.isVictimKept = isKept
        return circumstances
      }
    }
  }

  private static func stops(in measured: Observation, _ base: Circumstances) -> [Circumstances] {
    places(measured.passCount).flatMap { pass in
      [StopVerdict.suspend, .cancel].map { verdict in
        var circumstances = base
        circumstances.stops = .at(pass: pass, verdict)
        return circumstances
      }
    }
  }

  private static func places(_ count: Int) -> [Int] {
    Array(stride(from: 0, to: count, by: max(1, (count + placeCountMax - 1) / placeCountMax)))
  }
}
