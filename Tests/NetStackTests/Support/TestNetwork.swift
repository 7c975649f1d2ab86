import NetStack
import PacketScripts
import SeededNumbers
import Wire

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
  /// When each host's link is free again.
  private var freeAt: [Int: UInt64] = [:]
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
      address: IPv4Address(10, 0, 0, UInt8(number)),
      v6: IPv6Configuration(
        address: IPv6Address(high: 0xfd00 << 48, low: UInt64(number)), reportsGroups: false),
      socketLimit: 4096, blockLimit: 1024,
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

  /// Whether nothing happens any more by itself.
  var isAtRest: Bool { nextTime == nil }

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
    let due = leaves(octets.count, from: number) + delay
    let place = frames.firstIndex { $0.due <= due } ?? frames.count
    frames.insert(Frame(due: due, from: number, octets: octets), at: place)
  }

  /// When a frame has left its host, behind those before it.
  private func leaves(_ count: Int, from number: Int) -> UInt64 {
    guard let rate = path.octetsPerSecond, number >= 0 else { return now }
    let end = max(now, freeAt[number, default: 0]) + UInt64(count) * 1_000_000_000 / rate
    freeAt[number] = end
    return end
  }

  private func deliverDue() {
    while let frame = frames.last, frame.due <= now {
      frames.removeLast()
      for (number, host) in hosts.enumerated() where number != frame.from {
        guard let packet = host.packets.take(frame.octets) else { continue }
        host.receive(packet, at: now)
      }
    }
  }
}

extension TestHost {
  /// Its address of a version.
  func address(_ family: ScriptFamily) -> IPAddress { stack.configuration.address(family) }
}
