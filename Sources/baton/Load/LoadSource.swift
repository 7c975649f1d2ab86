import Load

/// The requests of one queue, in the order in which they arrive.
final class LoadSource {
  private var client: LoadClient
  private let workload: Workload
  private let seed: UInt64
  private var generator: RequestGenerator
  private var upcoming: Request?

  init(_ client: consuming LoadClient, _ workload: Workload, seed: UInt64) {
    self.client = client
    self.workload = workload
    self.seed = seed
    generator = RequestGenerator(workload, seed: seed)
  }

  func begin(at time: UInt64) {
    generator = RequestGenerator(workload, seed: seed, begin: time)
    upcoming = generator.next()
  }

  /// Sends what has arrived by then.
  func send(until now: UInt64) {
    while let request = upcoming, request.arrival <= now {
      client.send(request)
      upcoming = generator.next()
    }
  }

  func collect(at now: UInt64, _ body: (Answer) -> Void) { client.collect(at: now, body) }

  var openCount: UInt64 { client.sentCount - client.answeredCount }
  var refusedCount: UInt64 { client.refusedCount }
}
