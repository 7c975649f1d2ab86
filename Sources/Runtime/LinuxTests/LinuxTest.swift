import Contracts
import Verifier

/// One program of an object, to be run as Linux's selftests run theirs (`test_loader.c`): once in each engine,
/// on a packet of 64 zero octets, with maps of its own.
///
/// ```swift
/// let test = try LinuxTest(unit, program: entry)
/// let results = try test.run()
/// ```
public struct LinuxTest {
  private let verified: VerifiedUnit
  private let entry: Int
  private let context: TestContext
  private let mapEntries: [MapEntry]

  /// What a map has in it before the program runs.
  public struct MapEntry: Equatable, Sendable {
    public var map: String
    public var key: [UInt8]
    public var value: [UInt8]

    public init(map: String, key: [UInt8], value: [UInt8]) {
      self.map = map
      self.key = key
      self.value = value
    }
  }

  /// Why a program can't be run, although it may.
  public struct NotRun: Error, Equatable, CustomStringConvertible {
    public var reason: String
    public var description: String { reason }

    public init(reason: String) { self.reason = reason }
  }

  /// The lower half of `r0`, which is what a program returns in Linux.
  public struct Results: Equatable, Sendable {
    public var interpreter: UInt32
    public var jit: UInt32

    public init(interpreter: UInt32, jit: UInt32) {
      self.interpreter = interpreter
      self.jit = jit
    }
  }

  static let octets = [UInt8](repeating: 0, count: 64)
  /// How many instructions a program may take. Programs that were verified end, but perhaps not today.
  static let stepLimit = 1 << 27

  /// Verifies program `program` of the unit by itself, with what it needs.
  ///
  /// - Parameter mapEntries: entries of maps that have one of these names.
  public init(
    _ unit: ProgramUnit, program: Int, limits: VerifierLimits = VerifierLimits(),
    mapEntries: [MapEntry] = []
  ) throws(NotRun) {
    context = try TestContext(role: unit.role(of: program) ?? "")
    self.mapEntries = mapEntries
    let part: (unit: ProgramUnit, entry: Int)
    do {
      part = try unit.part(of: program)
    } catch {
      throw NotRun(reason: "by itself it is no object: \(error)")
    }
    entry = part.entry
    do {
      verified = try VerifiedUnit.verifying(part.unit, limits: limits)
    } catch {
      throw NotRun(error, part.unit)
    }
    try checkContext()
  }

  /// What a program reads of its context must be there.
  private func checkContext() throws(NotRun) {
    for (_, field) in verified.contextFields.sorted(by: { $0.key < $1.key }) {
      if case .pointer = field.content, !context.servedPointers.contains(field.name) {
        throw NotRun(reason: "context field \(field.name) leads nowhere in a test run")
      }
      if context == .nothing {
        throw NotRun(reason: "context field \(field.name): the context of a test run is null")
      }
    }
  }

  /// Runs the program in both engines: the interpreter first, which sees whether that takes too long.
  public func run() throws(NotRun) -> Results {
    Results(interpreter: try result(of: .interpreter), jit: try result(of: .jit))
  }

  private func result(of engine: EngineKind) throws(NotRun) -> UInt32 {
    let run: TestRun
    do {
      run = try TestRun(LoadedUnit(verified, engine: engine, workerCount: 1, seed: 0))
    } catch {
      throw NotRun(reason: "\(error)")
    }
    for entry in mapEntries { try fill(run.unit, entry) }
    guard
      let result = run.call(
        entry, in: context, onPacket: Self.octets, stepLimit: Self.stepLimit)
    else { throw NotRun(reason: "it takes more than \(Self.stepLimit) instructions") }
    return result
  }

  private func fill(_ unit: LoadedUnit, _ entry: MapEntry) throws(NotRun) {
    guard let map = unit.map(named: entry.map) else { return }
    guard entry.key.count == Int(map.spec.keySize), entry.value.count == map.valueByteCount else {
      throw NotRun(
        reason: "map “\(entry.map)” has keys of \(map.spec.keySize) and values of "
          + "\(map.valueByteCount) octets, not of \(entry.key.count) and \(entry.value.count)")
    }
    let status = map.update(key: entry.key, value: entry.value)
    guard status == 0 else {
      throw NotRun(reason: "map “\(entry.map)” refused an entry: \(status)")
    }
  }
}

extension LinuxTest.NotRun {
  /// What the program needs was refused.
  fileprivate init(_ refusal: VerifiedUnit.Refusal, _ unit: ProgramUnit) {
    let reasons = refusal.verdicts.compactMap { verdict in
      verdict.rejection.map { "\(unit.image.functions[verdict.entry].name): \($0.reason)" }
    }
    self.init(reason: "refused with what it needs: " + reasons.joined(separator: "; "))
  }
}
