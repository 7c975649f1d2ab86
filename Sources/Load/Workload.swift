import World

/// Requests that have something in common.
public struct TrafficClass: Equatable, Sendable {
  /// How many of all requests are of this class, in relation to the other classes' shares.
  public var share: Double
  public var service: ServiceTime

  public init(share: Double = 1, service: ServiceTime) {
    self.share = share
    self.service = service
  }
}

/// What is asked of a server: an open loop, as requests arrive whether or not others were answered.
public struct Workload: Equatable, Sendable {
  public var arrivals: ArrivalProcess
  public var ratePerSecond: Double
  public var classes: [TrafficClass]

  /// - Parameter classes: up to ``RequestFrame/classCount``, at least one with a share above 0.
  public init(arrivals: ArrivalProcess, ratePerSecond: Double, classes: [TrafficClass]) {
    precondition(ratePerSecond > 0 && ratePerSecond <= 1e9, "not a rate: \(ratePerSecond)")
    precondition((1...RequestFrame.classCount).contains(classes.count), "too many classes, or none")
    precondition(
      classes.allSatisfy { $0.share >= 0 } && classes.contains { $0.share > 0 },
      "shares add up to something")
    self.arrivals = arrivals
    self.ratePerSecond = ratePerSecond
    self.classes = classes
  }

  /// Such that as many servers are busy in the mean: with one server, its utilisation.
  public init(arrivals: ArrivalProcess = .poisson, load: Double, classes: [TrafficClass]) {
    self.init(arrivals: arrivals, ratePerSecond: 1, classes: classes)
    ratePerSecond = load * 1e9 / serviceMoment(1)
  }

  /// The mean of the power of the times that requests of all classes take, in nanoseconds.
  public func serviceMoment(_ order: Int) -> Double {
    let total = classes.reduce(0) { $0 + $1.share }
    return classes.reduce(0) { $0 + $1.share / total * $1.service.moment(order) }
  }
}

/// One request. Times are nanoseconds.
public struct Request: Equatable, Sendable {
  /// Counts from 0.
  public var sequence: UInt32
  public var classNumber: Int
  public var arrival: UInt64
  public var service: UInt64

  public init(sequence: UInt32, classNumber: Int, arrival: UInt64, service: UInt64) {
    self.sequence = sequence
    self.classNumber = classNumber
    self.arrival = arrival
    self.service = service
  }
}

/// The requests of a workload, in the order of their arrival: as many as anybody asks for, all from one seed.
public struct RequestGenerator: Sequence, IteratorProtocol, Sendable {
  private let workload: Workload
  private let totalShare: Double
  // Arrivals are the same where only the service times are others.
  private var arrivals: RandomSource
  private var services: RandomSource
  private var time: Double
  private var sequence: UInt32 = 0

  /// - Parameter begin: before the first arrival, in nanoseconds.
  public init(_ workload: Workload, seed: UInt64, begin: UInt64 = 0) {
    self.workload = workload
    totalShare = workload.classes.reduce(0) { $0 + $1.share }
    var seeds = RandomSource(seed: seed)
    arrivals = RandomSource(seed: seeds.next())
    services = RandomSource(seed: seeds.next())
    time = Double(begin)
  }

  public mutating func next() -> Request? {
    time += workload.arrivals.gap(mean: 1e9 / workload.ratePerSecond, &arrivals)
    let classNumber = drawClass()
    let service = workload.classes[classNumber].service.draw(&services)
    defer { sequence &+= 1 }
    return Request(
      sequence: sequence, classNumber: classNumber, arrival: UInt64(time), service: service)
  }

  private mutating func drawClass() -> Int {
    guard workload.classes.count > 1 else { return 0 }
    var left = Double.random(in: 0..<totalShare, using: &services)
    for (number, candidate) in workload.classes.enumerated() {
      left -= candidate.share
      if left < 0 { return number }
    }
    // Sums of fractions are not exact.
    return workload.classes.lastIndex { $0.share > 0 } ?? 0
  }
}
