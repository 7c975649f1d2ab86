import Contracts
import ObjectFile
import Synchronization
import Verifier

/// What monitors of a unit's programs share: the contracts, where maps lie, and what was found.
///
/// Monitors are made from contracts, and from nothing else. They watch one run each (``ContractRun``).
public final class UnitMonitor: Sendable {
  let unit: ProgramUnit
  /// Loads of context fields are declared ones, as nobody has rewritten them.
  public let isUnverified: Bool
  /// By the address that programs know.
  let maps: [UInt64: Int]
  let functions: [UInt64: Int]
  /// Values that programs point into without a call.
  let directValues: [Region]
  /// Nobody else takes or gives up locks meanwhile.
  let isAlone: Bool
  /// What an exported function does instead of its own.
  public let mutation: Mutation?
  private let found = Mutex<[Violation]>([])
  private let coroutines = Mutex<[UInt64: ContractRun]>([:])

  /// - Parameters:
  ///   - maps: addresses by index.
  ///   - mapValues: of the first value, by index; 0 where there is none.
  ///   - functions: what the address of each function is to programs, by index.
  ///   - isAlone: no other thread uses the same locks.
  ///   - mutation: for tests of the monitors.
  public init(
    _ unit: ProgramUnit, maps: [UInt64], mapValues: [UInt64], functions: [UInt64],
    isUnverified: Bool, isAlone: Bool, mutation: Mutation? = nil
  ) {
    self.mutation = mutation
    self.unit = unit
    self.isUnverified = isUnverified
    self.isAlone = isAlone
    self.maps = Dictionary(zip(maps, maps.indices)) { first, _ in first }
    self.functions = Dictionary(zip(functions, functions.indices)) { first, _ in first }
    directValues = zip(unit.image.maps, mapValues).enumerated().compactMap { index, map in
      guard map.1 != 0, map.0.type == Self.arrayType else { return nil }
      return Region(
        start: map.1, byteCount: UInt64(map.0.valueSize), isReadOnly: map.0.forbidsWrites,
        content: .value(map: index))
    }
  }

  /// `BPF_MAP_TYPE_ARRAY`.
  private static let arrayType: UInt32 = 2

  /// What was found so far, oldest first; not more than ``violationCountMax``.
  public var violations: [Violation] { found.withLock { $0 } }

  public static let violationCountMax = 100

  public func note(_ violation: Violation) {
    found.withLock { if $0.count < Self.violationCountMax { $0.append(violation) } }
  }

  /// The run of the coroutine at `frame`, which goes on there.
  public func run(ofCoroutine frame: UInt64) -> ContractRun? { coroutines.withLock { $0[frame] } }

  public func keep(_ run: ContractRun?, ofCoroutine frame: UInt64) {
    coroutines.withLock { $0[frame] = run }
  }

  /// The contract that programs of the function's role have to prove.
  func role(of function: Int) -> FunctionContract? {
    unit.role(of: function).flatMap { unit.interface.roles[$0] }
  }

  func rule(_ type: String) -> TypeRule? { unit.interface.typeRules[type] }
}
