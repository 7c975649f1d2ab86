import Bytecode
import Contracts
import ObjectFile

/// Decides whether the programs of a unit may run.
///
/// ```swift
/// let unit = try ProgramUnit(image: ProgramImage(parsing: bytes), interface: .baton)
/// let verdicts = Verifier(unit).verify()
/// ```
public struct Verifier {
  public let unit: ProgramUnit
  public let limits: VerifierLimits
  let probe: VerifierProbe

  public init(_ unit: ProgramUnit, limits: VerifierLimits = VerifierLimits()) {
    self.init(unit, limits: limits, probe: .none)
  }

  package init(_ unit: ProgramUnit, limits: VerifierLimits, probe: VerifierProbe) {
    self.unit = unit
    self.limits = limits
    self.probe = probe
  }

  /// One verdict for every program of the unit, in the order of the object.
  public func verify() -> [Verdict] { verify(exactLocations: []) }

  func verify(exactLocations: Set<FrameLocation>) -> [Verdict] {
    let flow = ControlFlow(unit)
    return unit.entries.map { verify(entry: $0, flow, exactLocations) }
  }

  /// The verdict on the program whose entry is function `entry`.
  ///
  /// - Precondition: `entry` is one of the unit's entries.
  public func verify(entry: Int) -> Verdict {
    verify(entry: entry, ControlFlow(unit), [])
  }

  private func verify(
    entry: Int, _ flow: ControlFlow, _ exactLocations: Set<FrameLocation>
  ) -> Verdict {
    let roleName = unit.role(of: entry) ?? ""
    var processedCount = 0
    var stateCount = 0
    var evidence: [Evidence] = []
    do {
      for role in try unit.obligations(of: entry) {
        var verification = ProgramVerification(
          unit, flow, entry: entry, role: role, limits: limits, probe: probe)
        defer {
          processedCount += verification.processedCount
          stateCount += verification.stateCount
        }
        try verification.run(exactLocations: exactLocations)
        evidence += verification.evidence
      }
      return Verdict(
        entry: entry, role: roleName, outcome: .accepted, evidence: evidence,
        flow: flow, longestStretch: try longestStretch(of: entry, evidence, flow),
        processedCount: processedCount, stateCount: stateCount)
    } catch {
      return Verdict(
        entry: entry, role: roleName,
        outcome: error.isUnsupported ? .unsupported(error) : .rejected(error),
        processedCount: processedCount, stateCount: stateCount)
    }
  }

  /// How long a preemptible program may run without a place where it can be suspended; nil for others.
  private func longestStretch(
    of entry: Int, _ evidence: [Evidence], _ flow: ControlFlow
  ) throws(Rejection) -> Int? {
    guard unit.isPreemptible(entry) else { return nil }
    let joined = try JoinedEvidence(evidence)
    let placement = SafePointPlacement(unit, joined, try SafePointSolution(joined), flow)
    return try placement.longestStretch(
      of: entry, evidence.compactMap(\.stretches), limit: limits.stretchLength)
  }
}

/// What bounds a verification, and what else the one who loads a program says of it.
public struct VerifierLimits: Equatable, Sendable {
  /// How many instructions may be processed before a program counts as too large: in it, in its global functions
  /// and in callbacks that run later, together.
  public var instructionCount: Int
  /// How much memory programs are given whose role takes some.
  public var memoryByteCount: Int
  /// Loads and stores everywhere must be at multiples of their size, as processors exist that need it
  /// (Linux: `BPF_F_STRICT_ALIGNMENT`).
  public var isAlignmentStrict: Bool
  /// The program may sleep, whatever its section says (Linux: `BPF_F_SLEEPABLE`).
  public var maySleep: Bool
  /// How many instructions of a preemptible program may run between two places where it can be suspended from outside.
  public var stretchLength: Int

  public init(
    instructionCount: Int = 1_000_000, memoryByteCount: Int = 0, isAlignmentStrict: Bool = false,
    maySleep: Bool = false, stretchLength: Int = 10_000
  ) {
    precondition(instructionCount > 0 && (0..<1 << 29).contains(memoryByteCount))
    self.instructionCount = instructionCount
    self.memoryByteCount = memoryByteCount
    self.isAlignmentStrict = isAlignmentStrict
    self.maySleep = maySleep
    self.stretchLength = stretchLength
  }
}

/// What the verifier found about one program.
public struct Verdict: Sendable {
  public let entry: Int
  public let role: String
  public let outcome: Outcome
  /// How many instructions were processed until the verdict was clear.
  public let processedCount: Int
  /// How many states are remembered by then.
  public let stateCount: Int
  /// How many instructions of a preemptible program may run between two places where it can be suspended from outside.
  public let longestStretch: Int?
  let evidence: [Evidence]
  let flow: ControlFlow?

  public enum Outcome: Sendable {
    case accepted
    case rejected(Rejection)
    /// Something that Baton can't judge yet, and what it is. Such a program isn't accepted.
    case unsupported(Rejection)
  }

  init(
    entry: Int, role: String, outcome: Outcome, evidence: [Evidence] = [],
    flow: ControlFlow? = nil, longestStretch: Int? = nil, processedCount: Int = 0,
    stateCount: Int = 0
  ) {
    self.entry = entry
    self.role = role
    self.outcome = outcome
    self.evidence = evidence
    self.flow = flow
    self.longestStretch = longestStretch
    self.processedCount = processedCount
    self.stateCount = stateCount
  }

  /// Why the program may not run; nil for accepted ones only.
  public var rejection: Rejection? {
    switch outcome {
    case .accepted: nil
    case .rejected(let rejection), .unsupported(let rejection): rejection
    }
  }

  /// What Linux's verifier would have written about the program.
  public var log: VerifierLog {
    rejection?.log
      ?? VerifierLog(lines: ["processed \(processedCount) insns, \(stateCount) states"])
  }
}
