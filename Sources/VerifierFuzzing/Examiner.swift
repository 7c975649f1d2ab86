import Bytecode
import Verifier

/// Has programs judged, runs those that are accepted, and compares.
package final class Examiner {
  private let machine: Machine
  /// The mistake that the verifier makes on purpose.
  private let plant: PlantedBug?
  package private(set) var statistics = Statistics()

  package struct Statistics: Equatable, Sendable {
    package var refused = 0
    /// How many were refused for each reason, whatever numbers stand in it.
    package var refusals: [String: Int] = [:]
    package var accepted = 0
    /// Accepted ones that are not accepted, or not in time, when states are compared as a whole: only what
    /// the shipped verifier remembers is compared then.
    package var comparedInPart = 0
    /// Of these, those that might access memory which they don't have: they are run more often.
    package var suspicious = 0
    package var runs = 0
    package var instructions = 0
    /// Of the instructions of accepted programs, how many there are, and how many some run has come to.
    package var written = 0
    package var reached = 0

    package init() {}
  }

  package enum Outcome: Equatable {
    case refused(String)
    case passed
    case failed(Fault, FuzzInput)
  }

  /// A run is followed for no longer.
  private static let stepLimit = 1_000
  /// States that are compared as a whole are many.
  private static let strictLimits = VerifierLimits(
    instructionCount: 3_000, memoryByteCount: FuzzProgram.memoryByteCount)

  package init(_ world: FuzzWorld, plant: PlantedBug? = nil) {
    machine = Machine(world)
    self.plant = plant
  }

  /// - Parameter more: further inputs, for programs that are suspicious.
  package func examine(
    _ program: FuzzProgram, on inputs: [FuzzInput], and more: () -> [FuzzInput] = { [] }
  ) -> Outcome {
    let trace = VerifierTrace(isComplete: false)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(
        try program.unit(), limits: FuzzProgram.limits,
        probe: VerifierProbe(plant: plant, trace: trace))
    } catch let refusal as VerifiedUnit.Refusal {
      return noteRefusal(refusal.verdicts.first?.rejection?.reason ?? "no program")
    } catch {
      return noteRefusal("\(error)")
    }
    statistics.accepted += 1
    let prepared = PreparedProgram(program, verified, in: machine.world)
    let strict = VerifierTrace(isComplete: true)
    guard let refusal = refusalOfWholeStates(verified.unit, strict) else {
      return run(prepared, [trace, strict], inputs)
    }
    statistics.comparedInPart += 1
    guard refusal.isOfBounds else { return run(prepared, [trace], inputs) }
    statistics.suspicious += 1
    return run(prepared, [trace], inputs + more())
  }

  private func noteRefusal(_ reason: String) -> Outcome {
    statistics.refused += 1
    var words: [Substring] = []
    for word in reason.split(separator: " ") where !word.contains(where: \.isNumber) {
      words.append(word)
    }
    statistics.refusals[words.joined(separator: " "), default: 0] += 1
    return .refused(reason)
  }

  /// Why the verifier refuses a program when it compares states as a whole: that this takes too long, say,
  /// or that something is not allowed which does no harm, such as an address where another path had a
  /// number. Nil where it accepts it, as it should.
  private func refusalOfWholeStates(_ unit: ProgramUnit, _ trace: VerifierTrace) -> Rejection? {
    Verifier(
      unit, limits: Self.strictLimits,
      probe: VerifierProbe(isPruningStrict: true, plant: plant, trace: trace)
    ).verify(entry: 0).rejection
  }

  private func run(
    _ program: PreparedProgram, _ traces: [VerifierTrace], _ inputs: [FuzzInput]
  ) -> Outcome {
    machine.forgetReached(slotCount: program.functions.count)
    let before = machine.stepCount
    defer {
      statistics.instructions += machine.stepCount - before
      statistics.written += program.unit.operations.count { $0 != nil }
      statistics.reached += machine.reachedCount
    }
    for input in inputs {
      statistics.runs += 1
      var trackers = traces.map { PathTracker($0) }
      do throws(Fault) {
        try machine.run(program, input, &trackers, stepLimit: Self.stepLimit)
      } catch {
        return .failed(error, input)
      }
    }
    return .passed
  }
}

extension Rejection {
  /// Whether memory might be accessed that the program doesn't have.
  fileprivate var isOfBounds: Bool {
    ["outside of", "min value is negative", "unbounded memory access", "stack R"]
      .contains { reason.contains($0) }
  }
}
