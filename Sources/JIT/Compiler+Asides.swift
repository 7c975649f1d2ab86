import CBaton
import Contracts
import Telemetry
import Verifier

/// Code that seldom runs, and lies behind the function that it belongs to, so that the usual way has no more of it than
/// a branch that is not taken.
extension Compiler {
  struct Aside {
    enum Place: Hashable {
      /// Where a coroutine goes on, by the call that resumes it; nil is the entry from outside.
      case resumption(slot: Int?)
      case suspension(slot: Int)
    }

    var place: Place
    /// Where it goes back to.
    var back: Int
    /// Of a suspension: the program of the queue, if it is known.
    var queue: Int?
  }

  private static let now = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.now)!)
  private static let unnoted = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.unnoted)!)
  private static let trace = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.trace)!)

  /// A coroutine is about to go on, whose frame rdi holds the address of: where it has waited, or where somebody
  /// traces, that is noted. Only rdi is kept.
  mutating func emitGoingOn(at slot: Int?) {
    guard addresses.countsRuns else { return }
    emitter.load(.rax, .rdi, Self.suspendedAt, byteCount: 8)
    emitter.operate(.compare, .rax, .execution, Self.unnoted)
    emitBranch(to: .resumption(slot: slot))
  }

  /// A coroutine is about to be handed to a queue program. Behind the aside, which gives it the coroutine by itself,
  /// the usual way goes on only where the coroutine was not kept: at `refused`, as of the previous pass.
  mutating func emitHandingOver(to queue: Int?, at slot: Int) {
    guard tracesRuns else { return }
    emitter.operateMemory(.compare, .execution, Self.trace, constant: 0)
    emitBranch(to: .suspension(slot: slot), queue: queue)
  }

  var tracesRuns: Bool { addresses.countsRuns && addresses.trace != 0 }

  private mutating func emitBranch(to place: Aside.Place, queue: Int? = nil) {
    emitter.jumpFar(.notEqual, toOffset: asideOffsets[place] ?? emitter.offset)
    asides.append(Aside(place: place, back: emitter.offset, queue: queue))
  }

  /// The place behind a suspension where it is refused.
  mutating func noteRefused(at slot: Int) {
    guard let index = asides.firstIndex(where: { $0.place == .suspension(slot: slot) }) else {
      return
    }
    asides[index].back = emitter.offset
  }

  /// Emits those of the function that has just been emitted.
  mutating func emitAsides() {
    for aside in asides {
      asideOffsets[aside.place] = emitter.offset
      switch aside.place {
      case .resumption: emitNotedResumption(aside)
      case .suspension: emitNotedSuspension(aside)
      }
    }
    asides.removeAll(keepingCapacity: true)
  }

  /// The stack pointer is 8 bytes off alignment.
  private mutating func emitNotedResumption(_ aside: Aside) {
    emitWait()
    if tracesRuns {
      emitter.operateMemory(.compare, .execution, Self.trace, constant: 0)
      emitter.jump(.equal, toOffset: aside.back)
      emitter.push(.rdi)
      emitNote(.resume)
      emitter.pop(.rdi)
    }
    emitter.jump(toOffset: aside.back)
  }

  /// rdi and rsi are the queue program's arguments, scratch its address if it isn't known; the stack pointer is
  /// aligned.
  private mutating func emitNotedSuspension(_ aside: Aside) {
    let kept: [X86Register] = [.rsi, .rdi, .scratch, .scratch]
    for register in kept { emitter.push(register) }
    emitNote(.suspend)
    for register in kept.reversed() { emitter.pop(register) }
    emitCall(ofQueue: aside.queue)
    emitOutcome()
    emitter.test(.word, .rax, .rax)
    emitter.jump(.negative, toOffset: aside.back)
    Self.emitSuspended(&emitter)
  }

  /// Has noted what the queue program did, which the sign of its result in eax says; rax is kept.
  mutating func emitOutcome() {
    // Twice, to keep the stack pointer aligned.
    emitter.push(.rax)
    emitter.push(.rax)
    emitter.move(.rdx, .rax, .word)
    // The kinds are such that refusing comes after stashing.
    emitter.shift(.right, .word, .rdx, count: 31)
    emitter.operate(.add, .word, .rdx, constant: Int32(TraceEvent.Kind.stash.rawValue))
    emitter.move(.rdi, .execution)
    emitNativeCall(addresses.trace)
    emitter.pop(.rax)
    emitter.pop(.rax)
  }

  /// Has an event noted of the coroutine whose frame is in rdi.
  private mutating func emitNote(_ kind: TraceEvent.Kind) {
    emitter.move(.rsi, .rdi)
    emitter.move(.rdi, .execution)
    emitter.load(.rdx, constant: UInt64(kind.rawValue))
    emitNativeCall(addresses.trace)
  }
}
