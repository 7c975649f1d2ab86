import Devices
import Load
import NetStack
import Runtime
import Wire
import World

/// A host of clients in this process, with a TCP of its own: each of its connections has one request on the way, checks
/// every octet of the answer, measures how long it took, and asks again. For one thread at a time.
final class ClientHost {
  private let host: DeviceHost
  private let load: RequestLoad
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

  /// What a connection waits for.
  private struct Seat {
    var askedAt: UInt64 = 0
    /// How many octets of the answer have come.
    var receivedCount = 0
    var isWrong = false
  }

  static let address = IPv4Address(10, 0, 0, 2)
  static let serverAddress = IPv4Address(10, 0, 0, 1)

  init(_ load: RequestLoad, queue: consuming DeviceQueue) {
    self.load = load
    host = DeviceHost(
      .inThisProcess(Self.address), queue: queue, at: WorldClock.monotonic.now())
  }

  /// Opens all connections, some at a time; `turn` has the server do what there is to be done, where nobody else does.
  ///
  /// - Throws: ``Refused`` where that takes too long.
  func open(_ turn: () -> Void = {}) throws {
    let end = clock.now() + 10_000_000_000
    while openCount < load.connectionCount {
      for _ in 0..<min(Self.openingCount, load.connectionCount - sockets.count) { try connect() }
      let expected = sockets.count
      while openCount < expected, clock.now() < end {
        poll()
        turn()
      }
      guard openCount == expected, endedCount == 0 else {
        throw Refused(
          "\(load.name): only \(openCount) of \(load.connectionCount) connections were opened")
      }
    }
  }

  /// As many SYNs as a host keeps that does not know yet whom to give them to.
  private static let openingCount = 32

  private func connect() throws {
    let socket = try host.stack.connect(
      to: Self.serverAddress, port: load.port, at: clock.now())
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
      ask(socket, at: now)
    }
    while let count = check(socket) {
      host.stack.consume(count, of: socket)
      let number = socket.value.number
      guard seats[number].receivedCount == load.answer.count else { continue }
      note(seats[number], at: now)
      seats[number] = Seat()
      ask(socket, at: now)
    }
    if !events.isDisjoint(with: [.closed, .ended]) { endedCount += 1 }
  }

  private func ask(_ socket: SocketReference, at now: UInt64) {
    seats[socket.value.number].askedAt = now
    let request = load.request
    let count = host.stack.write(request.span, to: socket)
    precondition(count == request.count, "a request on the way fits into a buffer")
    host.stack.flush(socket, at: now)
  }

  /// Compares octets that have arrived together, of one answer at most; how many. Nil where there are none.
  private func check(_ socket: SocketReference) -> Int? {
    let number = socket.value.number
    let place = seats[number].receivedCount
    let compared = host.stack.peek(socket) { octets -> (count: Int, isRight: Bool) in
      let count = min(octets.count, load.answer.count - place)
      var difference: UInt8 = 0
      for index in 0..<count { difference |= octets[index] ^ load.answer[place + index] }
      return (count, difference == 0)
    }
    guard let compared else { return nil }
    seats[number].receivedCount = place + compared.count
    if !compared.isRight { seats[number].isWrong = true }
    return compared.count
  }

  private func note(_ seat: Seat, at now: UInt64) {
    answerCount += 1
    if seat.isWrong { wrongCount += 1 }
    latencies.record(now - min(seat.askedAt, now))
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
        "\(load.name): \(wrongCount) of \(answerCount) answers were wrong, and \(endedCount) connections ended"
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
