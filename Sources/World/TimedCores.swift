/// The local times of workers that run side by side, each on a core of its own or several on one. The worker that is
/// furthest behind runs next, until it is a little ahead of the one behind which it was.
///
/// A worker that has nothing to do does not run: its time jumps to the next thing that may concern it. Of those on one
/// core, one at a time is in a turn, and the next one begins when that has ended; guests of a core begin when those whose it
/// is have nothing to do. Times are in picoseconds, as an instruction may cost less than a nanosecond.
struct TimedCores: Sendable {
  private enum Activity: Sendable {
    case runs
    /// It looks again whenever another core has come as far.
    case polls
    /// Nothing happens on it before its event, or before somebody wakes it.
    case waits
  }

  private struct Core: Sendable {
    /// How far it has come.
    var time: UInt64 = 0
    /// When it runs next: never before its own time.
    var next: UInt64 = 0
    var activity = Activity.runs
    /// How long it waits at most for those whose place it is; nil where it is one of them.
    var patience: UInt64?
  }

  /// What workers may have in common.
  private struct Place: Sendable {
    /// When the last turn there ended, or has come to.
    var busyUntil: UInt64 = 0
    /// The worker that is in the middle of one.
    var holder: Int?
  }

  static let never = UInt64.max
  /// A core that is alone does not run for ever without being asked again.
  private static let stepLimitMax: UInt64 = 1 << 20

  let timing: CoreTiming
  private var cores: [Core]
  private var places: [Place]
  /// Where each of them is.
  private var placement: [Int]

  init(count: Int, timing: CoreTiming) {
    precondition(timing.isValid, "not a timing: \(timing)")
    self.timing = timing
    cores = Array(repeating: Core(), count: count)
    places = Array(repeating: Place(), count: count)
    placement = Array(0..<count)
  }

  /// When the next of them runs; ``never`` where all wait for what only the outside can bring.
  var earliest: UInt64 { cores.indices.reduce(Self.never) { min($0, start(of: $1)) } }

  /// How far the one has come that has come furthest.
  var latest: UInt64 { cores.reduce(0) { max($0, $1.time) } }

  /// When one runs next, as far as the others on its place are concerned, too.
  private func start(of index: Int) -> UInt64 {
    let place = places[placement[index]]
    let next = cores[index].next
    guard next != Self.never, place.holder != index else { return next }
    // Who is in the middle of a turn goes on first.
    if let holder = place.holder {
      let first = cores[holder].next
      return first == Self.never ? first : max(next, first + 1)
    }
    return afterOwners(of: placement[index], index, from: max(next, place.busyUntil))
  }

  /// When a guest begins that could from `time` on: behind those whose place it is and who have something to do by then,
  /// where it has not waited for too long. Those that only poll have not.
  private func afterOwners(of place: Int, _ index: Int, from time: UInt64) -> UInt64 {
    guard let patience = cores[index].patience, time - cores[index].next < patience else {
      return time
    }
    var begin = time
    for owner in cores.indices
    where placement[owner] == place && cores[owner].patience == nil
      && cores[owner].activity != .polls && cores[owner].next <= time
    {
      begin = max(begin, max(cores[owner].next, places[place].busyUntil) + 1)
    }
    return begin
  }

  // MARK: Places

  /// Has a worker run on that core from its next turn on: where it waits on another one, not before `time`. A guest waits until
  /// those whose core it is have nothing to do, for `patience` at most.
  mutating func put(_ index: Int, on place: Int, at time: UInt64 = 0, patience: UInt64? = nil) {
    if placement[index] != place { cores[index].next = max(cores[index].next, time) }
    placement[index] = place
    cores[index].patience = patience
  }

  func place(of index: Int) -> Int { placement[index] }

  /// The worker has come to where it is by now, in the middle of a turn or at the end of one.
  mutating func occupy(_ index: Int, isInTurn: Bool) {
    places[placement[index]].busyUntil = cores[index].time
    places[placement[index]].holder = isInTurn ? index : nil
  }

  // MARK: Turns

  func time(of core: Int) -> UInt64 { cores[core].time }

  /// The core that runs next, and for how long; nil where none does before `end`. Of cores that have come equally far,
  /// chance decides, and of those on one place who has waited longest.
  mutating func nextTurn(
    before end: UInt64, _ random: inout RandomSource
  ) -> (core: Int, stepLimit: Int)? {
    let first = furthestBehind(&random)
    let begin = start(of: first)
    guard begin < end else { return nil }
    cores[first].time = begin
    cores[first].activity = .runs
    var second = Self.never
    for index in cores.indices where index != first { second = min(second, start(of: index)) }
    let horizon = min(saturatingSum(second, timing.lookaheadNanoseconds * 1_000), end)
    let steps = (horizon - begin - 1) / timing.picosecondsPerStep + 1
    return (first, Int(min(steps, Self.stepLimitMax)))
  }

  private func furthestBehind(_ random: inout RandomSource) -> Int {
    var first = 0
    var equals: UInt64 = 1
    for index in cores.indices.dropFirst() {
      let (candidate, best) = (start(of: index), start(of: first))
      if candidate < best || (candidate == best && hasWaitedLonger(index, than: first)) {
        first = index
        equals = 1
      } else if candidate == best, !hasWaitedLonger(first, than: index) {
        equals += 1
        if random.next() % equals == 0 { first = index }
      }
    }
    return first
  }

  /// Whether of two on one place it has been able to run for longer: they take turns.
  private func hasWaitedLonger(_ index: Int, than other: Int) -> Bool {
    placement[index] == placement[other] && cores[index].next < cores[other].next
  }

  /// The core has come as far as that, and goes on.
  mutating func advance(_ core: Int, to time: UInt64) {
    cores[core].time = max(cores[core].time, time)
    cores[core].next = cores[core].time
    cores[core].activity = .runs
  }

  /// The core waits for its event, or for ever.
  mutating func wait(_ core: Int, until event: UInt64) {
    cores[core].activity = .waits
    cores[core].next = max(cores[core].time, event)
  }

  /// The core has found nothing to do, and looks again: at its event at the latest, and before that as soon as another
  /// core may have done something that concerns it. Those that only poll do nothing of the kind.
  mutating func poll(_ core: Int, until event: UInt64) {
    cores[core].activity = .polls
    var next = event
    for other in cores where other.activity != .polls { next = min(next, other.next) }
    cores[core].next = max(cores[core].time, next)
  }

  /// Something happens at `time` that concerns the core, whatever it waits for.
  mutating func wake(_ core: Int, at time: UInt64) {
    guard cores[core].activity != .runs else {
      // It runs anyway, but not before it could know.
      return advance(core, to: time)
    }
    cores[core].next = min(cores[core].next, max(cores[core].time, time))
    // What it does may concern those that poll.
    for index in cores.indices where cores[index].activity == .polls {
      cores[index].next = min(cores[index].next, max(cores[index].time, time))
    }
  }
}

/// Sums that reach the largest number stay there.
private func saturatingSum(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let (sum, overflows) = a.addingReportingOverflow(b)
  return overflows ? .max : sum
}
