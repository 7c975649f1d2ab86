import CBaton
import Glibc
import Synchronization
import Testing

@testable import Runtime

/// The machines that watch programs and coroutines, by themselves: time and workers are the test's.
@Suite struct WatchdogTests {
  /// Workers of which the test says what runs there.
  @safe
  private final class Workers {
    let signals: WorkerSignals
    let log = OverrunLog()
    let executions: UnsafeMutablePointer<baton_execution>
    let frames: UnsafeMutablePointer<baton_frame>
    private let count: Int

    init(count: Int) {
      self.count = count
      signals = WorkerSignals(workerCount: count)
      unsafe executions = .allocate(capacity: count)
      unsafe executions.initialize(repeating: baton_execution(), count: count)
      unsafe frames = .allocate(capacity: count)
      unsafe frames.initialize(repeating: baton_frame(), count: count)
      for worker in 0..<count { unsafe signals.append(executions + worker) }
    }

    deinit {
      unsafe executions.deallocate()
      unsafe frames.deallocate()
    }

    /// A program begins on a worker.
    func begin(_ entry: Int, on worker: Int) { signals.publication(of: worker).begin(entry) }
    func end(on worker: Int) { signals.publication(of: worker).end() }

    /// The program resumes a coroutine.
    func resume(on worker: Int) {
      unsafe baton_count_run(executions + worker)
      unsafe baton_set_current(executions + worker, frames + worker)
    }

    func suspend(on worker: Int) { unsafe baton_set_current(executions + worker, nil) }

    /// What the run that goes on there is asked for.
    func request(on worker: Int) -> WorkerSignals.Request? {
      let coroutine = signals.coroutine(on: worker)
      let run = coroutine == .none ? signals.program(on: worker) : coroutine
      return signals.take(for: run, on: worker)
    }
  }

  private static let limit: UInt64 = 1000

  @Test func whoRunsForALimitIsAskedOnce() {
    let workers = Workers(count: 3)
    var watchdog = Watchdog(workers.signals, limit: Self.limit)
    workers.begin(4, on: 1)
    watchdog.look(at: 10, workers.log)
    watchdog.look(at: 1009, workers.log)
    #expect(workers.request(on: 1) == nil)
    watchdog.look(at: 1010, workers.log)
    #expect(workers.request(on: 1) == .cancel)
    #expect(workers.request(on: 0) == nil && workers.request(on: 2) == nil)
    watchdog.look(at: 1020, workers.log)
    #expect(workers.request(on: 1) == nil)
    #expect(workers.log.take().isEmpty)
  }

  /// As many programs as one likes may run for less than a limit, though nobody saw one of them end.
  @Test func anotherProgramHasATimeOfItsOwn() {
    let workers = Workers(count: 1)
    var watchdog = Watchdog(workers.signals, limit: Self.limit)
    for round in UInt64(0)..<20 {
      workers.begin(4, on: 0)
      watchdog.look(at: 600 * round, workers.log)
      watchdog.look(at: 600 * round + 500, workers.log)
      #expect(workers.request(on: 0) == nil)
      workers.end(on: 0)
    }
    #expect(workers.log.take().isEmpty)
  }

  @Test func ofBothTheCoroutineIsMeantThatStays() {
    let workers = Workers(count: 1)
    var watchdog = Watchdog(workers.signals, limit: Self.limit)
    workers.begin(4, on: 0)
    watchdog.look(at: 0, workers.log)
    workers.resume(on: 0)
    watchdog.look(at: 100, workers.log)
    watchdog.look(at: 1000, workers.log)
    #expect(workers.request(on: 0) == .cancel)
    // The program goes on with others, and gets a limit of its own for that.
    workers.suspend(on: 0)
    for time in stride(from: UInt64(1100), to: 1900, by: 100) {
      workers.resume(on: 0)
      watchdog.look(at: time, workers.log)
      #expect(workers.request(on: 0) == nil, "\(time)")
      workers.suspend(on: 0)
    }
    watchdog.look(at: 2000, workers.log)
    #expect(workers.request(on: 0) == .cancel)
  }

  /// Where none of the coroutines runs for long, it is their resumer that does.
  @Test func ofBothTheProgramIsMeantWhereCoroutinesChange() {
    let workers = Workers(count: 1)
    var watchdog = Watchdog(workers.signals, limit: Self.limit)
    workers.begin(4, on: 0)
    for time in stride(from: UInt64(0), through: 1000, by: 100) {
      workers.resume(on: 0)
      watchdog.look(at: time, workers.log)
      // It is for the program, which the coroutine leaves it to.
      #expect(workers.request(on: 0) == nil)
      workers.suspend(on: 0)
    }
    #expect(workers.request(on: 0) == .cancel)
  }

  @Test func whoDoesNotEndIsNamedOnceWithWhatItHasCalled() {
    let workers = Workers(count: 2)
    var watchdog = Watchdog(workers.signals, limit: Self.limit)
    workers.begin(7, on: 1)
    unsafe workers.executions[1].last_call = 33
    for time in stride(from: UInt64(50), through: 9000, by: 250) {
      watchdog.look(at: time, workers.log)
    }
    let stuck = StuckProgram(entry: 7, call: 32, nanoseconds: 2000)
    #expect(workers.log.take() == [Overrun(worker: 1, time: 2050, kind: .stuck(stuck))])
    workers.end(on: 1)
    workers.begin(7, on: 1)
    unsafe workers.executions[1].last_call = 0
    for time in stride(from: UInt64(10_000), through: 12_000, by: 250) {
      watchdog.look(at: time, workers.log)
    }
    let another = StuckProgram(entry: 7, call: nil, nanoseconds: 2000)
    #expect(workers.log.take() == [Overrun(worker: 1, time: 12_000, kind: .stuck(another))])
  }

  // MARK: Coroutines that wait

  private static let waitLimit: UInt64 = 40_000_000
  private static let patience: UInt64 = 1_000_000

  @Test func workersStandStillOnlyWhereOneWaitsForTooLong() {
    let standstill = Standstill(workerCount: 2)
    var watchdog = WaitWatchdog(standstill, limit: Self.waitLimit)
    var looks = 0
    for time in stride(from: UInt64(0), to: Self.waitLimit, by: 1_000_000) {
      let wakes = watchdog.look(at: time) {
        looks += 1
        return Self.waitLimit - 1
      }
      #expect(!wakes && !standstill.isAsked)
    }
    // Frames are looked through now and then.
    #expect(looks == 4)
    #expect(watchdog.look(at: Self.waitLimit) { Self.waitLimit })
    #expect(standstill.isAsked)
  }

  @Test func whoDoesNotComeIsNotWaitedForForLong() throws {
    let standstill = Standstill(workerCount: 2)
    var watchdog = WaitWatchdog(standstill, limit: Self.waitLimit)
    #expect(watchdog.look(at: 0) { Self.waitLimit })
    guard case .waits(let round) = standstill.arrive() else {
      Issue.record("another worker is awaited")
      return
    }
    #expect(!watchdog.look(at: Self.patience - 1) { 0 })
    #expect(!standstill.isOver(round))
    #expect(!watchdog.look(at: Self.patience) { 0 })
    #expect(standstill.isOver(round) && !standstill.isAsked)
    #expect(standstill.arrive() == .isOver)
    // They work for ten times as long before they are asked again.
    #expect(!watchdog.look(at: 11 * Self.patience - 1) { .max })
    #expect(watchdog.look(at: 11 * Self.patience) { .max })
  }

  @Test func afterTheWorkItLooksOn() {
    let standstill = Standstill(workerCount: 1)
    var watchdog = WaitWatchdog(standstill, limit: Self.waitLimit)
    #expect(watchdog.look(at: 0) { Self.waitLimit })
    #expect(standstill.arrive() == .isLast)
    #expect(!watchdog.look(at: Self.patience) { .max })
    #expect(standstill.isAsked)
    standstill.finish()
    #expect(!watchdog.look(at: 2 * Self.patience) { .max })
    #expect(!watchdog.look(at: 2 * Self.patience + Self.waitLimit / 4 - 1) { .max })
    #expect(watchdog.look(at: 2 * Self.patience + Self.waitLimit / 4) { .max })
  }

  @Test func whoComesLastDoesTheWork() throws {
    let standstill = Standstill(workerCount: 3)
    #expect(standstill.arrive() == .isOver)
    #expect(!standstill.withdraw())
    for _ in 0..<70_000 {
      standstill.ask()
      guard case .waits(let first) = standstill.arrive(),
        case .waits(let second) = standstill.arrive()
      else {
        Issue.record("two of three have come")
        return
      }
      #expect(first == second)
      #expect(!standstill.isOver(first))
      #expect(standstill.arrive() == .isLast)
      // While it works, nobody lets the others go.
      #expect(!standstill.withdraw())
      standstill.finish()
      #expect(standstill.isOver(first))
    }
  }

  /// No thread is ever left behind, and none is inside while another one does the work.
  @Test func threadsStandStill() {
    let count = 3
    let standstill = Standstill(workerCount: count)
    let inside = Atomic<Int>(0)
    let times = Atomic<Int>(0)
    let isOver = Atomic<Bool>(false)
    let threads = (0..<count).map { _ in
      WorkerThread {
        while !isOver.load(ordering: .relaxed) {
          inside.add(1, ordering: .relaxed)
          inside.subtract(1, ordering: .relaxed)
          switch standstill.arrive() {
          case .isOver: break
          case .waits(let round): while !standstill.isOver(round) { sched_yield() }
          case .isLast:
            for _ in 0..<100 { #expect(inside.load(ordering: .relaxed) == 0) }
            times.add(1, ordering: .relaxed)
            standstill.finish()
          }
        }
      }
    }

    while times.load(ordering: .relaxed) < 200 {
      standstill.ask()
      let patience = Int.random(in: 0...20_000)
      for _ in 0..<patience where standstill.isAsked {}
      _ = standstill.withdraw()
      while standstill.isAsked {}
    }
    isOver.store(true, ordering: .relaxed)
    for thread in threads { thread.join() }
  }

  @Test func theLatestLongTurnsAreKnown() {
    var turns = LongTurns()
    turns.note(from: 10, to: 1_000_000)
    #expect(turns.end(ofTurnAt: 10) == nil)
    turns.threshold = 100
    for number in UInt64(0)..<30 { turns.note(from: 1000 * number, to: 1000 * number + 100) }
    turns.note(from: 50_000, to: 50_099)
    #expect(turns.end(ofTurnAt: 50_010) == nil)
    for number in UInt64(30 - 2 * UInt64(LongTurns.count))..<30 {
      #expect(turns.end(ofTurnAt: 1000 * number) == 1000 * number + 100)
      #expect(turns.end(ofTurnAt: 1000 * number + 99) == 1000 * number + 100)
      #expect(turns.end(ofTurnAt: 1000 * number + 100) == nil)
    }
  }

  // MARK: Budgets

  /// However fast programs run, a budget comes to last about half a microsecond, and looks at the clock become few.
  @Test(arguments: [0.02, 0.1, 0.2, 0.5, 0.9])
  func budgetsComeToTakeHalfAMicrosecond(_ nanosecondsPerInstruction: Double) {
    var budget = StopBudget()
    let run = WorkerSignals.Run(ofProgram: 1)
    var (time, looks, quickLooks): (Double, Int, Int) = (0, 0, 0)
    for _ in 0..<200 {
      budget.note(run, at: UInt64(time))
      looks += 1
      quickLooks += Int(budget.quickLooks)
      time +=
        Double(budget.instructions) * nanosecondsPerInstruction
        * Double(budget.quickLooks + 1)
    }
    let taken = Double(budget.instructions) * nanosecondsPerInstruction
    let isFastest = budget.instructions == 16_384
    #expect((400...900).contains(taken) || isFastest && taken < 400, "\(taken)")
    #expect(quickLooks > 2 * looks, "\(quickLooks), \(looks)")
  }

  /// What ran between two looks of different runs says nothing.
  @Test func onlyOneRunMeasures() {
    var budget = StopBudget()
    let before = budget.instructions
    for number in UInt(0)..<100 {
      budget.note(WorkerSignals.Run(ofProgram: number), at: UInt64(number) * 1_000_000)
    }
    #expect(budget.instructions == before)
  }
}

extension Watchdog {
  fileprivate mutating func look(at now: UInt64, _ log: OverrunLog) {
    look(at: now) { log.note(Overrun(worker: $0, time: now, kind: .stuck($1))) }
  }
}
