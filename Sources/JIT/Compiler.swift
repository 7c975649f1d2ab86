import Bytecode
import CBaton
import Contracts
import Verifier

/// What JITed code is joined with: addresses that only a running system knows.
public struct NativeAddresses: Sendable {
  /// Of the exported functions, by their index in the interface.
  public var exported: [UInt64]
  /// Of the maps, by their index in the unit.
  public var maps: [UInt64]
  /// Of the first value of maps whose values programs point into directly.
  public var mapValues: [UInt64]
  /// Where the values of array maps lie; nil for other maps.
  public var arrays: [ArrayLayout?]
  /// `void (baton_execution *, u32 result)`: a coroutine has returned.
  public var finish: UInt64
  /// `baton_unwinding (baton_execution *, u64 framePointer, u64 stackPointer, u64 slot)`: a program
  /// threw; answers the stack pointer and the result to go on with.
  public var unwind: UInt64
  /// `void (baton_execution *, baton_frame *)`: a coroutine is resumed that was cancelled while it waited, and owns
  /// nothing any more. 0 where nobody cancels.
  public var abandon: UInt64
  /// `s64 (baton_walk *, u64 r1, u64 r2, u64 r3, u64 r4)`: begins a walk over a map's entries, for the arguments of
  /// the call; 0, or what the call returns at once.
  public var walkBegin: UInt64
  /// `u64 (baton_walk *, u64 result)`: goes to the next entry, after what the function has returned for the last one;
  /// 0 at the end.
  public var walkNext: UInt64
  /// The same for a search in a tree, of which this is the last step.
  public var searchNext: UInt64
  /// `u32 (baton_execution *)`: the budget is used up of a coroutine; 0 to go on, 1 to suspend, 2 to cancel. 0 where
  /// programs have no safe points, as for the next two.
  public var safePoint: UInt64
  /// `baton_landing (baton_execution *, u64 framePointer, u64 stackPointer)`: the coroutine is cancelled whose frame is
  /// complete.
  public var cancel: UInt64
  /// `baton_landing (baton_execution *, u64 framePointer, u64 stackPointer, u64 site)`: the budget is used up of a program
  /// that can be cancelled, and not suspended, whose registers are `thrown_registers`; a null stack pointer to go on.
  public var cancellationPoint: UInt64
  /// `void (baton_execution *, baton_frame *, u32 kind)`: notes what happens to a coroutine; 0 where nobody traces.
  public var trace: UInt64
  /// `baton_frame *(baton_execution *)`: the current coroutine is a ticket that is resumed: makes that current which it
  /// stands for; null where that does not wait any more.
  public var claim: UInt64
  /// `void (baton_execution *)`: the current coroutine's ticket was not kept by the queue program that got it.
  public var withdraw: UInt64
  /// Whether programs count in `run_counts` how often they begin, and in `waits` how long coroutines waited.
  public var countsRuns: Bool
  /// What the unit's first instruction and its first queue have before them, of other units whose frames and counts
  /// lie in the same memory.
  public var firstSlot: Int
  public var firstQueue: Int

  public init(
    exported: [UInt64], maps: [UInt64], mapValues: [UInt64], arrays: [ArrayLayout?] = [],
    finish: UInt64, unwind: UInt64, abandon: UInt64 = 0, walkBegin: UInt64 = 0,
    walkNext: UInt64 = 0,
    searchNext: UInt64 = 0, trace: UInt64 = 0, safePoint: UInt64 = 0, cancel: UInt64 = 0,
    cancellationPoint: UInt64 = 0, claim: UInt64 = 0, withdraw: UInt64 = 0,
    countsRuns: Bool = false, firstSlot: Int = 0, firstQueue: Int = 0
  ) {
    self.claim = claim
    self.withdraw = withdraw
    self.firstSlot = firstSlot
    self.firstQueue = firstQueue
    self.safePoint = safePoint
    self.cancel = cancel
    self.cancellationPoint = cancellationPoint
    self.trace = trace
    self.countsRuns = countsRuns
    self.exported = exported
    self.maps = maps
    self.mapValues = mapValues
    self.arrays = arrays
    self.finish = finish
    self.unwind = unwind
    self.abandon = abandon
    self.walkBegin = walkBegin
    self.walkNext = walkNext
    self.searchNext = searchNext
  }
}

/// Where the values of an array map lie.
public struct ArrayLayout: Equatable, Sendable {
  public var address: UInt64
  /// From one value to the next, in bytes.
  public var stride: Int32
  public var count: Int32

  public init(address: UInt64, stride: Int32, count: Int32) {
    self.address = address
    self.stride = stride
    self.count = count
  }
}

/// Translates a verified unit to x86-64.
///
/// One function becomes one run of code; jumps are short where they reach, which takes a few
/// passes over the unit until no place moves any more.
struct Compiler {
  let verified: VerifiedUnit
  let addresses: NativeAddresses
  var emitter: Emitter
  /// Places as of the previous pass, for jumps forward.
  var slotOffsets: [Int]
  var functionOffsets: [Int]
  var startOffsets: [Int]
  var helperOffsets = HelperOffsets()
  /// Resume places of the previous pass, by slot.
  var resumeOffsets: [Int: Int] = [:]
  /// Where the loops around callbacks go on, as of the previous pass, by slot.
  var loopOffsets: [Int: LoopOffsets] = [:]
  /// Where the code lies that is run when a safe point's budget is used up, as of the previous pass, by slot.
  var safePointOffsets: [Int: Int] = [:]
  /// Loops that keep the budget in a register, and as of the previous pass, by slot: where their rounds begin behind the
  /// load of it, and where the code lies that stores it, of jumps out of them.
  let budgetLoops: BudgetLoops
  var roundOffsets: [Int: Int] = [:]
  var leavingOffsets: [Int: Int] = [:]
  /// Bytes of padding before such loops.
  var paddings: [Int: Int] = [:]
  private(set) var passCount = 0
  /// Jumps out of such loops in the function that is being translated.
  var leavingJumps: [(slot: Int, target: Int)] = []
  /// Where the code lies that goes on with a refused handle, as of the previous pass, by slot; and those of the function
  /// that is being translated, with where to go on.
  var refusalOffsets: [Int: Int] = [:]
  var refusals: [Refusal] = []
  /// The same for suspensions that decline by themselves; and where both have become one way.
  var declineOffsets: [Int: Int] = [:]
  var joinOffsets: [Int: Int] = [:]
  /// The safe points of the function that is being translated, and where their instructions begin.
  var safePoints: [(slot: Int, resumption: Int)] = []
  var sites: [CallSite] = []
  /// Of the function that is being translated.
  var asides: [Aside] = []
  /// Where they are, as of the previous pass.
  var asideOffsets: [Aside.Place: Int] = [:]
  /// Exported functions that the code calls, and does not do in place.
  var calledExports: Set<Int> = []
  /// The function that is being translated.
  var function = 0
  /// How far the instruction at hand lies from where the previous pass had it. What follows it will
  /// have moved as far, or further.
  private(set) var drift = 0
  /// Whether a branch leads to the slot.
  let isTarget: [Bool]
  /// What frames hold while they wait in a queue, by the function that is its program.
  let queueMarks: [Int: Int32]
  /// Whether the function needs no frame.
  let isLeaf: [Bool]

  struct LoopOffsets: Equatable {
    /// Where it is seen whether there is another iteration, or that there is none.
    var test: Int
    var end: Int
  }

  /// Shared pieces of code.
  struct HelperOffsets: Equatable {
    var enter = 0
    var resume = 0
    var finish = 0
    var ticket = 0
    var forgotten = 0
    var safePoint = 0
    var restoration = 0
    var cancellation = 0
    var cancellationPoint = 0
  }

  var unit: ProgramUnit { verified.unit }
  var facts: VerifiedUnit.FunctionFacts { verified.functions[function] }

  init(_ verified: VerifiedUnit, addresses: NativeAddresses, emitter: Emitter) {
    self.verified = verified
    self.addresses = addresses
    self.emitter = emitter
    let count = verified.unit.operations.count
    isTarget = Self.branchTargets(verified.unit)
    budgetLoops = BudgetLoops(verified)
    isLeaf = Self.leaves(verified, addresses)
    queueMarks = Self.queueMarks(verified, firstQueue: addresses.firstQueue)
    // Farther apart than they can ever be: jumps then only get shorter from pass to pass.
    slotOffsets = (0...count).map { Self.bytesBeforeFunctions + $0 * Self.bytesPerSlotMax }
    functionOffsets = Array(repeating: 0, count: verified.functions.count)
    startOffsets = functionOffsets
  }

  /// Bytes that no translation of the unit exceeds.
  static func byteCountMax(_ unit: ProgramUnit) -> Int {
    let asides = unit.operations.indices.count { slot in
      // Contracts are large: none is copied but for calls.
      guard case .call? = unit.operations[slot] else { return false }
      return unit.contract(calledAt: slot).map { $0.suspends || $0.resumes } ?? false
    }
    return bytesBeforeFunctions + unit.operations.count * bytesPerSlotMax
      + unit.image.functions.count * bytesPerSlotMax + asides * bytesPerAsideMax
  }

  private static let bytesBeforeFunctions = 4096

  /// A throw stores all registers, a suspension saves, links and reloads; nothing else comes near.
  private static let bytesPerSlotMax = 224

  /// What lies behind a function for a call that suspends or resumes.
  private static let bytesPerAsideMax = 192

  /// Programs of 4,500 instructions take 4; once padding is settled, offsets only shrink, so it always ends.
  private static let passCountMax = 64

  mutating func compile() {
    for _ in 0..<Self.passCountMax {
      let before = (slotOffsets, functionOffsets, startOffsets, helperOffsets, resumeOffsets)
      let (loopsBefore, safePointsBefore) = (loopOffsets, safePointOffsets)
      let asidesBefore = asideOffsets
      let (roundsBefore, leavingBefore) = (roundOffsets, leavingOffsets)
      let refusalsBefore = (refusalOffsets, declineOffsets, joinOffsets)
      pass()
      if loopsBefore == loopOffsets, safePointsBefore == safePointOffsets,
        roundsBefore == roundOffsets, leavingBefore == leavingOffsets,
        refusalsBefore == (refusalOffsets, declineOffsets, joinOffsets),
        asidesBefore == asideOffsets,
        before == (slotOffsets, functionOffsets, startOffsets, helperOffsets, resumeOffsets)
      {
        return
      }
    }
    preconditionFailure("the places of the code do not settle")
  }

  private mutating func pass() {
    passCount += 1
    emitter.restart()
    sites.removeAll(keepingCapacity: true)
    emitEnter()
    emitResume()
    emitFinish()
    emitTicketLink()
    emitForgotten()
    emitSafePointHelpers()
    for index in verified.functions.indices {
      function = index
      emitFunction()
    }
    slotOffsets[slotOffsets.count - 1] = emitter.offset
  }

  private mutating func emitFunction() {
    if facts.isCoroutine { emitStart() }
    emitQueueMark()
    functionOffsets[function] = emitter.offset
    emitPrologue()
    var next = unit.image.functions[function].range.lowerBound
    for slot in unit.image.functions[function].range {
      drift = emitter.offset - slotOffsets[slot]
      slotOffsets[slot] = emitter.offset
      guard slot == next else { continue }
      emitBudgetLoad(at: slot)
      emitSafePoint(at: slot)
      next = slot + (unit.operations[slot].map { emit($0, at: slot) } ?? 1)
      emitBudgetStore(behind: slot)
    }
    emitStops()
    emitAsides()
  }

  /// Emits the operation; how many slots that were, of which none but the first is led to.
  private mutating func emit(_ operation: Operation, at slot: Int) -> Int {
    switch operation {
    case .move:
      if let count = emitSum(at: slot) { return count }
      emitArithmetic(operation, at: slot)
    case .alu, .moveSignExtended, .negate, .byteSwap, .loadImmediate64:
      emitArithmetic(operation, at: slot)
    case .load, .storeRegister, .storeImmediate, .atomic, .loadAcquire, .storeRelease:
      emitMemory(operation, at: slot)
    case .jump(let offset):
      if emitJump(back: slot + 1 + Int(offset), at: slot) { return 1 }
      emitter.jump(toOffset: destination(ofJumpTo: slot + 1 + Int(offset), from: slot))
    case .branch(let comparison, let width, let left, let right, let offset):
      if emitSelect(comparison, width, left, right, offset: offset, at: slot) { return 2 }
      emitComparison(comparison, width, left, right)
      emitter.jump(
        comparison.condition,
        toOffset: destination(ofJumpTo: slot + 1 + Int(offset), from: slot))
    case .call: emitCall(at: slot)
    case .exit:
      if addresses.safePoint != 0, budgetLoops.loops[slot] != nil { emitBudgetStore() }
      emitExit()
    case .mayGoto(let offset): emitMayGoto(to: place(of: slot + 1 + Int(offset), from: slot))
    case .loadPacket(let size, let address): emitLoadPacket(size, address)
    }
    return 1
  }

  /// Where `target` lies, as far as is known while `slot` is translated: what is behind it still has
  /// the place of the previous pass.
  func place(of target: Int, from slot: Int) -> Int {
    target > slot ? slotOffsets[target] + drift : slotOffsets[target]
  }

  // MARK: Frames

  /// Bytes from `r10` down to the linkage record's registers. On the native stack the record's
  /// link is pushed by `call`, which needs the stack pointer 16-byte aligned before it.
  var stackByteCount: Int32 { Int32(Self.stackByteCount(facts)) }

  static func stackByteCount(_ facts: VerifiedUnit.FunctionFacts) -> Int {
    let used = facts.stackByteCount
    return facts.isInFrame ? used : used + (used % 16 == 8 ? 0 : 8)
  }

  /// The address of the current function's linkage record, relative to `r10`.
  var recordOffset: Int32 { -stackByteCount - Self.recordByteCount }

  static let recordByteCount = Int32(MemoryLayout<baton_record>.size)

  /// The function's code begins with the stack pointer at its return address: that is its `r10`.
  private mutating func emitPrologue() {
    if !facts.isInFrame, !isLeaf[function] {
      emitter.move(.rbp, .rsp)
      emitter.operate(.subtract, .double, .rsp, constant: stackByteCount + Self.recordByteCount - 8)
    }
    for place in verified.cleanup.nulledAtEntry[function] ?? [] { emitNull(place) }
    emitBudget()
    if addresses.countsRuns, facts.role != nil { emitRunCount() }
  }

  /// What `r0` holds where a program begins is of no use.
  private mutating func emitRunCount() {
    let start = addresses.firstSlot + unit.image.functions[function].start
    emitter.load(.rax, .execution, Self.runCounts, byteCount: 8)
    emitter.operateMemory(.add, .rax, Int32(8 * start), constant: 1)
  }

  private static let runCounts = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.run_counts)!)

  /// How a function returns.
  enum Exit {
    /// Through the link of its caller's record, in the coroutine's frame.
    case link
    /// From a frame on the native stack.
    case frame
    /// With the stack pointer where it was.
    case leaf
  }

  var exit: Exit { facts.isInFrame ? .link : isLeaf[function] ? .leaf : .frame }

  mutating func emitExit() { Self.emit(exit, &emitter) }

  static func emit(_ exit: Exit, _ code: inout Emitter) {
    if exit == .link { return code.jumpMemory(.rbp, 0) }
    if exit == .frame { code.move(.rsp, .rbp) }
    code.ret()
  }

  mutating func emitNull(_ place: FrameLocation.Place) {
    switch place {
    case .register(let number):
      emitter.load(X86Register(Register(rawValue: UInt8(number))), constant: 0)
    case .stackSlot(let index):
      emitter.store(.rbp, Int32(-8 * (index + 1)), constant: 0)
    }
  }
}

/// A place to which code returns, and what lies there.
public struct CallSite: Sendable {
  /// Of the instruction after the call, from the start of the code.
  public var returnOffset: Int
  /// The calling instruction.
  public var slot: Int
  public var kind: Kind

  public enum Kind: Sendable {
    /// Both functions on the native stack.
    case native
    /// Both functions in the coroutine's frame; also where a suspended coroutine goes on.
    case frame
    /// From the coroutine's frame to a function on the native stack.
    case frameToNative
    /// A safe point, whose program goes on with the instruction itself.
    case safePoint
  }
}
