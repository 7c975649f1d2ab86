import CBaton
import Monitors

/// One thread of execution of the interpreter: it runs one program at a time, and can stop after
/// any instruction. Owned by one worker.
///
/// A worker program resumes coroutines and these await queue programs, each within the other; the
/// thread keeps them as levels, not as native frames, so that stopping needs no unwinding.
@safe
public struct InterpreterThread: ~Copyable {
  /// Instructions executed since the thread was made, and those in whose place exported functions have taken virtual
  /// time. A lock that was held doesn't count.
  public private(set) var stepCount = 0

  let registers = RegisterFile()
  /// The slot of the next instruction.
  var slot = 0
  var levels = LevelStack()
  let stack = PrivateStack()
  var startedUnit: InterpreterUnit?
  /// The unit of the level below, where the coroutine that runs is of another one.
  var outerUnit: InterpreterUnit?
  /// Those whose coroutines may be resumed.
  var knownUnits: [InterpreterUnit] = []
  private(set) var startedOn: ExecutionView?
  /// Steps that are left beside those of the loop, which in checked mode is given one at a time.
  var stepsBeyond = 0
  /// In checked mode, one for each level.
  var runs: [ContractRun] = []

  public enum Progress: Equatable, Sendable {
    /// The program's `r0`, or the `co_status` of what was resumed. A program that threw ends with
    /// `CO_CANCELLED`.
    case finished(UInt64)
    case outOfSteps
    /// A lock is held by somebody else; the next run tries the call again.
    case blocked
  }

  public init() {}

  /// Whether a program was started and has not finished.
  public var isActive: Bool { levels.count > 0 }

  /// Begins program `entry`, a function of the unit that is no coroutine.
  ///
  /// - Parameter execution: where the run time keeps what the program's thread is; it must live
  ///   until the program finishes.
  public mutating func start(
    program entry: Int, r1: UInt64, r2: UInt64 = 0, of unit: InterpreterUnit,
    on execution: UnsafeMutablePointer<baton_execution>
  ) {
    precondition(!unit.entries[entry].isInFrame, "coroutines are resumed")
    let view = unsafe ExecutionView(execution)
    view.clearTailCalls()
    prepare(unit, view)
    start(at: unit.entries[entry].firstSlot, r1, r2)
  }

  /// Begins a bare program, which runs on no execution.
  public mutating func start(bare unit: InterpreterUnit, r1: UInt64, r2: UInt64 = 0) {
    prepare(unit, nil)
    start(at: unit.entries[0].firstSlot, r1, r2)
  }

  private mutating func start(at firstSlot: Int, _ r1: UInt64, _ r2: UInt64) {
    registers[1] = r1
    registers[2] = r2
    levels.push(Level(kind: .program, stackTop: stack.top))
    enter(at: firstSlot, rootedAt: stack.top - 8)
  }

  /// Begins to run a suspended coroutine, as `bpf_co_resume` does. The frame's `program` is the
  /// number of its entry function in `unit`, or in another one that the thread knows.
  public mutating func startResume(
    _ frame: UnsafeMutablePointer<baton_frame>, of unit: InterpreterUnit,
    on execution: UnsafeMutablePointer<baton_execution>
  ) {
    prepare(unit, unsafe ExecutionView(execution))
    // Nothing runs yet that would have to be told.
    _ = enterCoroutine(
      UInt64(UInt(bitPattern: frame)), Level(kind: .coroutine, stackTop: stack.top))
  }

  /// Runs at most `stepLimit` instructions of what was started.
  public mutating func run(stepLimit: Int) -> Progress {
    precondition(isActive, "nothing was started")
    var remaining = stepLimit
    var progress: Progress
    repeat {
      progress = unit.monitor == nil ? execute(&remaining) : runMonitored(&remaining)
      // With steps left it goes on in another unit.
    } while progress == .outOfSteps && remaining > 0 && isActive
    stepCount += stepLimit - remaining
    return progress
  }

  private mutating func prepare(_ unit: InterpreterUnit, _ execution: ExecutionView?) {
    precondition(!isActive, "a thread runs one program at a time")
    startedOn = execution
    // A worker runs the same unit over and over: no need to count its references each time.
    if startedUnit !== unit { startedUnit = unit }
    registers.clear()
  }

  var unit: InterpreterUnit {
    guard let startedUnit else { preconditionFailure("nothing was started") }
    return startedUnit
  }

  var execution: ExecutionView {
    guard let startedOn else { preconditionFailure("only bare programs run on no execution") }
    return startedOn
  }

  /// Enters the outermost function of a level; `r10` is where the link that ends it lies.
  mutating func enter(at firstSlot: Int, rootedAt framePointer: UInt64) {
    Memory.store(Link.root, at: framePointer)
    registers.framePointer = framePointer
    slot = firstSlot
    startedOn?.countRun(slot: unit.addresses.firstSlot + firstSlot)
    prepareStack(at: firstSlot)
  }
}
