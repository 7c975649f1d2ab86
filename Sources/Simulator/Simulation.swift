import Devices
import Load
import Runtime
import World

/// An instance of programs on virtual cores that run side by side, and the load that it is under.
public final class Simulation {
  public let runtime: VirtualRuntime
  private let configuration: SimulationConfiguration
  private let clients: [Client]
  private var random: RandomSource
  private var nextQueue = 0

  /// A client has to stand in an array.
  private final class Client {
    var client: LoadClient
    init(_ queue: consuming DeviceQueue) { client = LoadClient(queue: queue) }
  }

  /// - Throws: `LoadError`, `DeviceError` and what else keeps an instance from being made.
  public init(unit: LoadedUnit, _ configuration: SimulationConfiguration) throws {
    self.configuration = configuration
    random = RandomSource(seed: configuration.seed)
    let link = try MemoryLink(Self.linkConfiguration(configuration))
    runtime = try VirtualRuntime(
      unit: unit, workerCount: configuration.workerCount, coreCount: configuration.coreCount,
      stallLimit: configuration.stallLimit, frameLimit: configuration.requestMax,
      chunkCount: 2 * configuration.requestMax, seed: configuration.seed,
      order: .timed(configuration.timing), policy: configuration.policy,
      policyHasOwnCore: configuration.policyHasOwnCore
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    clients = try (0..<configuration.workerCount).map {
      Client(DeviceQueue(try link.openQueue($0, at: .far, poolID: UInt32(1024 + $0))))
    }
  }

  private static func linkConfiguration(
    _ configuration: SimulationConfiguration
  ) -> MemoryLink.Configuration {
    var link = MemoryLink.Configuration()
    link.queueCount = configuration.workerCount
    link.shape.chunkCount = configuration.requestMax
    // All chunks of an end may be on the wire.
    while link.wireCapacity < configuration.requestMax { link.wireCapacity *= 2 }
    return link
  }

  public var sentCount: UInt64 { clients.reduce(0) { $0 + $1.client.sentCount } }
  public var answeredCount: UInt64 { clients.reduce(0) { $0 + $1.client.answeredCount } }
  /// Requests that were lost before the server had them, as it had no packet free.
  public var refusedCount: UInt64 { clients.reduce(0) { $0 + $1.client.refusedCount } }
  public var strayCount: UInt64 { clients.reduce(0) { $0 + $1.client.strayCount } }
  /// Requests that were sent, and whose data path has not ended.
  public var pendingCount: UInt64 {
    let counters = runtime.counters
    let ended = counters.endedCount
    return sentCount > ended ? sentCount - ended : 0
  }

  /// Has requests arrive, each at exactly its time, and hands out the answers as they come. Ends where all have been
  /// answered or dropped, or after `patience` nanoseconds without another one that was.
  ///
  /// - Parameters:
  ///   - requests: in the order of their arrival.
  ///   - lookout: looks at what goes on meanwhile.
  public func run(
    _ requests: some Sequence<Request>, patience: UInt64 = 1_000_000_000,
    lookout: Lookout? = nil, answer body: (Answer) -> Void
  ) {
    var lookout = lookout
    for request in requests {
      go(until: request.arrival, &lookout, body)
      send(request)
    }
    if let end = lookout?.end { go(until: end, &lookout, body) }
    finish(patience: patience, body)
  }

  /// Lets the world go on, with all looks until that moment.
  private func go(until moment: UInt64, _ lookout: inout Lookout?, _ body: (Answer) -> Void) {
    while let next = lookout?.next, next <= moment {
      runtime.run(until: next)
      collect(body)
      lookout?.take()
    }
    runtime.run(until: moment)
    collect(body)
  }

  private func send(_ request: Request) {
    let queue = chooseQueue(for: request)
    guard clients[queue].client.send(request) else { return }
    runtime.packetArrived(at: queue, moment: request.arrival)
  }

  private func chooseQueue(for request: Request) -> Int {
    switch configuration.steering {
    case .toFirst: return 0
    case .byClass: return request.classNumber % clients.count
    case .anywhere: return Int.random(in: clients.indices, using: &random)
    case .inTurn:
      defer { nextQueue = (nextQueue + 1) % clients.count }
      return nextQueue
    }
  }

  private func collect(_ body: (Answer) -> Void) {
    let now = runtime.world.now
    for client in clients { client.client.collect(at: now, body) }
  }

  private func finish(patience: UInt64, _ body: (Answer) -> Void) {
    var (left, deadline) = (pendingCount, runtime.world.now + patience)
    while left > 0, runtime.world.now < deadline {
      runtime.run(until: runtime.world.now + patience / 1_000)
      collect(body)
      let before = left
      left = pendingCount
      if left < before { deadline = runtime.world.now + patience }
    }
    collect(body)
  }
}
