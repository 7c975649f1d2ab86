import CBaton
import World

/// How far each worker of the virtual world has come in its turn: what its clock reads, and what work costs that takes a
/// known time.
///
/// Whoever makes them gives their memory back, after the workers are gone. All is for the one thread that the virtual
/// world runs on.
@safe
struct WorkerTimes: @unchecked Sendable {
  private let times: UnsafeMutablePointer<baton_time>
  /// Whether workers have clocks of their own.
  private let areOwn: Bool

  init(count: Int, picosecondsPerStep: UInt64, areOwn: Bool) {
    unsafe times = .allocate(capacity: count)
    unsafe times.initialize(
      repeating: baton_time(end: 0, left: 0, rate: picosecondsPerStep, charge: 0, woken: 0),
      count: count)
    self.areOwn = areOwn
  }

  func deallocate() { unsafe times.deallocate() }

  /// For the worker's engine. Not of use longer than this.
  func time(of worker: Int) -> UnsafeMutablePointer<baton_time> { unsafe times + worker }

  /// The worker's own clock; nil where all have one.
  func clock(of worker: Int) -> WorldClock? {
    guard areOwn else { return nil }
    let time = unsafe UnsafeMutableRawPointer(times + worker)
    // Sound: the times outlive the workers, which alone have their clocks.
    return unsafe WorldClock(isVirtual: true, context: time) {
      unsafe baton_elapsed($0!.assumingMemoryBound(to: baton_time.self)) / 1_000
    }
  }

  /// The budget of an instruction's cost. Where one time passes for all, a turn takes none, and it does not matter.
  var stopBudget: StopBudget {
    areOwn ? unsafe StopBudget(picosecondsPerInstruction: times.pointee.rate) : StopBudget()
  }

  // MARK: Turns

  /// The worker may take steps, from a moment in picoseconds on.
  func begin(_ worker: Int, at moment: UInt64, stepLimit: Int) {
    // What is charged of less than a step is a part of the moment.
    let rate = unsafe times[worker].rate
    unsafe times[worker].end = moment + UInt64(stepLimit) * rate
    unsafe times[worker].left = Int64(stepLimit)
    unsafe times[worker].charge = 0
  }

  /// Sets how many steps the worker has left, of which what is charged takes its part; how many those are then.
  func settle(_ worker: Int, stepsLeft: Int) -> Int {
    unsafe times[worker].left = Int64(stepsLeft)
    _ = unsafe baton_take_charge(times + worker)
    return unsafe Int(times[worker].left)
  }

  /// How far the worker has come, in picoseconds.
  func elapsed(of worker: Int) -> UInt64 { unsafe baton_elapsed(times + worker) }

  // MARK: Costs

  /// The worker has done work of that many nanoseconds.
  func charge(_ nanoseconds: UInt64, to worker: Int) {
    unsafe times[worker].charge += nanoseconds * 1_000
  }

  /// Somebody has woken the worker at that moment, in nanoseconds.
  func noteWake(of worker: Int, at moment: UInt64) { unsafe times[worker].woken = moment + 1 }

  /// When somebody has woken the worker last, if that was not asked before.
  func takeWake(of worker: Int) -> UInt64? {
    let woken = unsafe times[worker].woken
    unsafe times[worker].woken = 0
    return woken > 0 ? woken - 1 : nil
  }
}
