import Applications
import CBaton
import Devices
import NetStack

/// The network stack of one worker, and the services that it has. Where there are several workers, who uses it holds its lock
/// (`HostTable`).
struct WorkerNetwork: ~Copyable {
  var stack: NetworkStack
  var lanes: FlowLanes
  /// When anything was last done with the stack, in nanoseconds.
  var latestTime: UInt64
  private var services: ServiceList
  /// Connections that tasks of the control side have; nil where there are none.
  private var channels: WorkerChannels?
  /// What each service keeps of the connections, by the numbers of their sockets.
  private var seats: [Seat] = []
  private var reply = ReplyBuffer()
  private var gathered: [UInt8] = []

  /// No connection is taken any more, and each is closed once it has answered what has arrived.
  private(set) var isDraining = false
  private var listeners: [SocketReference] = []
  /// Services that answer datagrams, by their numbers.
  private var datagramServices: [Int] = []

  private struct Seat {
    var service: Int?
    var state = ConnectionState()
    /// What was answered and had no room yet.
    var unsent: [UInt8] = []
    /// The reply is the last one.
    var isClosing = false
  }

  /// A reply is begun where there is room for as many octets.
  private static let replyRoom = 4096
  /// How many octets are put together for a request that lies in several packets, before a service decides.
  private static let gatheredCountMax = 1 << 20

  /// The network of the worker whose number `configuration.host` says.
  init(_ configuration: NetworkConfiguration, at now: UInt64) throws {
    stack = NetworkStack(configuration.host, at: now)
    services = ServiceList(
      capacity: configuration.services.count + configuration.handlers.count)
    lanes = FlowLanes(seed: configuration.host.secret.1)
    latestTime = now
    try addServices(configuration)
    if let board = configuration.board {
      channels = try WorkerChannels(board, worker: configuration.host.worker, &stack)
    }
    for number in 0..<services.count {
      let (port, name) = (services[number].port, services[number].name)
      if services[number].datagrams != .answered {
        listeners.append(try Self.listen(&stack, port: port, for: name))
      }
      guard services[number].datagrams != .none else { continue }
      try Self.bind(&stack, port: port, for: name)
      datagramServices.append(number)
    }
  }

  private mutating func addServices(_ configuration: NetworkConfiguration) throws {
    for entry in configuration.services {
      services.append(
        Service(
          name: entry.name, port: entry.port,
          application: try Self.application(entry.name, configuration.application)))
    }
    for handler in configuration.handlers {
      let service = HandlerService(
        handler.framing, configuration: configuration.application, handler.answer)
      services.append(
        Service(name: "a handler", port: handler.port, application: Application(service)))
    }
  }

  private static func bind(
    _ stack: inout NetworkStack, port: UInt16, for name: String
  ) throws {
    do throws(NetworkStack.SocketError) {
      try stack.bindDatagrams(port: port)
    } catch {
      throw NetworkConfiguration.Problem.notListening(name, error)
    }
  }

  private static func listen(
    _ stack: inout NetworkStack, port: UInt16, for name: String
  ) throws -> SocketReference {
    do throws(NetworkStack.SocketError) {
      return try stack.listen(port: port)
    } catch {
      throw NetworkConfiguration.Problem.notListening(name, error)
    }
  }

  /// Nil where programs read and write the connections.
  private static func application(
    _ name: String, _ configuration: ApplicationConfiguration
  ) throws -> Application? {
    if name == NetworkConfiguration.programService { return nil }
    guard let application = Application(named: name, configuration: configuration) else {
      throw NetworkConfiguration.Problem.unknownService(name)
    }
    return application
  }

  // MARK: The end

  /// Takes no new connections, and closes those that have nothing to answer; others are closed when they have.
  mutating func drain(at now: UInt64) {
    guard !isDraining else { return }
    isDraining = true
    channels?.drain(&stack, at: now)
    for listener in listeners {
      acceptAll(listener)
      stack.put(listener, at: now)
    }
    for number in datagramServices { stack.unbindDatagrams(port: services[number].port) }
    for number in seats.indices where seats[number].service != nil {
      let socket = stack.socket(number)
      if socket.readableCount == 0, seats[number].unsent.isEmpty {
        stack.close(socket, abandoning: false, at: now)
        leave(socket, number, at: now)
      }
    }
  }

  /// Connections that services have. Looks at all that there ever were at once.
  var servedCount: Int { seats.count { $0.service != nil } }

  /// Whether all connections are closed, on both sides.
  var isDrained: Bool { isDraining && !stack.hasOpenConnections }

  /// Takes in what the control side asks for. Whether there was anything.
  mutating func takeRequests(at now: UInt64) -> Bool {
    channels?.takeRequests(&stack, at: now) ?? false
  }

  // MARK: Services

  /// How many datagrams a step answers: fewer than the stack has packets to answer with.
  private static let datagramsPerStep = 16

  private mutating func answerDatagrams(at now: UInt64) -> Bool {
    guard stack.waitingDatagramCount > 0 else { return false }
    var left = Self.datagramsPerStep
    for number in datagramServices {
      while left > 0, Self.answerDatagram(&services[number], &stack, &reply, at: now) { left -= 1 }
    }
    return left < Self.datagramsPerStep
  }

  /// False where none waits.
  private static func answerDatagram(
    _ service: inout Service, _ stack: inout NetworkStack, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> Bool {
    guard service.datagrams == .answered else {
      return stack.echoDatagram(port: service.port, at: now)
    }
    return stack.answerDatagram(port: service.port, at: now) { octets, _, send in
      reply.removeAll()
      service.application!.answer(datagram: octets, &reply)
      if reply.count > 0 { send(reply.octets) }
    }
  }

  /// Does a step of what services have to do: answers some datagrams, and takes new connections, or answers a request or some.
  /// False where there was nothing to do.
  mutating func step(at now: UInt64) -> Bool {
    let hasAnswered = answerDatagrams(at: now)
    guard let socket = stack.takeReady() else { return hasAnswered }
    if channels?.step(socket, &stack, at: now) ?? false { return true }
    switch socket.value.kind {
    case .listener: acceptAll(socket)
    case .connection: _ = serve(socket, at: now)
    case .free: break
    }
    return true
  }

  /// Does a step for one connection, be it its turn or not. False where there was nothing to do, or more has to come first.
  mutating func step(_ socket: SocketReference, at now: UInt64) -> Bool {
    guard socket.value.kind == .connection else { return false }
    if let listener = socket.listenerToAccept { acceptAll(listener) }
    let number = socket.value.number
    guard number < seats.count, seats[number].service != nil,
      socket.readableCount > 0 || socket.isAtEnd || !seats[number].unsent.isEmpty
    else { return false }
    return serve(socket, at: now)
  }

  private mutating func acceptAll(_ listener: SocketReference) {
    let port = listener.value.key.localPort
    while let socket = stack.accept(listener) {
      while seats.count <= socket.value.number { seats.append(Seat()) }
      seats[socket.value.number] = Seat(service: services.index(ofPort: port))
      // An answer may have several parts, of which the client acknowledges none before the last one.
      stack.sendAtOnce(socket)
      stack.markReady(socket)
    }
  }

  /// Whether that has come anywhere.
  private mutating func serve(_ socket: SocketReference, at now: UInt64) -> Bool {
    let number = socket.value.number
    guard sendRest(number, socket) else {
      stack.flush(socket, at: now)
      return false
    }
    guard !seats[number].isClosing, socket.value.connection.state != .closed,
      let service = seats[number].service
    else {
      leave(socket, number, at: now)
      return true
    }
    guard services[service].hasApplication else {
      endIfOver(socket, number, at: now)
      return false
    }
    guard socket.writeRoom >= Self.replyRoom else {
      socket.value.waitsForRoom = true
      return false
    }
    let step = Self.run(
      &services[service], socket, &stack, &seats[number].state, &reply, &gathered, at: now)
    stack.consume(step.consumed, of: socket)
    if let rest = Self.write(reply, to: socket, &stack) { seats[number].unsent += rest }
    goOn(step, socket, number, at: now)
    stack.flush(socket, at: now)
    return step.consumed > 0 || step.next != .input
  }

  /// A program's connection on which nothing comes any more is closed; all else is up to the program.
  private mutating func endIfOver(_ socket: SocketReference, _ number: Int, at now: UInt64) {
    guard isDraining || socket.isAtEnd, socket.readableCount == 0 else { return }
    stack.close(socket, abandoning: false, at: now)
    leave(socket, number, at: now)
  }

  private static func run(
    _ service: inout Service, _ socket: SocketReference, _ stack: inout NetworkStack,
    _ state: inout ConnectionState, _ reply: inout ReplyBuffer, _ gathered: inout [UInt8],
    at now: UInt64
  ) -> ServiceStep {
    reply.removeAll()
    let first = stack.peek(socket) { octets in
      service.application!.serve(octets, &state, &reply, at: now)
    }
    guard let first else {
      return service.application!.serve(Span<UInt8>(), &state, &reply, at: now)
    }
    let isStuck = first.consumed == 0 && first.next == .input
    guard isStuck, socket.hasSeveralBuffers else { return first }
    // The request goes on in the next packet.
    stack.gather(socket, atMost: gatheredCountMax, into: &gathered)
    reply.removeAll()
    return service.application!.serve(gathered.span, &state, &reply, at: now)
  }

  private mutating func goOn(
    _ step: ServiceStep, _ socket: SocketReference, _ number: Int, at now: UInt64
  ) {
    switch step.next {
    case .close: seats[number].isClosing = true
    case .again: stack.markReady(socket)
    case .input:
      if step.consumed > 0, socket.readableCount > 0 {
        stack.markReady(socket)
      } else if isDraining || socket.isAtEnd
        || socket.readableCount >= Self.gatheredCountMax
      {
        // Nothing comes any more that could make a request of it, or more than any request has.
        seats[number].isClosing = true
      }
    }
    guard seats[number].isClosing, seats[number].unsent.isEmpty else { return }
    stack.close(socket, abandoning: false, at: now)
    leave(socket, number, at: now)
  }

  /// The service has done with the connection.
  private mutating func leave(_ socket: SocketReference, _ number: Int, at now: UInt64) {
    if let service = seats[number].service {
      services[service].application?.forget(&seats[number].state)
    }
    seats[number].service = nil
    stack.put(socket, at: now)
  }

  /// Writes what had no room; false where there is none still.
  private mutating func sendRest(_ number: Int, _ socket: SocketReference) -> Bool {
    guard !seats[number].unsent.isEmpty else { return true }
    // Taken out meanwhile, so that it is not copied.
    var rest: [UInt8] = []
    swap(&rest, &seats[number].unsent)
    rest.removeFirst(stack.write(rest.span, to: socket))
    if rest.isEmpty { return true }
    swap(&rest, &seats[number].unsent)
    socket.value.waitsForRoom = true
    return false
  }

  /// Writes as much as there is room for; the rest, if there is one.
  private static func write(
    _ reply: borrowing ReplyBuffer, to socket: SocketReference, _ stack: inout NetworkStack
  ) -> [UInt8]? {
    let octets = reply.octets
    let count = stack.write(octets, to: socket)
    guard count < octets.count else { return nil }
    socket.value.waitsForRoom = true
    return (count..<octets.count).map { octets[$0] }
  }
}
