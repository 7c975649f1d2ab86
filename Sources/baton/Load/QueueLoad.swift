import Load

/// What is asked of a worker: requests that arrive by a plan, and such that always wait.
struct QueueLoad {
  /// Nil for none.
  var planned: Workload?
  /// How the planned rate changes with time, and ends; nil where it stays what it is.
  var curve: RateCurve?
  var backlogs: [Backlog] = []

  init(_ planned: Workload?, backlogs: [Backlog] = []) {
    self.planned = planned
    self.backlogs = backlogs
  }

  init(peak: Workload, _ curve: RateCurve) {
    planned = peak
    self.curve = curve
  }

  /// The planned requests, in the order of their arrival.
  func requests(seed: UInt64, begin: UInt64) -> AnyIterator<Request> {
    guard let planned else { return AnyIterator { nil } }
    guard let curve else {
      return AnyIterator(RequestGenerator(planned, seed: seed, begin: begin))
    }
    return AnyIterator(VaryingRequests(peak: planned, curve, seed: seed, begin: begin))
  }
}

/// A class of which there are always as many requests with the server: for each answer it gets another one.
struct Backlog {
  var classNumber: Int
  /// What each takes, in nanoseconds.
  var service: UInt64
  var count: Int
}
