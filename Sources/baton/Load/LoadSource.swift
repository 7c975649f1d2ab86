import Load

/// The requests of one queue, in the order in which they arrive.
final class LoadSource {
  private var client: LoadClient
  private let load: QueueLoad
  private let seed: UInt64
  private var requests = AnyIterator<Request> { nil }
  private var upcoming: Request?

  init(_ client: consuming LoadClient, _ load: QueueLoad, seed: UInt64) {
    self.client = client
    self.load = load
    self.seed = seed
  }

  /// Sends what is always to wait, and plans the rest.
  func begin(at now: UInt64, plannedFrom begin: UInt64) {
    for backlog in load.backlogs {
      for _ in 0..<backlog.count { send(backlog, at: now) }
    }
    requests = load.requests(seed: seed, begin: begin)
    upcoming = requests.next()
  }

  private func send(_ backlog: Backlog, at time: UInt64) {
    client.send(
      Request(
        sequence: 0, classNumber: backlog.classNumber, arrival: time, service: backlog.service))
  }

  /// Sends what has arrived by then.
  func send(until now: UInt64) {
    while let request = upcoming, request.arrival <= now {
      client.send(request)
      upcoming = requests.next()
    }
  }

  /// Takes answers in, and keeps backlogs as long as they are until `end`.
  func collect(at now: UInt64, until end: UInt64, _ body: (Answer) -> Void) {
    var answered = InlineArray<4, Int>(repeating: 0)
    client.collect(at: now) { answer in
      if answered.indices.contains(answer.request.classNumber) {
        answered[answer.request.classNumber] += 1
      }
      body(answer)
    }
    guard now < end else { return }
    for backlog in load.backlogs {
      for _ in 0..<answered[backlog.classNumber] { send(backlog, at: now) }
    }
  }

  var openCount: UInt64 { client.sentCount - client.answeredCount }
  var refusedCount: UInt64 { client.refusedCount }
}
