import CBaton
import Verifier

/// What is measured of the time that coroutines spend in queues. A suspension and a resumption are a few nanoseconds
/// together, so as much as possible is left to those who read the figures.
extension Compiler {
  private static let queue = unsafe Int32(MemoryLayout<baton_frame>.offset(of: \.queue)!)
  private static let now = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.now)!)
  private static let waits = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.waits)!)
  private static let nanoseconds = Int32(MemoryLayout<baton_waits>.offset(of: \.nanoseconds)!)
  private static let refused = Int32(MemoryLayout<baton_waits>.offset(of: \.refused)!)
  private static let counts = Int32(MemoryLayout<baton_waits>.offset(of: \.counts)!)
  private static let markByteCount = 4

  static func queueMarks(_ verified: VerifiedUnit, firstQueue: Int) -> [Int: Int32] {
    verified.queueNumbers.mapValues { Int32((firstQueue + $0) * MemoryLayout<baton_waits>.stride) }
  }

  /// A queue program's mark lies right before its code, for calls that don't know which one they call.
  mutating func emitQueueMark() {
    guard addresses.countsRuns, let mark = queueMarks[function] else { return }
    emitter.word32(mark)
  }

  /// Where a coroutine waits.
  enum WaitingPlace {
    /// In no queue.
    case none
    /// In that of the program; nil is the one whose code scratch holds the address of.
    case known(Int?)
  }

  /// Marks the frame whose address a register holds as waiting.
  mutating func emitMarking(_ frame: X86Register, _ place: WaitingPlace) {
    guard addresses.countsRuns else { return }
    switch place {
    case .none: emitter.store(frame, Self.queue, constant: 0, byteCount: Self.markByteCount)
    case .known(nil):
      emitter.load(.rax, .scratch, Int32(-Self.markByteCount), byteCount: Self.markByteCount)
      emitter.store(frame, Self.queue, .rax, byteCount: Self.markByteCount)
    case .known(let queue?):
      guard let mark = queueMarks[queue] else {
        preconditionFailure("the verifier lets only queue programs be awaited")
      }
      emitter.store(frame, Self.queue, constant: mark, byteCount: Self.markByteCount)
    }
  }

  /// The coroutine whose frame rdi holds the address of goes on: its waits, if there are any, are counted.
  /// Free but for that are rax and rcx.
  mutating func emitWait() {
    emitter.load(.rax, .execution, Self.now, byteCount: 8)
    emitter.operate(.subtract, .rax, .rdi, Self.suspendedAt)
    emitter.skip(.equal) { code in
      code.load(.rcx, .rdi, Self.queue, byteCount: Self.markByteCount)
      code.operate(.add, .rcx, .execution, Self.waits)
      code.operateMemory(.add, .rcx, Self.nanoseconds, .rax)
      code.scanReverse(.rax, .rax)
      code.shift(.left, .double, .rax, count: 3)
      code.operate(.add, .double, .rcx, .rax)
      code.operateMemory(.add, .rcx, Self.counts, constant: 1)
    }
  }

  /// The frame in rdi was not kept. Free but for that is rcx.
  mutating func emitRefusal() {
    guard addresses.countsRuns else { return }
    emitter.load(.rcx, .rdi, Self.queue, byteCount: Self.markByteCount)
    emitter.operate(.add, .rcx, .execution, Self.waits)
    emitter.operateMemory(.add, .rcx, Self.refused, constant: 1)
  }
}
