import Bytecode
import CBaton
import Verifier

/// Ways on that are neither a branch nor a call: loops around a callback, tail calls, `may_goto`, and
/// legacy packet access, which may end a function.
extension InterpreterThread {
  private typealias Facts = VerifiedUnit.FunctionFacts

  /// Linux's error numbers, negated.
  private static let tooBig: Int64 = -7
  private static let invalid: Int64 = -22

  /// `bpf_loop(count = r1, body = r2, context = r3, flags = r4)`.
  mutating func beginLoop(_ step: Step) {
    let limit = registers[1].low
    guard registers[4] == 0, limit <= Facts.iterationCountMax else {
      registers[0] = (registers[4] == 0 ? Self.tooBig : Self.invalid).unsigned
      goOn(after: slot)
      return
    }
    let state = loopState(step)
    Memory.store(0 as UInt64, at: state)
    Memory.store(UInt64(limit), at: state + 8)
    Memory.store(registers[3], at: state + 16)
    iterate(step, index: 0)
  }

  /// The body of the loop at slot `call` has returned, and the caller's registers are back.
  mutating func continueLoop(at call: Int) {
    let step = unit.steps[call]
    let index = Memory.load(at: loopState(step)) + 1
    Memory.store(index, at: loopState(step))
    slot = call
    if registers[0] == 0 {
      iterate(step, index: index)
    } else {
      end(loop: index)
    }
  }

  private mutating func iterate(_ step: Step, index: UInt64) {
    guard index < Memory.load(at: loopState(step) + 8) else {
      end(loop: index)
      return
    }
    registers[1] = index
    registers[2] = Memory.load(at: loopState(step) + 16)
    callLocal(step.loopBodyCall)
  }

  private mutating func end(loop index: UInt64) {
    registers[0] = index
    goOn(after: slot)
  }

  private func loopState(_ step: Step) -> UInt64 {
    registers.framePointer &+ (step.immediate.signed >> 32).unsigned
  }

  /// `bpf_for_each_map_elem(map = r1, body = r2, context = r3, flags = r4)`, `bpf_rbtree_add(root = r1, node = r2,
  /// less = r3)`.
  mutating func beginWalk(_ step: Step) {
    let walk = loopState(step)
    let begin = step.searches ? unit.addresses.searchBegin : unit.addresses.walkBegin
    let status = Memory.call(
      begin, walk, registers[1], registers[2], registers[3], registers[4])
    if status == 0 { visit(step, after: 0) } else { end(loop: status) }
  }

  /// The function of the walk at slot `call` has returned, and the caller's registers are back.
  mutating func continueWalk(at call: Int) {
    slot = call
    visit(unit.steps[call], after: registers[0])
  }

  private mutating func visit(_ step: Step, after result: UInt64) {
    let walk = loopState(step)
    let next = step.searches ? unit.addresses.searchNext : unit.addresses.walkNext
    guard Memory.call(next, walk, result) != 0 else {
      end(loop: WalkView.count(at: walk))
      return
    }
    let arguments = WalkView.arguments(at: walk)
    registers[1] = arguments.0
    registers[2] = arguments.1
    registers[3] = arguments.2
    registers[4] = arguments.3
    callLocal(step.loopBodyCall)
  }

  // MARK: Tail calls

  /// `bpf_tail_call(context = r1, array = r2, index = r3)`: the program that is found gets this
  /// function's `r10`, and returns to its caller.
  mutating func tailCall() {
    guard
      let target = execution.takeTailCall(
        array: registers[2], index: registers[3].low, limit: Facts.tailCallCountMax)
    else {
      registers[0] = poison
      goOn(after: slot)
      return
    }
    slot = target
    prepareStack(at: target)
  }

  // MARK: may_goto

  /// Takes one iteration from the function's budget; false when there is none left.
  func takesIteration(_ step: Step) -> Bool {
    let place = registers.framePointer &+ step.immediate
    let left = Memory.load(at: place)
    if left == 0 { return false }
    Memory.store(left - 1, at: place)
    return true
  }

  // MARK: Legacy packet access

  /// Loads from the packet in network byte order; outside of it the function returns 0.
  mutating func loadPacket(_ step: Step) -> Progress? {
    let offset = Int32(bitPattern: registers[step.source].low &+ step.immediate.low)
    let byteCount = UInt64(step.destination)
    guard let place = execution.packetPlace(at: offset, byteCount: byteCount) else {
      registers[0] = 0
      return exit()
    }
    registers[0] =
      switch byteCount {
      case 1: UInt64(Memory.load(UInt8.self, at: place))
      case 2: UInt64(Memory.load(UInt16.self, at: place).bigEndian)
      default: UInt64(Memory.load(UInt32.self, at: place).bigEndian)
      }
    goOn(after: slot)
    return nil
  }
}

extension Step {
  /// Whether a walk is a search.
  var searches: Bool { CallFlags(rawValue: source).contains(.searches) }

  /// The call of a loop's body.
  fileprivate var loopBodyCall: Step {
    var call = self
    call.kind =
      switch kind {
      case .loopInFrame, .walkInFrame: .callInFrame
      case .loopOutOfFrame, .walkOutOfFrame: .callOutOfFrame
      default: .callOnStack
      }
    call.immediate = UInt64(immediate.low)
    return call
  }
}

extension Step.Kind {
  /// From a function in the coroutine's frame to one on the thread's own stack.
  var isOutOfFrame: Bool {
    switch self {
    case .callOutOfFrame, .loopOutOfFrame, .walkOutOfFrame: true
    default: false
    }
  }
}
