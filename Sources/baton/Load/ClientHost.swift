import Devices
import Load
import NetStack
import Runtime
import Wire
import World

/// A host of clients in this process, with a TCP of its own: each of its connections has one request on the way, checks
/// every octet of the answer, and measures how long it took. Then it asks again, or waits until it is told to. For one thread
/// at a time.
final class ClientHost {
  private let host: DeviceHost
  private let loads: [RequestLoad]
  private let connectionCount: Int
  /// Whether connections ask again by themselves, all of them for the first load.
  private let isClosedLoop: Bool
  private let clock = WorldClock.monotonic
  /// By the numbers of sockets.
  private var seats: [Seat] = []
  private var sockets: [SocketReference] = []

  private(set) var latencies = Latencies()
  /// Connections that are established.
  private(set) var openCount = 0
  private(set) var answerCount: UInt64 = 0
  /// Answers with an octet that is not what it has to be.
  private(set) var wrongCount: UInt64 = 0
  /// Connections that have come to an end, which nobody asked for.
  private(set) var endedCount = 0

  /// Connections without a request on the way, where they wait to be told.
  private var idle: [SocketReference] = []
  /// What was answered to those that were told, since somebody has taken it.
  private var answers: [Answer] = []

  /// What a connection waits for.
  private struct Seat {
    var request = Request(sequence: 0, classNumber: 0, arrival: 0, service: 0)
    /// How many octets of the answer have come.
    var receivedCount = 0
    var isWrong = false
  }

  static let address = IPv4Address(10, 0, 0, 2)
  static let serverAddress = IPv4Address(10, 0, 0, 1)

  /// Connections ask for the same again and again.
  convenience init(_ load: RequestLoad, queue: consuming DeviceQueue) {
    self.init([load], load.connectionCount, isClosedLoop: true, queue: queue)
  }

  /// Connections wait until one of them is told to ask, for one of the loads, which are the same service's.
  convenience init(
    openLoop loads: [RequestLoad], connectionCount: Int, queue: consuming DeviceQueue
  ) {
    self.init(loads, connectionCount, isClosedLoop: false, queue: queue)
  }

  private init(
    _ loads: [RequestLoad], _ connectionCount: Int, isClosedLoop: Bool,
    queue: consuming DeviceQueue
  ) {
    self.loads = loads
    self.connectionCount = connectionCount
    self.isClosedLoop = isClosedLoop
    host = DeviceHost(
      .inThisProcess(Self.address), queue: queue, at: WorldClock.monotonic.now())
  }

  /// Opens all connections, some at a time; `turn` has the server do what there is to be done, where nobody else does.
  ///
  /// - Throws: ``Refused`` where that takes too long.
  func open(_ turn: () -> Void = {}) throws {
    let end = clock.now() + 10_000_000_000
    while openCount < connectionCount {
      for _ in 0..<min(Self.openingCount, connectionCount - sockets.count) { try connect() }
      let expected = sockets.count
      while openCount < expected, clock.now() < end {
        poll()
        turn()
      }
      guard openCount == expected, endedCount == 0 else {
        throw Refused(
          "\(loads[0].name): only \(openCount) of \(connectionCount) connections were opened")
      }
    }
  }

  /// As many SYNs as a host keeps that does not know yet whom to give them to.
  private static let openingCount = 32

  private func connect() throws {
    let socket = try host.stack.connect(
      to: Self.serverAddress, port: loads[0].port, at: clock.now())
    while seats.count <= socket.value.number { seats.append(Seat()) }
    sockets.append(socket)
  }

  /// Takes in what has arrived, checks it, and sends the next requests.
  func poll() {
    let now = clock.now()
    host.poll(at: now)
    while let socket = host.stack.takeReady() { attend(to: socket, at: now) }
    host.flush(at: now)
  }

  /// Takes turns for so many nanoseconds.
  func run(duration: UInt64) {
    let end = clock.now() + duration
    while clock.now() < end { poll() }
  }

  private func attend(to socket: SocketReference, at now: UInt64) {
    let events = host.stack.takeEvents(of: socket)
    if events.contains(.opened) {
      openCount += 1
      goOn(socket, at: now)
    }
    while let isAnswered = takeIn(socket) {
      guard isAnswered else { continue }
      note(seats[socket.value.number], at: now)
      goOn(socket, at: now)
    }
    if !events.isDisjoint(with: [.closed, .ended]) { endedCount += 1 }
  }

  /// A connection has nothing to do.
  private func goOn(_ socket: SocketReference, at now: UInt64) {
    guard isClosedLoop else { return idle.append(socket) }
    ask(socket, Request(sequence: 0, classNumber: 0, arrival: now, service: 0), at: now)
  }

  private func ask(_ socket: SocketReference, _ request: Request, at now: UInt64) {
    seats[socket.value.number] = Seat(request: request)
    let octets = loads[request.classNumber].request
    let count = host.stack.write(octets.span, to: socket)
    precondition(count == octets.count, "a request on the way fits into a buffer")
    host.stack.flush(socket, at: now)
  }

  /// Compares octets that have arrived together, of one answer at most. Nil where there are none, else whether the answer is
  /// whole now.
  private func takeIn(_ socket: SocketReference) -> Bool? {
    let number = socket.value.number
    let place = seats[number].receivedCount
    let answer = loads[seats[number].request.classNumber].answer
    let compared = host.stack.peek(socket) { octets -> (count: Int, isRight: Bool) in
      let count = min(octets.count, answer.count - place)
      var difference: UInt8 = 0
      for index in 0..<count { difference |= octets[index] ^ answer[place + index] }
      return (count, difference == 0)
    }
    guard let compared else { return nil }
    guard place < answer.count else {
      refuseSurplus(socket)
      return nil
    }
    seats[number].receivedCount = place + compared.count
    if !compared.isRight { seats[number].isWrong = true }
    host.stack.consume(compared.count, of: socket)
    return seats[number].receivedCount == answer.count
  }

  /// Octets that nobody has asked for.
  private func refuseSurplus(_ socket: SocketReference) {
    wrongCount += 1
    while let count = host.stack.peek(socket, { $0.count }) {
      host.stack.consume(count, of: socket)
    }
  }

  private func note(_ seat: Seat, at now: UInt64) {
    answerCount += 1
    if seat.isWrong { wrongCount += 1 }
    let arrival = seat.request.arrival
    latencies.record(now - min(arrival, now))
    guard !isClosedLoop else { return }
    // The server does not say when it has begun.
    answers.append(Answer(request: seat.request, begun: arrival, ended: now, received: now))
  }

  // MARK: An open loop

  /// Has a connection ask for the load that is the request's class. False where all of them have a request on the way.
  func ask(_ request: Request) -> Bool {
    guard let socket = idle.popLast() else { return false }
    let now = clock.now()
    ask(socket, request, at: now)
    host.flush(at: now)
    return true
  }

  /// How many connections have a request on the way.
  var askedCount: Int { openCount - idle.count }

  /// Hands out what was answered since the last time.
  func takeAnswers(_ body: (Answer) -> Void) {
    for answer in answers { body(answer) }
    answers.removeAll(keepingCapacity: true)
  }

  /// Whoever measures begins here.
  func forgetLatencies() { latencies = Latencies() }

  /// Resets all connections: no port is kept for late segments.
  func close() {
    let now = clock.now()
    for socket in sockets {
      host.stack.abort(socket, at: now)
      host.stack.put(socket, at: now)
      host.flush(at: now)
    }
    sockets = []
  }

  /// - Throws: ``Refused`` where an answer was wrong, or a connection came to an end.
  func expectCorrectness() throws {
    guard wrongCount == 0, endedCount == 0 else {
      throw Refused(
        "\(loads[0].name): \(wrongCount) of \(answerCount) answers were wrong, and \(endedCount) connections ended"
      )
    }
  }
}

extension HostConfiguration {
  /// One of the hosts on a memory link.
  static func inThisProcess(_ address: IPv4Address) -> Self {
    HostConfiguration(
      hardwareAddress: hardwareAddress(inThisProcess: address), address: address,
      heldPacketLimit: 512, secret: drawSecret())
  }

  static func hardwareAddress(inThisProcess address: IPv4Address) -> MACAddress {
    MACAddress(bits: 0x0200_0000_0000 | UInt64(address.bits & 0xff))
  }
}
