import Load

/// What is asked of a worker: requests that arrive by a plan, and such that always wait.
struct QueueLoad {
  /// Nil for none.
  var planned: Workload?
  var backlogs: [Backlog] = []

  init(_ planned: Workload?, backlogs: [Backlog] = []) {
    self.planned = planned
    self.backlogs = backlogs
  }
}

/// A class of which there are always as many requests with the server: for each answer it gets another one.
struct Backlog {
  var classNumber: Int
  /// What each takes, in nanoseconds.
  var service: UInt64
  var count: Int
}
