/// Where the policy of an instance is run, for those that it is about.
@safe
struct PolicyOffice {
  let worker: Int
  private let seat: UnsafeMutablePointer<PolicySeat>

  /// Of the worker that has the seat, which outlives all others' use of it.
  init(of worker: Worker, _ seat: UnsafeMutablePointer<PolicySeat>) {
    self.worker = worker.index
    unsafe self.seat = unsafe seat
  }

  /// Whether the policy is to be run when somebody wakes.
  var waitsForWake: Bool { unsafe seat.pointee.waitsForWake.load(ordering: .relaxed) }
}

extension Services {
  /// The worker sleeps from here on.
  mutating func noteSleep() {
    counters.parks += 1
    isParked = true
  }

  /// The worker has slept, and has something to do again: whoever decides where it runs may want to know.
  @inline(never)
  mutating func noteWork() {
    isParked = false
    endedSleepCount &+= 1
    guard let office, office.waitsForWake else { return }
    wake(office.worker)
  }
}
