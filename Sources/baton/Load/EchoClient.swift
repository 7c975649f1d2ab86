import CBaton
import Devices
import Load
import Wire
import World

/// A UDP client at the other end of a memory link: sends datagrams of several classes, checks every
/// octet of what comes back, and measures.
@safe
struct EchoClient: ~Copyable {
  static let classCount = 4
  /// Datagrams go to this port plus the class.
  static let port: UInt16 = 7000
  private static let payloadOffset =
    EthernetHeader.byteCount + IPv4Header.byteCountMin + UDPHeader.byteCount

  private var queue: DeviceQueue
  private let clock = WorldClock.monotonic
  private let templates: [[UInt8]]
  private let answers: [[UInt8]]
  private let batch: PacketBatch
  private(set) var latencies = (0..<classCount).map { _ in Latencies() }
  private(set) var sentCount: UInt64 = 0
  private(set) var receivedCount: UInt64 = 0
  /// Answers that are not octet by octet what they have to be.
  private(set) var wrongCount: UInt64 = 0
  private(set) var refusedCount: UInt64 = 0

  init(queue: consuming DeviceQueue, payloadByteCount: Int = 18) {
    self.queue = queue
    templates = (0..<Self.classCount).map {
      Self.frame(class: $0, payloadByteCount, isAnswer: false)
    }
    answers = (0..<Self.classCount).map { Self.frame(class: $0, payloadByteCount, isAnswer: true) }
    unsafe batch = .allocate(capacity: 64)
  }

  deinit { unsafe batch.deallocate() }

  /// A datagram without a checksum, as the time of sending goes into its payload.
  private static func frame(class number: Int, _ payloadByteCount: Int, isAnswer: Bool) -> [UInt8] {
    let client = MACAddress(bits: 0x0200_0000_0001)
    let server = MACAddress(bits: 0x0200_0000_0002)
    let clientPort: UInt16 = 40_000
    let serverPort = port + UInt16(number)
    let clientAddress = IPv4Address(10, 0, 0, 1)
    let serverAddress = IPv4Address(10, 0, 0, 2)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: isAnswer ? client : server, source: isAnswer ? server : client,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: UDPHeader.byteCount + payloadByteCount, timeToLive: isAnswer ? 64 : 17,
      protocolNumber: IPProtocol.udp,
      source: isAnswer ? serverAddress : clientAddress,
      destination: isAnswer ? clientAddress : serverAddress
    ).append(to: &frame)
    let udp = UDPHeader(
      sourcePort: isAnswer ? serverPort : clientPort,
      destinationPort: isAnswer ? clientPort : serverPort, payloadByteCount: payloadByteCount)
    udp.appendUnchecked(to: &frame)
    frame += Array(repeating: 0xb5, count: payloadByteCount)
    return frame
  }

  /// Those of all classes.
  var allLatencies: Latencies {
    latencies.reduce(into: Latencies()) { $0.add($1) }
  }

  /// Sends with up to `window` datagrams on their way, for `duration` nanoseconds.
  mutating func run(window: UInt64, duration: UInt64) {
    let end = clock.now() + duration
    while true {
      let now = clock.now()
      if now >= end { break }
      while sentCount - receivedCount < window, send(at: now) {}
      queue.flush()
      receive()
    }
    settle()
  }

  /// Sends `rate` datagrams a second, whatever comes back, for `duration` nanoseconds. A datagram
  /// that could not be sent in time counts from when it should have been sent.
  mutating func run(rate: Double, duration: UInt64) {
    let begin = clock.now()
    let interval = 1e9 / rate
    var scheduled: UInt64 = 0
    while true {
      let elapsed = clock.now() - begin
      if elapsed >= duration { break }
      // The first is due at once.
      let dueCount = UInt64(Double(elapsed) / interval) + 1
      while scheduled < dueCount {
        if !send(at: begin + UInt64(Double(scheduled) * interval)) { break }
        scheduled += 1
      }
      queue.flush()
      receive()
    }
    settle()
  }

  /// Sends one datagram at once.
  mutating func sendOne() { sendBatch(of: 1) }

  mutating func sendBatch(of count: Int) {
    let now = clock.now()
    for _ in 0..<count { _ = send(at: now) }
    queue.flush()
  }

  /// Takes in all answers that have arrived.
  mutating func receiveAll() {
    var before: UInt64
    repeat {
      before = receivedCount
      receive()
    } while receivedCount > before
    queue.flush()
  }

  /// Waits a little for the answers that are still on their way.
  private mutating func settle() {
    let end = clock.now() + 50_000_000
    while receivedCount < sentCount, clock.now() < end {
      queue.flush()
      receive()
    }
  }

  private mutating func send(at time: UInt64) -> Bool {
    guard let packet = unsafe queue.allocate() else {
      refusedCount += 1
      return false
    }
    let template = templates[Int(sentCount) % Self.classCount]
    unsafe queue.fill(packet, with: template.span)
    unsafe queue.store(time, at: Self.payloadOffset, in: packet)
    guard unsafe queue.transmit(packet) else {
      refusedCount += 1
      unsafe queue.release(packet)
      return false
    }
    sentCount += 1
    return true
  }

  private mutating func receive() {
    let now = clock.now()
    let count = unsafe queue.receive(into: batch, at: now)
    for index in 0..<count {
      let packet = unsafe batch[index]
      unsafe check(packet, at: now)
      unsafe queue.release(packet)
    }
  }

  private mutating func check(_ packet: Packet, at now: UInt64) {
    receivedCount += 1
    guard let time = unsafe queue.word(at: Self.payloadOffset, in: packet),
      let number = unsafe classOfAnswer(packet)
    else {
      wrongCount += 1
      return
    }
    latencies[number].record(now - min(time, now))
  }

  /// Which class's answer the packet is; nil when any octet but the time differs from it.
  private func classOfAnswer(_ packet: Packet) -> Int? {
    unsafe queue.withOctets(of: packet) { octets in
      let portOffset = EthernetHeader.byteCount + IPv4Header.byteCountMin + 1
      guard octets.count == answers[0].count else { return nil }
      let number = Int(octets[portOffset] &- UInt8(truncatingIfNeeded: Self.port))
      guard (0..<Self.classCount).contains(number) else { return nil }
      let expected = answers[number]
      for index in 0..<octets.count
      where !(Self.payloadOffset..<Self.payloadOffset + 8).contains(index) {
        if octets[index] != expected[index] { return nil }
      }
      return number
    }
  }
}
