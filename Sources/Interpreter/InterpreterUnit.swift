import Bytecode
import CBaton
import Contracts
import Monitors
import Verifier

/// A unit prepared for the interpreter: immutable, so any number of threads may run it at once.
///
/// ```swift
/// let unit = InterpreterUnit(verified, addresses: addresses)
/// var thread = InterpreterThread()
/// thread.start(program: entry, r1: context, of: unit, on: execution)
/// while thread.run(stepLimit: 1000) == .outOfSteps { … }
/// ```
public final class InterpreterUnit: Sendable {
  /// One a slot, and one behind the last.
  let steps: [Step]
  let addresses: InterpreterAddresses
  /// Fills registers that hold nothing with a value that is easy to know again.
  let isChecked: Bool
  /// What watches the programs, in checked mode.
  public let monitor: UnitMonitor?
  private let source: VerifiedUnit?
  /// By function index.
  let entries: [Entry]
  /// Places that a function nulls when it is entered, by its first slot.
  let nulledAtEntry: [Int: [FrameLocation.Place]]
  /// Where a function's budget of `may_goto` lies, relative to `r10`, by its first slot.
  let budgets: [Int: Int]
  /// What a call nulls, by its slot.
  let nulledByCall: [Int: [CallNull]]
  /// What is owned where a program may be unwound, by slot.
  let owned: [Int: [OwnedPlace]]
  /// By slot.
  let safePoints: [Int: StoppableStep]
  /// Where a coroutine's registers lie in its frame that was suspended at one of them.
  let stoppedOffset: Int
  /// By the first slot of the queue's program.
  let queueNumbers: [Int: Int]
  /// What frames name the unit's functions by.
  let functionNumbers: Range<Int>

  struct Entry {
    var firstSlot: Int
    var isInFrame: Bool
    /// Where `r10` of a coroutine's entry lies above the frame's first byte; 0 for other functions.
    var framePointerOffset = 0
  }

  /// A place to null when it holds the value of an argument that the call takes over.
  struct CallNull {
    var argument: UInt8
    var place: FrameLocation.Place
  }

  struct OwnedPlace {
    var place: FrameLocation.Place
    var value: OwnedValue
    /// `void (void *)`.
    var destructor: UInt64
  }

  init(
    steps: [Step], addresses: InterpreterAddresses, isChecked: Bool, entries: [Entry],
    nulledAtEntry: [Int: [FrameLocation.Place]] = [:], budgets: [Int: Int] = [:],
    nulledByCall: [Int: [CallNull]] = [:],
    owned: [Int: [OwnedPlace]] = [:], safePoints: [Int: StoppableStep] = [:],
    source: VerifiedUnit? = nil, monitor: UnitMonitor? = nil
  ) {
    self.source = source
    self.monitor = monitor
    self.steps = steps + [Step(kind: .end)]
    self.addresses = addresses
    self.isChecked = isChecked
    self.entries = entries
    self.nulledAtEntry = nulledAtEntry
    self.budgets = budgets
    self.nulledByCall = nulledByCall
    self.owned = owned
    self.safePoints = safePoints
    stoppedOffset = ExecutionView.frameHeadByteCount + (source?.stoppedOffset ?? 0)
    let numbers = source?.queueNumbers ?? [:]
    queueNumbers = Dictionary(
      uniqueKeysWithValues: numbers.map { (entries[$0].firstSlot, addresses.firstQueue + $1) })
    functionNumbers = addresses.firstFunction..<addresses.firstFunction + entries.count
  }

  /// Prepares a verified unit.
  /// - Parameters:
  ///   - isChecked: registers that a call leaves undefined are filled with a poison value.
  ///   - monitoring: whether monitors watch the programs, and know what nobody else changes.
  public convenience init(
    _ verified: VerifiedUnit, addresses: InterpreterAddresses, isChecked: Bool = false,
    monitoring: Monitoring = .none, mutation: Mutation? = nil
  ) {
    let preparation = Preparation(verified, addresses)
    self.init(
      steps: preparation.steps, addresses: addresses, isChecked: isChecked,
      entries: preparation.entries, nulledAtEntry: preparation.nulledAtEntry,
      budgets: preparation.budgets,
      nulledByCall: preparation.nulledByCall, owned: preparation.owned,
      safePoints: preparation.safePoints, source: verified,
      monitor: Self.monitor(verified, addresses, monitoring, mutation))
  }

  /// Whether a unit's programs are watched.
  public enum Monitoring: Sendable {
    case none
    /// Other threads may use the same locks.
    case shared
    /// No other thread does.
    case alone
  }

  private static func monitor(
    _ verified: VerifiedUnit, _ addresses: InterpreterAddresses, _ monitoring: Monitoring,
    _ mutation: Mutation?
  ) -> UnitMonitor? {
    guard monitoring != .none else { return nil }
    return UnitMonitor(
      verified.unit, maps: addresses.maps, mapValues: addresses.mapValues,
      functions: verified.unit.image.functions.map { FunctionAddress.encode(firstSlot: $0.start) },
      isUnverified: !verified.isProved, isAlone: monitoring == .alone,
      mutation: mutation)
  }

  /// What the unit was prepared from.
  var verified: VerifiedUnit {
    guard let source else { preconditionFailure("only units with contracts are watched") }
    return source
  }

  /// The link of the first record of a coroutine that has not run yet.
  public static let startLink = Link.start
  /// The link of a ticket.
  public static let ticketLink = Link.ticket

  /// The link of the only record of a coroutine that was cancelled while it waited.
  public static let forgottenLink = Link.forgotten

  /// The first slot of the function whose address a program has.
  public static func slot(ofFunction address: UInt64) -> Int {
    FunctionAddress.firstSlot(of: address)
  }

  /// The calling instruction that a record's link belongs to; nil for one that belongs to none.
  public static func slot(ofLink link: UInt64) -> Int? { Link.slot(of: link) }
}

/// What a unit is joined with: addresses that only a running system knows.
public struct InterpreterAddresses: Sendable {
  /// Of the exported functions, by their index in the interface.
  public var exported: [UInt64]
  /// Of the maps, by their index in the unit.
  public var maps: [UInt64]
  /// Of the first value of maps whose values programs point into directly.
  public var mapValues: [UInt64]
  /// `void (baton_execution *, u32 result)`: a coroutine has returned.
  public var finish: UInt64
  /// `void (baton_execution *, baton_frame *)`: a coroutine threw. All that its functions owned is
  /// released; its packet and the frame itself are not.
  public var abandon: UInt64
  /// `void (baton_execution *)`: a program threw, and owns what it owned still. 0 when nobody counts.
  public var thrown: UInt64
  /// `s64 (baton_walk *, u64 r1, u64 r2, u64 r3, u64 r4)`: begins a walk over a map's entries, for the arguments of
  /// the call; 0, or what the call returns at once.
  public var walkBegin: UInt64
  /// `u64 (baton_walk *, u64 result)`: goes to the next entry, after what the function has returned for the last one;
  /// 0 at the end.
  public var walkNext: UInt64
  /// The same for a search in a tree.
  public var searchBegin: UInt64
  public var searchNext: UInt64
  /// `u32 (baton_execution *, u32 maySuspend, u64 slot)`: the budget is used up at the safe point there; a
  /// ``StopVerdict``. 0 where programs have no safe points.
  public var safePoint: UInt64
  /// `void (baton_execution *, baton_frame *, u32 kind)`: notes what happens to a coroutine. 0 where nobody traces.
  public var trace: UInt64
  /// `baton_frame *(baton_execution *)`: the current coroutine is a ticket that is resumed: makes that current which it
  /// stands for; null where that does not wait any more.
  public var claim: UInt64
  /// `void (baton_execution *)`: the current coroutine's ticket was not kept by the queue program that got it.
  public var withdraw: UInt64
  /// `void (void *)`, by the name of the interface type that it disposes of.
  public var destructors: [String: UInt64]
  /// What the unit's first instruction, function and queue have before them, of other units whose frames and counts lie
  /// in the same memory.
  public var firstSlot: Int
  public var firstFunction: Int
  public var firstQueue: Int

  public init(
    exported: [UInt64], maps: [UInt64] = [], mapValues: [UInt64] = [],
    finish: UInt64, abandon: UInt64, thrown: UInt64 = 0, walkBegin: UInt64 = 0,
    walkNext: UInt64 = 0, searchBegin: UInt64 = 0, searchNext: UInt64 = 0,
    trace: UInt64 = 0, safePoint: UInt64 = 0, claim: UInt64 = 0, withdraw: UInt64 = 0,
    destructors: [String: UInt64] = [:], firstSlot: Int = 0, firstFunction: Int = 0,
    firstQueue: Int = 0
  ) {
    self.firstSlot = firstSlot
    self.firstFunction = firstFunction
    self.firstQueue = firstQueue
    self.exported = exported
    self.maps = maps
    self.mapValues = mapValues
    self.finish = finish
    self.abandon = abandon
    self.thrown = thrown
    self.walkBegin = walkBegin
    self.walkNext = walkNext
    self.searchBegin = searchBegin
    self.searchNext = searchNext
    self.safePoint = safePoint
    self.trace = trace
    self.claim = claim
    self.withdraw = withdraw
    self.destructors = destructors
  }
}
