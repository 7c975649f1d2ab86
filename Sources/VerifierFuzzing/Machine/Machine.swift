import Bytecode
import Contracts
import Interpreter
import Verifier

/// Runs programs an instruction at a time. Before each, the machine is compared with what the verifier
/// thought, and what the instruction is about to do with what it may: so that nothing happens to this
/// process, whatever the verifier has let pass.
final class Machine {
  let world: FuzzWorld
  var thread = InterpreterThread()
  let view: MachineView
  private(set) var frames: [Frame] = []
  /// How many instructions were run.
  private(set) var stepCount = 0
  /// Which slots of the program were come to.
  private var isReached: [Bool] = []

  /// What calls gave out, and what the program was given.
  var regions: [Region] = []

  struct Region {
    var place: MachineView.MemoryPlace
    /// Where the dynptr lies that it is a slice of, or the memory of.
    var dynptr: UInt64?
    /// It was reserved in a ring buffer, and has to be given back. One without bytes may be none.
    var isRecord = false
  }

  struct Frame {
    var function: Int
    /// The slot of the call that entered it; nil for the program's.
    var callSite: Int?
    /// Of stack, that its code may use: what engines keep lies below.
    var stackByteCount: Int
  }

  init(_ world: FuzzWorld) {
    self.world = world
    view = MachineView(
      maps: world.addresses.maps.map { MachineView.MapPlace(address: $0) },
      word: FuzzWorld.word)
  }

  /// A new program is going to be run.
  func forgetReached(slotCount: Int) { isReached = Array(repeating: false, count: slotCount) }

  /// How many instructions some run has come to.
  var reachedCount: Int { isReached.count { $0 } }

  /// Runs the program to its end, or for `stepLimit` instructions. `trackers` follow it.
  func run(
    _ program: PreparedProgram, _ input: FuzzInput, _ trackers: inout [PathTracker],
    stepLimit: Int
  ) throws(Fault) {
    begin(program, input)
    defer { end() }
    for _ in 0..<stepLimit {
      let slot = thread.nextSlot
      for index in trackers.indices {
        do throws(PathTracker.Failure) {
          try trackers[index].advance(to: slot, view)
        } catch {
          throw Fault(
            kind: trackers[index].trace.isComplete ? .notEmbedded : .notCovered, slot: slot,
            text: error.description)
        }
      }
      guard let operation = program.unit.operations[slot] else {
        throw Fault(kind: .access, slot: slot, text: "no instruction")
      }
      if case .call = operation { view.noteCall() }
      try check(operation, at: slot, of: program)
      stepCount += 1
      isReached[slot] = true
      switch thread.run(stepLimit: 1) {
      case .finished: return try checkEnd(slot)
      case .blocked: throw Fault(kind: .access, slot: slot, text: "a lock that is held")
      case .outOfSteps: note(operation, at: slot, of: program)
      }
    }
  }

  // MARK: Beginning and end

  private func begin(_ program: PreparedProgram, _ input: FuzzInput) {
    let argument = world.reset(input, for: program.program.role)
    let isMemory = program.program.role == .exec
    unsafe thread.start(
      program: 0, r1: argument, r2: isMemory ? UInt64(FuzzProgram.memoryByteCount) : 0,
      of: program.interpreted, on: world.execution)
    view.frameCount = 1
    view.context = isMemory ? 0 : argument
    regions =
      isMemory
      ? [Region(place: .init(start: argument, byteCount: FuzzProgram.memoryByteCount))] : []
    noteRegions()
    view.heldLocks = []
    view.functions = program.addresses
    view.packet = world.packetPlace
    for index in view.maps.indices {
      view.maps[index].values = world.values[index]
      view.maps[index].keys = []
    }
    frames = [program.frame(of: 0, calledAt: nil)]
    noteRegisters()
  }

  /// Whatever was left unfinished is given up.
  private func end() {
    for region in regions where region.isRecord && region.place.start != 0 {
      world.discard(record: region.place.start)
    }
    // A thread that was stopped in the middle of a program runs no other.
    if thread.isActive { thread = InterpreterThread() }
  }

  private func checkEnd(_ slot: Int) throws(Fault) {
    if let lock = view.heldLocks.first {
      throw Fault(kind: .leak, slot: slot, text: "the lock at \(hex(lock)) is held")
    }
    if let record = regions.first(where: \.isRecord) {
      throw Fault(
        kind: .leak, slot: slot,
        text: "a record of \(record.place.byteCount) bytes is still reserved")
    }
  }

  /// The regions have changed.
  func noteRegions() { view.memories = regions.map(\.place) }

  // MARK: After an instruction

  private func note(_ operation: Operation, at slot: Int, of program: PreparedProgram) {
    let contract: FunctionContract? =
      if case .call = operation { program.contract(calledAt: slot) } else { nil }
    noteFrames(slot, program)
    noteRegisters()
    if let contract, !contract.callsBack {
      noteResult(of: contract)
      noteMemory(of: contract)
    }
    noteWalk(program)
  }

  /// Which functions run: `r10` says it.
  private func noteFrames(_ slot: Int, _ program: PreparedProgram) {
    let framePointer = thread.value(of: 10)
    let top = view.frameCount - 1
    if framePointer == view[10, top] { return }
    if top > 0, framePointer == view[10, top - 1] {
      view.frameCount -= 1
      frames.removeLast()
    } else {
      view.frameCount += 1
      frames.append(program.frame(of: program.functions[thread.nextSlot], calledAt: slot))
    }
  }

  private func noteRegisters() {
    view.noteRegisters { thread.copyRegisters(into: &$0, from: $1) }
  }

  /// A callback of a walk begins: its key and its value are there.
  private func noteWalk(_ program: PreparedProgram) {
    guard let frame = frames.last, let site = frame.callSite,
      program.unit.walk(ofCallAt: site) == .entries,
      program.unit.image.functions[frame.function].start == thread.nextSlot,
      let map = view.maps.firstIndex(where: { $0.address == thread.value(of: 1) })
    else { return }
    // An array's keys lie in one place, that of the walk.
    view.maps[map].keys.note(thread.value(of: 2))
    view.maps[map].values.note(thread.value(of: 3))
  }
}

extension [UInt64] {
  /// Adds an address that is not among them.
  mutating func note(_ address: UInt64) {
    if !contains(address) { append(address) }
  }
}
