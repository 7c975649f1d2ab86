import CBaton
import Synchronization

/// What workers, and those who watch them, ask of each other's programs: a word for each worker, on a cache line of its
/// own, which the worker looks at once its program has used up a budget.
///
/// A request names the run that it means, so that one which comes too late concerns nobody. Who is asked writes nothing that
/// others read: it remembers which request it has seen last. So each request costs it one cache line of another core.
///
/// All workers look here, and nobody writes here once they run: not even how many refer to the object, which would take its
/// cache line from all others.
@safe
final class WorkerSignals: @unchecked Sendable {
  typealias Execution = UnsafeMutablePointer<baton_execution>

  let workerCount: Int
  private let lines: UnsafeMutableRawPointer
  /// As many as have been added, all of them before any worker runs.
  private let executions: UnsafeMutablePointer<Execution>
  private var executionCount = 0

  /// Two cache lines, as processors fetch them in pairs.
  private static let lineByteCount = 128

  init(workerCount: Int) {
    self.workerCount = workerCount
    unsafe executions = .allocate(capacity: workerCount)
    let byteCount = 2 * workerCount * Self.lineByteCount
    unsafe lines = .allocate(byteCount: byteCount, alignment: Self.lineByteCount)
    for line in 0..<2 * workerCount {
      unsafe word(line).initialize(to: Atomic(0))
      unsafe word(line).advanced(by: 1).initialize(to: Atomic(0))
    }
  }

  deinit {
    unsafe lines.deallocate()
    unsafe executions.deallocate()
  }

  /// Adds the next worker's execution, which lives as long as the workers do.
  func append(_ execution: Execution) {
    precondition(executionCount < workerCount, "there are as many executions as workers")
    // Sound: there is room for as many, and nothing to be destroyed.
    unsafe executions.advanced(by: executionCount).initialize(to: execution)
    executionCount += 1
  }

  /// A worker's execution, which is there once workers run.
  @inline(__always)
  private func execution(of worker: Int) -> Execution {
    precondition(worker >= 0 && worker < workerCount, "there is no such worker")
    return unsafe executions[worker]
  }

  private func word(_ line: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
    // Sound: each line has room for sixteen words, of which two are in use.
    unsafe (lines + line * Self.lineByteCount).assumingMemoryBound(to: Atomic<UInt>.self)
  }

  private func request(of worker: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
    unsafe word(2 * worker)
  }

  // MARK: What runs

  /// Whether some worker runs the coroutine.
  func isRunning(_ frame: UnsafeMutablePointer<baton_frame>) -> Bool {
    for worker in 0..<workerCount
    where unsafe baton_observed_current(execution(of: worker)) == frame {
      return true
    }
    return false
  }

  /// One run, from when it begins or goes on until it ends or is suspended.
  struct Run: Equatable {
    /// 0 for none. Of 48 bits, of which the lowest two are free.
    let number: UInt

    static let none = Run(number: 0)

    /// Of the worker's coroutine that has gone on as the `count`th, from 1 on.
    init(ofCoroutine count: UInt64) { self.init(number: UInt(truncatingIfNeeded: count) << 3) }

    /// Of a program that is none.
    init(ofProgram count: UInt) { self.init(number: count << 3 | 4) }

    init(number: UInt) { self.number = number & 0xffff_ffff_fffc }

    var isOfProgram: Bool { number & 4 != 0 }
  }

  /// The coroutine that runs on a worker.
  func coroutine(on worker: Int) -> Run {
    let execution = unsafe execution(of: worker)
    guard unsafe baton_observed_current(execution) != nil else { return .none }
    return unsafe Run(ofCoroutine: baton_observed_runs(execution))
  }

  /// Where a worker says which program runs there: no object, so that nothing is retained or released. Not of use longer
  /// than the signals.
  @safe
  struct Publication {
    /// How often a program was begun or ended, which is odd while one runs; behind it the program's entry.
    fileprivate let words: UnsafeMutablePointer<Atomic<UInt>>

    func begin(_ entry: Int) {
      unsafe words[1].store(UInt(entry), ordering: .relaxed)
      end()
    }

    func end() {
      let count = unsafe words[0].load(ordering: .relaxed)
      unsafe words[0].store(count &+ 1, ordering: .relaxed)
    }
  }

  func publication(of worker: Int) -> Publication {
    unsafe Publication(words: word(2 * worker + 1))
  }

  /// The entry of the program that a worker began with last.
  func entry(on worker: Int) -> Int {
    unsafe Int(word(2 * worker + 1).advanced(by: 1).pointee.load(ordering: .relaxed))
  }

  /// The program that runs on a worker, which may have resumed a coroutine.
  func program(on worker: Int) -> Run {
    let count = unsafe word(2 * worker + 1).pointee.load(ordering: .relaxed)
    return count & 1 == 1 ? Run(ofProgram: count) : .none
  }

  /// The call of an exported function, by its instruction, that a worker has made last; nil before the first.
  func lastCall(on worker: Int) -> Int? {
    let call = unsafe Int(baton_observed_last_call(execution(of: worker)))
    return call > 0 ? call - 1 : nil
  }

  // MARK: Requests

  /// Where the worker's machine code finds out that somebody asks it for something.
  func requestAddress(of worker: Int) -> UnsafePointer<UInt64> {
    // Sound: the word is one of 64 bits, and machine code only compares it with the one that was seen last.
    unsafe UnsafeRawPointer(request(of: worker)).assumingMemoryBound(to: UInt64.self)
  }

  enum Request: UInt {
    case suspend = 1
    case cancel = 2
  }

  /// Asks a run for something. Who asks the same once more is heard once more, as requests are counted above the run's number.
  func ask(_ request: Request, of run: Run, on worker: Int) {
    let word = unsafe self.request(of: worker)
    let count = unsafe word.pointee.load(ordering: .relaxed) >> 48 &+ 1
    unsafe word.pointee.store(count << 48 | run.number | request.rawValue, ordering: .relaxed)
  }

  /// What the worker's run is asked for that it has not seen yet; only the worker itself may ask. What is meant for another run is
  /// seen and of no use, unless it is for the program that has resumed this one.
  func take(for run: Run, on worker: Int) -> Request? {
    let execution = unsafe execution(of: worker)
    let asked = unsafe request(of: worker).pointee.load(ordering: .relaxed)
    guard unsafe asked != execution.pointee.seen_request else { return nil }
    let meant = Run(number: asked)
    if meant.isOfProgram, !run.isOfProgram, meant == program(on: worker) { return nil }
    unsafe execution.pointee.seen_request = u64(asked)
    return meant == run ? Request(rawValue: asked & 3) : nil
  }
}
