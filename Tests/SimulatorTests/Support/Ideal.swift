import Load

/// What servers do that lose no time, by the recursions of queueing theory, over the very requests that programs serve.
enum Ideal {
  /// How long each request waits that is served in the order of arrival by one of `serverCount` servers: Lindley's
  /// recursion for one, Kiefer and Wolfowitz's for several.
  static func waits(of requests: [Request], serverCount: Int) -> [Double] {
    var freeAt = Array(repeating: 0.0, count: serverCount)
    return requests.map { request in
      let arrival = Double(request.arrival)
      let server = freeAt.indices.min { freeAt[$0] < freeAt[$1] }!
      let begin = max(freeAt[server], arrival)
      freeAt[server] = begin + Double(request.service)
      return begin - arrival
    }
  }

  /// How long each request stays where one server serves all that are there at once, each at the same speed.
  static func sojournsByProcessorSharing(of requests: [Request]) -> [Double] {
    var sojourns = Array(repeating: 0.0, count: requests.count)
    // How much anybody has been served who was there all the time, and those who are there, by when they have enough of
    // that: the last one leaves first.
    var (level, now) = (0.0, 0.0)
    var present: [(index: Int, end: Double)] = []
    func advance(to moment: Double) {
      while let next = present.last {
        let end = now + (next.end - level) * Double(present.count)
        guard end <= moment else { break }
        sojourns[next.index] = end - Double(requests[next.index].arrival)
        (now, level) = (end, next.end)
        present.removeLast()
      }
      if !present.isEmpty, moment < .infinity { level += (moment - now) / Double(present.count) }
      now = moment
    }
    for (index, request) in requests.enumerated() {
      advance(to: Double(request.arrival))
      let end = level + Double(request.service)
      let place = present.firstIndex { $0.end < end } ?? present.count
      present.insert((index, end), at: place)
    }
    advance(to: .infinity)
    return sojourns
  }
}

/// Means that are known of queues with Poisson arrivals in the long run. Times are nanoseconds.
enum ClosedForm {
  /// Of waiting for one server, in the order of arrival (Pollaczek and Khinchine).
  static func wait(_ workload: Workload) -> Double {
    let rate = workload.ratePerSecond / 1e9
    let load = rate * workload.serviceMoment(1)
    return rate * workload.serviceMoment(2) / (2 * (1 - load))
  }

  /// Of the square of that (Takács).
  static func squaredWait(_ workload: Workload) -> Double {
    let rate = workload.ratePerSecond / 1e9
    let load = rate * workload.serviceMoment(1)
    let wait = wait(workload)
    return 2 * wait * wait + rate * workload.serviceMoment(3) / (3 * (1 - load))
  }

  /// Of waiting for one of several servers, where service times are exponential (Erlang's formula C).
  static func wait(_ workload: Workload, serverCount: Int) -> Double {
    let service = workload.serviceMoment(1)
    let offered = workload.ratePerSecond / 1e9 * service
    // Erlang's formula B, by its recursion.
    let blocked = (1...serverCount).reduce(1.0) { $0 * offered / (Double($1) + $0 * offered) }
    let load = offered / Double(serverCount)
    let waits = blocked / (1 - load * (1 - blocked))
    return waits * service / (Double(serverCount) - offered)
  }

  /// Of the slowdown where one server serves all that are there, whatever their service times are.
  static func slowdownByProcessorSharing(_ workload: Workload) -> Double {
    1 / (1 - workload.ratePerSecond / 1e9 * workload.serviceMoment(1))
  }
}
