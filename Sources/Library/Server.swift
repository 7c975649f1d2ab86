import Applications
import CLinux
import NetStack
import Runtime
import Synchronization
import Wire
import World

/// A host on a device, in this process: verified programs decide where and when its work is done, handlers and tasks do it.
///
/// ```swift
/// let server = try Server(.afxdp("eth0"), address: "192.0.2.7/24")
/// try server.onRequest(port: 80, framing: .http) { request, reply in
///   reply.append("Hello, World!\n")
/// }
/// print(try await server.run())
/// ```
///
/// Each queue of the device has a worker, a thread that may be bound to a core. Handlers (``onRequest(port:framing:_:)``) run
/// there, scheduled with everything else that the programs schedule. Tasks (``listen(port:)``, ``connect(to:port:worker:)``)
/// run on Swift's own executor, beside the workers.
public final class Server: Sendable {
  /// How a server runs.
  public struct Configuration: Sendable {
    /// The cores that workers are bound to, in turn; none: where the system puts them. Tasks are not kept off these.
    public var cores: [Int] = []
    /// Where to send what is not on the link.
    public var gateway: String?
    /// Workers look for work all the time: the lowest latency, and a whole core for each.
    public var spins = false
    /// How long a program, with the handlers that it calls, may run at a time before the watchdog ends or reports it.
    public var runLimit = Duration.seconds(1)
    /// How many connections each worker may have for tasks at a time.
    public var connectionLimit = 1024
    /// How many octets a connection holds each way between worker and task; a power of two from 4,096 on.
    public var connectionByteCount = 64 << 10
    /// How much memory each worker's store of keys and values (``serve(_:port:)``) may take.
    public var storeByteCountMax = 256 << 20

    public init() {}
  }

  let configuration: Configuration
  let device: OpenDevice
  let unit: LoadedUnit
  let address: HostAddress
  let state = Mutex(State())
  let live = Mutex(Live())

  /// What was said before the start, and what runs after it.
  struct State {
    var phase = Phase.new
    var ports: Set<Port> = []
    var services: [(name: String, port: UInt16)] = []
    var handlers: [NetworkConfiguration.Handler] = []
    var listeners: [(port: UInt16, core: ListenerCore)] = []
    var runtime: RealRuntime?
  }

  /// What is asked while it runs and after that. Beside the rest, which is locked while the server starts or stops.
  struct Live {
    var hub: ConnectionHub?
    var observer: InstanceObserver?
    var report: Report?
  }

  enum Phase { case new, running, stopped }

  /// Of TCP, or of UDP.
  struct Port: Hashable {
    var number: UInt16
    var isOfDatagrams = false
  }

  /// Attaches to the device and verifies the data path; nothing runs yet.
  ///
  /// - Parameter address: An IPv4 address and the length of its prefix, such as `10.0.0.2/24`.
  public init(
    _ device: Device, address: String, dataPath: DataPath = .network,
    configuration: Configuration = Configuration()
  ) throws(ServerError) {
    try configuration.check()
    self.configuration = configuration
    self.address = try HostAddress(address, gateway: configuration.gateway)
    do {
      self.device = try OpenDevice(device)
    } catch {
      throw .device(error)
    }
    unit = try dataPath.load(workerCount: self.device.queues.count)
  }

  /// Stops at once what still runs.
  deinit { _ = stop(within: .zero) }

  // MARK: What it serves

  /// Has `handler` answer the requests at a TCP port, or, where `framing` is `.datagrams`, at a UDP port, on the workers. Before the
  /// start.
  ///
  /// The handler is called once for each request, in the step of a service on the worker that has the connection: several
  /// workers call it at the same time. It borrows the request's octets and appends to the reply. It must not block: nothing
  /// else happens on its worker meanwhile; the watchdog reports one that runs for too long (``takeOverruns()``).
  public func onRequest(
    port: UInt16, framing: Framing, _ handler: @escaping RequestHandler
  ) throws(ServerError) {
    try register([Port(number: port, isOfDatagrams: framing.isOfDatagrams)]) { state in
      state.handlers.append(.init(port: port, framing: framing, answer: handler))
    }
  }

  /// Has a service that ships with Baton answer at a TCP port: `echo`, `http` or `kv`; the echo answers at the UDP port, too. Before
  /// the start.
  public func serve(_ name: String, port: UInt16) throws(ServerError) {
    guard Application.names.contains(name) else { throw .unknownService(name) }
    let echoesDatagrams = Application.echoesDatagrams(named: name)
    let datagrams = echoesDatagrams ? [Port(number: port, isOfDatagrams: true)] : []
    try register([Port(number: port)] + datagrams) { $0.services.append((name, port)) }
  }

  /// Takes the connections at a TCP port, for tasks. Before the start.
  public func listen(port: UInt16) throws(ServerError) -> Listener {
    let core = try state.withLock { state throws(ServerError) in
      guard state.listeners.count < Self.listenerCountMax else {
        throw .tooManyListeners(Self.listenerCountMax)
      }
      try state.take([Port(number: port)])
      let core = ListenerCore(number: state.listeners.count)
      state.listeners.append((port, core))
      return core
    }
    return Listener(port: port, core)
  }

  /// How many listeners a server may have.
  public static let listenerCountMax = ChannelTable.listenerCountMax

  private func register(
    _ ports: [Port], _ body: (inout State) -> Void
  ) throws(ServerError) {
    try state.withLock { state throws(ServerError) in
      try state.take(ports)
      body(&state)
    }
  }

  // MARK: While it runs

  /// Makes a connection, for a task.
  ///
  /// - Parameter worker: Which worker is to have it. What comes in by another one's queue is brought there.
  /// - Throws: ``ConnectionError``, `stopped` where the server does not run.
  public func connect(
    to address: String, port: UInt16, worker: Int = 0
  ) async throws(ConnectionError) -> Connection {
    precondition((0..<workerCount).contains(worker), "no such worker")
    guard let remote = IPv4Address(address) else { throw .badAddress(address) }
    guard let hub = live.withLock({ $0.hub }) else { throw .stopped }
    return try await hub.connect(to: IPAddress(remote), port: port, worker: worker)
  }

  /// What its workers have counted so far; all is 0 before the start.
  public var counters: Counters {
    let (observer, report) = live.withLock { ($0.observer, $0.report) }
    return observer?.counters ?? report?.counters ?? Counters()
  }

  /// What their network stacks have counted so far, one field a reason; all is 0 before the start.
  public var networkCounters: NetworkCounters {
    let (observer, report) = live.withLock { ($0.observer, $0.report) }
    return observer?.stackCounters ?? report?.networkCounters ?? NetworkCounters()
  }

  /// What there is to know about the device, a line each, such as what it can't do although it would be faster. Complete once
  /// the server was started.
  public var notices: [String] { device.notices }

  /// How many workers it has.
  public var workerCount: Int { device.queues.count }

  /// What the watchdog found since the last time, a line each: programs that ran for longer than the limit, and exported
  /// functions, such as `net_serve` with a handler in it, that did not return for as long.
  public func takeOverruns() -> [String] {
    let limit = configuration.runLimit / .milliseconds(1)
    return unit.overruns.take().map {
      "worker \($0.worker): \(unit.text(of: $0, limit: "\(limit)"))"
    }
  }
}

/// What workers count.
public typealias Counters = WorkerCounters
/// What network stacks count.
public typealias NetworkCounters = StackCounters
public typealias Framing = Applications.Framing
public typealias RequestHandler = Applications.RequestHandler
public typealias RequestView = Applications.RequestView
public typealias Reply = Applications.Reply

extension Server.State {
  /// Takes ports for somebody who listens there.
  mutating func take(_ wanted: [Server.Port]) throws(ServerError) {
    guard phase == .new else { throw .alreadyStarted }
    for port in wanted where ports.contains(port) { throw .portTaken(port.number) }
    ports.formUnion(wanted)
  }
}

extension Server.Configuration {
  /// Refuses what can't be had.
  func check() throws(ServerError) {
    guard runLimit > .zero else { throw .badConfiguration("runLimit \(runLimit): more than none") }
    guard (1...1 << 16).contains(connectionLimit) else {
      throw .badConfiguration("connectionLimit \(connectionLimit): give 1 to 65536")
    }
    guard (4096...1 << 24).contains(connectionByteCount), connectionByteCount.nonzeroBitCount == 1
    else {
      throw .badConfiguration(
        "connectionByteCount \(connectionByteCount): give a power of two, 4096 to 16777216")
    }
    guard storeByteCountMax >= 1 << 20 else {
      throw .badConfiguration("storeByteCountMax \(storeByteCountMax): give 1048576 at least")
    }
    for core in cores where core < 0 || linux_thread_may_use_cpu(UInt32(clamping: core)) != 1 {
      throw .badConfiguration("core \(core): there is none, or this process may not use it")
    }
  }
}
