import NetStack
import SeededNumbers
import Wire

/// What a path does to packets.
struct Path {
  /// In per cent.
  var loss = 0
  var duplication = 0
  /// How many packets in a hundred take up to four times as long as the others.
  var reordering = 0
  /// One way, in nanoseconds.
  var delay: UInt64 = 1_000_000
  /// How many octets a second each host can send; nil: any.
  var octetsPerSecond: UInt64?
}

/// Two ends and a path between them, in virtual time: what is sent is written to octets and parsed again.
struct TestPair {
  enum Side: Int, CaseIterable {
    case client, server

    var other: Side { self == .client ? .server : .client }
  }

  struct Packet {
    var due: UInt64
    var to: Side
    var octets: [UInt8]
  }

  static let clientSequence = SequenceNumber(0xffff_f000)
  static let serverSequence = SequenceNumber(0x7fff_ff00)

  var now: UInt64 = 1_000_000_000
  var path: Path
  var generator: SeededGenerator
  var client: TestPeer
  var server: TestPeer?
  let serverConfiguration: TCPConfiguration
  /// On their way, those that are due last first.
  private(set) var packets: [Packet] = []
  private(set) var sentCount = 0
  private(set) var repeatedCount = 0
  /// Of each segment: when, by whom, and what.
  private(set) var sent: [(time: UInt64, by: Side, segment: TCPTransmission)] = []
  var records = false
  /// Called with each segment before it is sent; false loses it.
  var passes: ((Side, TCPTransmission, Int) -> Bool)?
  var failure: String?

  private static let addresses = [
    IPAddress(IPv4Address(bits: 0x0a00_0001)), IPAddress(IPv4Address(bits: 0x0a00_0002)),
  ]

  init(
    client: TCPConfiguration = TCPConfiguration(), server: TCPConfiguration = TCPConfiguration(),
    path: Path = Path(), seed: UInt64 = 1
  ) {
    self.path = path
    generator = SeededGenerator(seed: seed)
    self.client = TestPeer(
      TCPConnection(openingWith: Self.clientSequence, timestampOffset: 77, client),
      initialSequence: Self.clientSequence)
    serverConfiguration = server
  }

  // MARK: Time

  /// Goes on until nothing is left to do, or until `limit`, after which nothing is done.
  mutating func run(until limit: UInt64 = .max, _ user: (inout TestPair) -> Void = { _ in }) {
    var steps = 0
    while failure == nil {
      steps += 1
      if steps > 1_000_000 { failure = "it does not end" }
      if packets.count > 10_000 { failure = "\(packets.count) packets are on their way" }
      user(&self)
      flush(.client)
      flush(.server)
      guard let next = nextTime, next <= limit else { return }
      now = max(now, next)
      deliverDue()
      fireDue()
    }
  }

  private var nextTime: UInt64? {
    let times = [
      packets.last?.due ?? .max, client.connection.deadline, server?.connection.deadline ?? .max,
    ]
    return times.min().flatMap { $0 == .max ? nil : $0 }
  }

  private mutating func deliverDue() {
    while let packet = packets.last, packet.due <= now {
      packets.removeLast()
      deliver(packet)
      // As hosts do: what is due after each segment goes at once.
      flush(packet.to)
    }
  }

  private mutating func fireDue() {
    if client.connection.deadline <= now {
      client.events.formUnion(client.connection.fire(at: now))
    }
    if let peer = server, peer.connection.deadline <= now {
      server!.events.formUnion(server!.connection.fire(at: now))
    }
  }

  // MARK: Packets

  mutating func flush(_ side: Side) {
    for _ in 0..<10_000 {
      var segment = TCPTransmission(sequence: SequenceNumber(0), flags: [])
      let sends =
        side == .client
        ? client.connection.nextTransmission(&segment, at: now)
        : server?.connection.nextTransmission(&segment, at: now) ?? false
      guard sends else { return }
      (segment.header.sourcePort, segment.header.destinationPort) = (1, 2)
      send(segment, by: side)
    }
    failure = "\(side) sends without end"
  }

  private mutating func send(_ segment: TCPTransmission, by side: Side) {
    sentCount += 1
    if segment.isRepeated { repeatedCount += 1 }
    if records { sent.append((now, side, segment)) }
    if let passes, !passes(side, segment, sentCount) { return }
    if generator.happens(path.loss) { return }
    put(octets(of: segment, by: side), to: side.other)
    if generator.happens(path.duplication) { put(octets(of: segment, by: side), to: side.other) }
  }

  private func octets(of segment: TCPTransmission, by side: Side) -> [UInt8] {
    let payload = side == .client ? client.payload(of: segment) : server?.payload(of: segment) ?? []
    var octets: [UInt8] = []
    segment.header.append(
      to: &octets, payload: payload.span, from: Self.addresses[side.rawValue],
      to: Self.addresses[side.other.rawValue])
    return octets
  }

  private mutating func put(_ octets: [UInt8], to side: Side) {
    var delay = path.delay
    if generator.happens(path.reordering) {
      delay += UInt64.random(in: 0...3 * path.delay, using: &generator)
    }
    let due = now + delay
    // Those that were sent at the same time stay in order.
    let place = packets.firstIndex { $0.due <= due } ?? packets.count
    packets.insert(Packet(due: due, to: side, octets: octets), at: place)
  }

  private mutating func deliver(_ packet: Packet) {
    do {
      try TCPHeader.verify(
        packet.octets.span, from: Self.addresses[packet.to.other.rawValue],
        to: Self.addresses[packet.to.rawValue])
      let header = try TCPHeader(parsing: packet.octets.span)
      let payload = Array(packet.octets[header.headerByteCount...])
      receive(TCPSegment(header, payloadByteCount: payload.count), payload, at: packet.to)
    } catch {
      failure = "\(error)"
    }
  }

  mutating func receive(_ segment: TCPSegment, _ payload: [UInt8] = [], at side: Side) {
    let problem: String?
    switch side {
    case .client: problem = client.receive(segment, payload, from: Self.serverSequence, at: now)
    case .server:
      guard server != nil else { return open(with: segment) }
      problem = server!.receive(segment, payload, from: Self.clientSequence, at: now)
    }
    if let problem { failure = "\(side): \(problem)" }
  }

  private mutating func open(with segment: TCPSegment) {
    guard segment.flags == .synchronize else { return }
    server = TestPeer(
      TCPConnection(
        answering: segment, initialSequence: Self.serverSequence, timestampOffset: 5,
        serverConfiguration, at: now), initialSequence: Self.serverSequence)
  }

  /// The last segments that were sent.
  var trace: String {
    sent.suffix(30).map { time, side, segment in
      let base = side == .client ? Self.clientSequence : Self.serverSequence
      let other = side == .client ? Self.serverSequence : Self.clientSequence
      return
        "\(time / 1000) \(side) \(segment.flags) \(segment.sequence - base)+\(segment.payloadByteCount) "
        + "ack \(segment.acknowledgment - other) win \(segment.window) \(segment.isRepeated ? "again" : "")"
    }.joined(separator: "\n")
  }

  // MARK: Shortcuts

  /// Until both are established.
  mutating func open() {
    run(until: now + 10_000_000_000) { _ in }
  }
}
