import CBaton
import NetStack
import Wire

/// Packets of a test's host, all of which have to come back.
@safe
final class TestPackets {
  private let descriptors: UnsafeMutablePointer<baton_packet>
  private let chunks: UnsafeMutableRawPointer
  private(set) var free: [PacketReference] = []
  let count: Int
  static let chunkByteCount = 2048
  static let headroom = 256

  init(count: Int) {
    self.count = count
    unsafe descriptors = .allocate(capacity: count)
    unsafe chunks = .allocate(byteCount: count * Self.chunkByteCount, alignment: 4096)
    for index in 0..<count {
      var packet = baton_packet()
      packet.hard_start = unsafe UInt64(UInt(bitPattern: chunks + index * Self.chunkByteCount))
      unsafe (descriptors + index).initialize(to: packet)
      unsafe free.append(PacketReference(descriptors + index))
    }
  }

  deinit {
    unsafe descriptors.deallocate()
    unsafe chunks.deallocate()
  }

  func take() -> PacketReference? { free.popLast() }

  func put(_ packet: PacketReference) {
    precondition(!free.contains(packet) || free.count < 0, "a packet came back twice")
    free.append(packet)
  }

  /// A packet with those octets.
  func take(_ octets: [UInt8]) -> PacketReference? {
    guard let packet = free.popLast() else { return nil }
    let start = unsafe packet.pointer.pointee.hard_start + UInt64(Self.headroom)
    unsafe packet.pointer.pointee.data = start
    unsafe packet.pointer.pointee.data_end = start + UInt64(octets.count)
    unsafe octets.withUnsafeBytes {
      unsafe UnsafeMutableRawPointer(bitPattern: UInt(start))!.copyMemory(
        from: $0.baseAddress!, byteCount: octets.count)
    }
    return packet
  }
}

extension PacketReference {
  var octets: [UInt8] {
    withFrame { frame in (0..<frame.count).map { frame[$0] } }
  }
}

/// A host on a test's network: a stack with its packets.
final class TestHost {
  var stack: NetworkStack
  let packets: TestPackets

  init(_ configuration: HostConfiguration, packetCount: Int = 1024, at now: UInt64) {
    stack = NetworkStack(configuration, at: now)
    packets = TestPackets(count: packetCount)
  }

  static let supplyCount = 64

  func refill() {
    while stack.supplyCount < Self.supplyCount, let packet = packets.take() { stack.supply(packet) }
  }

  /// Frames that it sends now.
  func takeFrames(at now: UInt64) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    for _ in 0..<10_000 {
      while let packet = stack.takeDiscarded() { packets.put(packet) }
      while let packet = stack.takeOutgoing() {
        frames.append(packet.octets)
        packets.put(packet)
      }
      refill()
      if stack.sendUnsent(at: now), stack.outgoingCount == 0 { return frames }
    }
    fatalError("a host sends without end")
  }

  /// Whether all packets are where they belong.
  var hasAllPackets: Bool {
    packets.free.count + stack.supplyCount + stack.keptPacketCount == packets.count
  }
}

/// Hosts on one link, in virtual time.
final class TestNetwork {
  struct Frame {
    var due: UInt64
    var from: Int
    var octets: [UInt8]
  }

  private(set) var now: UInt64 = 1_000_000_000
  private(set) var hosts: [TestHost] = []
  var path: Path
  var generator: SeededGenerator
  /// On their way, those that are due last first.
  private var frames: [Frame] = []
  private(set) var sentCount = 0
  /// A line for each frame that was sent, while anybody wants that.
  var log: [String]?
  /// Sees each frame before it is sent; false loses it.
  var passes: ((Int, [UInt8]) -> Bool)?

  init(path: Path = Path(), seed: UInt64 = 1) {
    self.path = path
    generator = SeededGenerator(seed: seed)
  }

  static func configuration(_ number: Int) -> HostConfiguration {
    HostConfiguration(
      hardwareAddress: MACAddress(bits: 0x0200_0000_0000 | UInt64(number)),
      address: IPv4Address(10, 0, 0, UInt8(number)), socketLimit: 4096, blockLimit: 1024,
      secret: (UInt64(number) &* 0x1234_5678_9abc, 77))
  }

  @discardableResult
  func addHost(_ configuration: HostConfiguration? = nil, packetCount: Int = 1024) -> TestHost {
    let host = TestHost(
      configuration ?? Self.configuration(hosts.count + 1), packetCount: packetCount, at: now)
    host.refill()
    hosts.append(host)
    return host
  }

  /// Puts a frame on the link as if a host had sent it.
  func inject(_ octets: [UInt8], from number: Int = -1) { put(octets, from: number) }

  /// Goes on until nothing is left to do, or until `limit`; `user` does what it likes after each step.
  func run(until limit: UInt64 = .max, stepsMax: Int = 2_000_000, _ user: () -> Void = {}) {
    for _ in 0..<stepsMax {
      user()
      for (number, host) in hosts.enumerated() {
        for frame in host.takeFrames(at: now) { send(frame, from: number) }
      }
      guard let next = nextTime else { return }
      guard next <= limit else { return now = max(now, limit) }
      now = max(now, next)
      deliverDue()
      for host in hosts {
        if let deadline = host.stack.deadline, deadline <= now { host.stack.fire(at: now) }
      }
    }
    fatalError("the network does not come to rest")
  }

  private var nextTime: UInt64? {
    let times = [frames.last?.due] + hosts.map { $0.stack.deadline }
    return times.compactMap { $0 }.min()
  }

  private func send(_ octets: [UInt8], from number: Int) {
    sentCount += 1
    if log != nil {
      log?.append("\(now / 1000) \(number): \(octets.withSpan { FrameSummary($0) })")
    }
    if let passes, !passes(number, octets) { return }
    if generator.happens(path.loss) { return }
    put(octets, from: number)
    if generator.happens(path.duplication) { put(octets, from: number) }
  }

  private func put(_ octets: [UInt8], from number: Int) {
    var delay = path.delay
    if generator.happens(path.reordering) {
      delay += UInt64.random(in: 0...3 * path.delay, using: &generator)
    }
    let due = now + delay
    let place = frames.firstIndex { $0.due <= due } ?? frames.count
    frames.insert(Frame(due: due, from: number, octets: octets), at: place)
  }

  private func deliverDue() {
    while let frame = frames.last, frame.due <= now {
      frames.removeLast()
      for (number, host) in hosts.enumerated() where number != frame.from {
        guard let packet = host.packets.take(frame.octets) else { continue }
        host.stack.receive(packet, at: now)
      }
    }
  }
}

extension Array<UInt8> {
  func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(span) }
}
