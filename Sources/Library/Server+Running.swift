import Applications
import Devices
import Dispatch
import NetStack
import Runtime
import Wire
import World

/// Start and end.
extension Server {
  /// Opens the device's queues and starts the workers, and before them the thread that tells tasks what happens.
  public func start() throws(ServerError) {
    do {
      try state.withLock { state in
        guard state.phase == .new else { throw ServerError.alreadyStarted }
        try start(&state)
        state.phase = .running
      }
    } catch let error as ServerError {
      throw error
    } catch let error as DeviceError {
      throw .device(error)
    } catch {
      throw .failed("\(error)")
    }
  }

  private func start(_ state: inout State) throws {
    let board = try ChannelBoard(
      workerCount: workerCount, ports: state.listeners.map(\.port),
      channelCount: configuration.connectionLimit, octetCapacity: configuration.connectionByteCount)
    let runtime = try RealRuntime(
      unit: unit, workerCount: workerCount, cores: configuration.cores,
      idling: configuration.spins ? .spin : .park,
      runLimit: UInt64(configuration.runLimit / .nanoseconds(1)), frameLimit: 4096,
      chunkCount: device.packetCount, network: network(state, board)
    ) { [device] worker in try device.openQueue(worker) }
    let hub = ConnectionHub(board, state.listeners.map(\.core), wake: runtime.waker)
    // The thread that resumes tasks is there before workers bind themselves to cores. As workers resume none, Swift's
    // executor never makes a thread from one of theirs.
    hub.start()
    runtime.start()
    state.runtime = runtime
    let observer = runtime.observer
    live.withLock { ($0.hub, $0.observer) = (hub, observer) }
  }

  private func network(_ state: State, _ board: ChannelBoard) -> NetworkConfiguration {
    var random = SystemRandomNumberGenerator()
    let host = HostConfiguration(
      hardwareAddress: MACAddress(octets: device.hardwareAddress ?? madeUpAddress),
      address: address.address, prefixLength: address.prefixLength, gateway: address.gateway,
      mtu: min(device.mtu, 1500), heldPacketLimit: 512, secret: (random.next(), random.next()))
    var network = NetworkConfiguration(
      host: host, services: state.services, handlers: state.handlers,
      application: ApplicationConfiguration(
        epochNanoseconds: WorldClock.monotonicEpoch, hashKey: (random.next(), random.next()),
        memoryByteCountMax: configuration.storeByteCountMax))
    network.board = board
    return network
  }

  /// Of a device that has none: locally administered, and another one for each address.
  private var madeUpAddress: [UInt8] {
    [2, 0] + (0..<4).map { UInt8(truncatingIfNeeded: address.address.bits >> (24 - 8 * $0)) }
  }

  /// Ends in good order: no connection is taken any more, what has arrived is answered, what was sent goes out, and all are
  /// closed, within `limit`; then the workers end. Streams of connections throw ``ConnectionError/stopped``.
  ///
  /// - Returns: the same again where it was stopped before.
  public func stop(within limit: Duration = .seconds(5)) async -> Report {
    await withCheckedContinuation { continuation in
      // Not on a thread of Swift's executor: tasks need these to come to their ends.
      DispatchQueue(label: "baton.stop").async {
        continuation.resume(returning: self.stop(within: limit))
      }
    }
  }

  /// The same, on the calling thread.
  func stop(within limit: Duration) -> Report {
    state.withLock { state in
      if let report = live.withLock({ $0.report }) { return report }
      let report = end(&state, within: limit)
      state.phase = .stopped
      live.withLock { $0 = Live(report: report) }
      return report
    }
  }

  private func end(_ state: inout State, within limit: Duration) -> Report {
    guard let runtime = state.runtime else {
      for listener in state.listeners { listener.core.close() }
      return Report()
    }
    let hub = live.withLock { $0.hub }
    hub?.beginStopping()
    let isDrained = runtime.drainNetwork(seconds: limit / .seconds(1))
    runtime.stop()
    hub?.end()
    runtime.shutDown()
    var report = Report()
    report.isDrained = isDrained
    report.counters = runtime.counters
    report.networkCounters = runtime.stackCounters ?? NetworkCounters()
    report.coroutinesLeft = runtime.frameCount
    report.chunksMissing = (0..<workerCount).reduce(0) { sum, worker in
      sum + runtime.withQueue(of: worker) { $0.chunkCounts.held }
    }
    state.runtime = nil
    return report
  }

  /// Starts, serves until SIGINT (Ctrl-C) or SIGTERM comes, and stops.
  public func run() async throws(ServerError) -> Report {
    let signals = StopSignals()
    try start()
    await signals.first()
    return await stop()
  }
}

extension Server {
  /// What a run has come to.
  public struct Report: Sendable, CustomStringConvertible {
    /// What all workers have counted.
    public var counters = Counters()
    /// What the network stacks of all workers have counted.
    public var networkCounters = NetworkCounters()
    /// All connections were closed in time, on both sides.
    public var isDrained = true
    /// Coroutines that nobody has ended, and chunks that did not come home: none, or something is wrong with Baton.
    public var coroutinesLeft = 0
    public var chunksMissing = 0

    /// All that began has ended, and everything is back where it came from.
    public var isClean: Bool {
      coroutinesLeft == 0 && chunksMissing == 0 && counters.begunCount == counters.endedCount
    }

    public var description: String {
      let packets =
        "\(counters.received) packets received, \(counters.givenToStack) for the network stack, "
        + "\(counters.sentByStack) sent by it"
      let end = isDrained ? "all connections closed" : "some connections cut"
      let rest =
        isClean
        ? "everything is back"
        : "\(coroutinesLeft) coroutines and \(chunksMissing) chunks are left"
      return "\(packets); \(end); \(rest)"
    }
  }
}
