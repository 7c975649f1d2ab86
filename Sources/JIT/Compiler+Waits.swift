import CBaton
import Verifier

/// What is measured of the time that coroutines spend in queues. A suspension and a resumption are a few nanoseconds
/// together, so as much as possible is left to those who read the figures.
extension Compiler {
  private static let queue = Int32(MemoryLayout<coroutine>.offset(of: \.queue)!)
  private static let worker = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.worker)!)
  private static let lastWorker = Int32(MemoryLayout<coroutine>.offset(of: \.worker)!)
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

  /// Marks the frame whose address a register holds as waiting, and as having run here last: both are one word, as each
  /// store takes its time. Free but for that are rax and rcx.
  mutating func emitMarking(_ frame: X86Register, _ place: WaitingPlace) {
    emitter.load(.rax, .execution, Self.worker, byteCount: 4)
    switch place {
    case .known(let queue) where addresses.countsRuns:
      emitMark(of: queue)
      emitter.operate(.or, .double, .rax, .rcx)
    case .none, .known: break
    }
    emitter.store(frame, Self.lastWorker, .rax)
  }

  /// Loads what stands for a queue into the upper half of rcx.
  private mutating func emitMark(of queue: Int?) {
    guard let queue else {
      emitter.load(.rcx, .scratch, Int32(-Self.markByteCount), byteCount: Self.markByteCount)
      return emitter.shift(.left, .double, .rcx, count: 32)
    }
    guard let mark = queueMarks[queue] else {
      preconditionFailure("the verifier lets only queue programs be awaited")
    }
    emitter.load(.rcx, constant: UInt64(UInt32(bitPattern: mark)) << 32)
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
